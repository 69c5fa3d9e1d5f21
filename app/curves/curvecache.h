#pragma once

#include "curves/curveselection.h"

#include <map>
#include <tuple>

namespace inceptoscope {

/// One series on an axis and in a unit, before it is smoothed.
struct PlacedCurve
{
    Curve curve; ///< from left to right
    /// In the order of the log, where that is another: it is this order that is smoothed.
    std::shared_ptr<const PlacedValues> asLogged;
    std::vector<Curve> overwritten;
    std::vector<double> notFinite;

    Curve smoothed(double weight) const;
};

PlacedCurve placedCurve(const CurveSource &source, const CurveSelection &selection);

/// The placed curves of the selection that was drawn last: most of what is drawn next is the same,
/// but for its smoothing, a run more or less, or some points at the end. For one thread.
class CurveCache
{
public:
    /// In the order of the selection's sources. What it does not need is forgotten. Uses all
    /// processors.
    std::vector<PlacedCurve> curvesOf(const CurveSelection &selection);

private:
    struct Key
    {
        RunId id;
        std::string tag;
        CurveUnit unit;
        CurveAxis axis;
        TimeUnit timeUnit;

        auto operator<=>(const Key &) const = default;
    };
    struct Entry
    {
        Series series; ///< as it was then
        double start = 0.0;
        PlacedCurve curve;
    };

    std::map<Key, Entry> m_entries;
};

} // namespace inceptoscope
