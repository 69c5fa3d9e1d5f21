#pragma once

#include "inference/answer.h"

#include <QByteArray>

#include <vector>

namespace inceptoscope {

/// Predictions as RFC 4180 has tables, UTF-8, with a header: the rank, the class, its label and its
/// probability from 0 to 1, the most probable first.
QByteArray predictionsCsv(const std::vector<Prediction> &predictions);

} // namespace inceptoscope
