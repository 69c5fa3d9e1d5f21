#pragma once

#include "curves/gapset.h"

#include <array>

namespace inceptoscope {

enum CurveColumn {
    CurveNameColumn,
    CurveLastColumn,
    CurveAtColumn, ///< at a place that was asked for
    CurveBestColumn, ///< the lowest, or the highest where curves rise
    CurveBestPlaceColumn,
    CurveAreaColumn, ///< under the curve
    CurveReachedColumn, ///< where it first is at the target, or better
    CurveColumnCount,
};

/// The figures of a curve, or of a pair: what the residual run has more than the plain one, and how
/// many times the epochs it needed.
struct CurveFigure
{
    QString name;
    std::array<std::optional<double>, CurveColumnCount> numbers{};
    bool isPair = false;

    bool operator==(const CurveFigure &) const = default;
};

struct CurveFigures
{
    std::optional<double> target; ///< the value curves are asked when they reached
    std::optional<double> place; ///< where they are asked what they have
    std::vector<CurveFigure> rows; ///< curves, and below them pairs

    bool operator==(const CurveFigures &) const = default;
};

/// Without a target: the lowest multiple of 5 % that all validation curves reach; of other values
/// than errors, the best one with two digits that all curves reach. Without a place: the last one
/// that all curves reach.
CurveFigures curveFigures(const CurveSet &curves, const std::vector<CurvePair> &pairs,
                          std::optional<double> target, std::optional<double> place = {});

} // namespace inceptoscope
