#pragma once

#include <QString>

namespace inceptoscope {

/// A share from 0 to 1 as it is written everywhere: "97.3 %".
QString percentText(double share);

} // namespace inceptoscope
