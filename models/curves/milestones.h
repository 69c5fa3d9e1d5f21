#pragma once

#include "curves/curvepoints.h"

#include <optional>
#include <span>
#include <vector>

namespace inceptoscope {

/// The lowest finite value of a curve, the earliest of equal ones.
std::optional<CurvePoint> bestPoint(std::span<const CurvePoint> curve);

/// The first x at which a falling curve, such as an error, is at `target` or below.
std::optional<double> firstReaching(std::span<const CurvePoint> curve, double target);

/// How far one curve of a comparison came.
struct Milestone
{
    std::size_t curve = 0; ///< its position among those compared
    std::optional<double> reached; ///< the epoch that first had the comparison's target
    CurvePoint best;

    bool operator==(const Milestone &) const = default;
};

/// Error curves side by side, at an error that says something about each of them.
struct Comparison
{
    /// The lowest multiple of 5 % that every curve reaches; nothing if one stays above 95 %.
    std::optional<double> target;
    std::vector<Milestone> milestones; ///< who reached the target first comes first, then by best

    bool operator==(const Comparison &) const = default;
};

/// Compares curves of an error (fractions from 0 to 1) against the epoch; those without a finite
/// value are left out.
Comparison compareErrors(std::span<const std::vector<CurvePoint>> curves);

} // namespace inceptoscope
