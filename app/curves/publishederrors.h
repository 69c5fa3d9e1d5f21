#pragma once

#include "curves/curveset.h"

namespace inceptoscope {

/// The paper's Table 2: single crop, single model, on the validation photos of ImageNet that are
/// not blacklisted. In percent; empty where the metric is no error.
std::vector<ReferenceLine> publishedErrors(CurveMetric metric);

} // namespace inceptoscope
