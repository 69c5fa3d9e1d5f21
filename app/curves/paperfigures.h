#pragma once

#include "curves/curveset.h"

namespace inceptoscope {

/// One of the paper's figures 21 to 26, which show validation errors against the epoch.
struct PaperFigure
{
    int number = 21;
    QString title; ///< "Inception-v3 and Inception-ResNet-v1, top-1 error"
    CurveMetric metric = CurveMetric::TopOneError;
    std::optional<int> pair{}; ///< as paperPairOf has it; nothing: both
};

std::vector<PaperFigure> paperFigures();

/// Which of the runs are drawn in it.
std::vector<bool> runsIn(const PaperFigure &figure, const std::vector<RunLog> &runs);

} // namespace inceptoscope
