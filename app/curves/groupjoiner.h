#pragma once

#include "curves/curveset.h"

#include <map>
#include <tuple>

namespace inceptoscope {

/// Makes of the curves of grouped runs one each, where the first of them would stand.
class GroupJoiner
{
public:
    GroupJoiner(const RunArrangement &arrangement, SpreadBand band)
        : m_arrangement(arrangement)
        , m_band(band)
    {
    }

    /// Leaves a place in the set for the curves of that group.
    void add(std::size_t group, CurveSeries series, CurveSet &set);
    /// Fills the places. Curves that nowhere stand side by side stay single.
    void join(CurveSet &set) const;

private:
    /// A group, a metric, and what of it.
    using Key = std::tuple<std::size_t, std::size_t, QString>;
    struct Joined
    {
        std::size_t place = 0; ///< among the set's curves
        std::vector<CurveSeries> series;
    };

    QString restOfLabel(const CurveSeries &series) const;
    QString label(std::size_t group, const CurveSeries &first, std::size_t count) const;

    const RunArrangement &m_arrangement;
    SpreadBand m_band;
    std::map<Key, Joined> m_joined;
};

} // namespace inceptoscope
