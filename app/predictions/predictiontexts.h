#pragma once

#include <QString>

namespace inceptoscope {

struct Prediction;

/// For people who listen: "golf ball, 97.3 percent".
QString predictionAccessibleText(const Prediction &prediction);

/// A duration as it stands beside a result: "8.4 ms", "12 ms", "1.25 s".
QString durationText(double milliseconds);

} // namespace inceptoscope
