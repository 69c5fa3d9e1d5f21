#include "curves/milestones.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace inceptoscope {

std::optional<CurvePoint> bestPoint(std::span<const CurvePoint> curve)
{
    std::optional<CurvePoint> best;
    for (const auto &point : curve) {
        if (std::isfinite(point.y) && (!best || point.y < best->y))
            best = point;
    }
    return best;
}

std::optional<double> firstReaching(std::span<const CurvePoint> curve, double target)
{
    const auto found = std::find_if(curve.begin(), curve.end(), [target](const auto &point) {
        return std::isfinite(point.y) && point.y <= target;
    });
    return found != curve.end() ? std::optional(found->x) : std::nullopt;
}

/// The lowest multiple of 5 % at or above `error`, if that is below 100 %.
static std::optional<double> roundTarget(double error)
{
    const double twentieths = std::ceil(error * 20 - 1e-9); // 0.3 is 6 of them, whatever its bits
    return twentieths < 20 ? std::optional(twentieths / 20) : std::nullopt;
}

Comparison compareErrors(std::span<const std::vector<CurvePoint>> curves)
{
    Comparison comparison;
    double worst = 0;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        if (const auto best = bestPoint(curves[i])) {
            comparison.milestones.push_back({i, std::nullopt, *best});
            worst = std::max(worst, best->y);
        }
    }
    if (comparison.milestones.empty())
        return comparison;
    comparison.target = roundTarget(worst);
    if (comparison.target) {
        for (auto &milestone : comparison.milestones)
            milestone.reached = firstReaching(curves[milestone.curve], *comparison.target + 1e-9);
    }
    std::stable_sort(comparison.milestones.begin(), comparison.milestones.end(),
                     [](const auto &a, const auto &b) {
                         return std::tie(a.reached, a.best.y) < std::tie(b.reached, b.best.y);
                     });
    return comparison;
}

} // namespace inceptoscope
