#include "curves/metricshades.h"

#include "curves/curvehue.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace inceptoscope {

namespace {

/// Hands out shades that no run has.
class FreeShades
{
public:
    FreeShades(const std::vector<ChosenSeries> &series, const RunArrangement &arrangement)
    {
        for (const ChosenSeries &each : series) {
            const RunShade &shade = arrangement.shades[each.run];
            if (shade.colour == 0)
                m_taken.insert(hueOf(shade));
        }
    }

    RunShade next()
    {
        constexpr int count = hueCount * lightnessCount * 2; // strong and pale
        while (m_tried < count) {
            const RunShade shade = number(m_tried++);
            if (!m_taken.contains(hueOf(shade)))
                return shade;
        }
        return number(m_tried++ % count);
    }

private:
    /// All there are, the ones that differ most first.
    static RunShade number(int number)
    {
        const bool isStrong = number / hueCount % 2 == 0;
        return {isStrong, 0, number % hueCount + hueCount * (number / hueCount / 2), 0};
    }

    std::set<CurveHue> m_taken;
    int m_tried = 0;
};

/// How many metrics of a run are drawn solid, and dashed.
struct Count
{
    std::size_t solid = 0;
    std::size_t dashed = 0;

    std::size_t next(bool isMeasure, bool isDashed)
    {
        if (!isMeasure)
            return isDashed ? dashed++ : solid++;
        solid = dashed = std::max(solid, dashed) + 1; // it has both
        return solid - 1;
    }
};

std::vector<std::size_t> firstOfGroups(const RunArrangement &arrangement, bool areJoined)
{
    std::vector<std::size_t> first(arrangement.shades.size());
    std::iota(first.begin(), first.end(), 0);
    for (const RunGroup &group : arrangement.groups) {
        for (const std::size_t run : areJoined ? group.runs : std::vector<std::size_t>())
            first[run] = group.runs.front();
    }
    return first;
}

} // namespace

MetricShades::MetricShades(const std::vector<ChosenSeries> &ofAllRuns, const CurveChoice &choice,
                           const RunArrangement &arrangement)
    : m_arrangement(arrangement)
    , m_first(firstOfGroups(arrangement, choice.joinsSeeds))
{
    FreeShades free(ofAllRuns, arrangement);
    std::map<std::size_t, Count> counts;
    for (const ChosenSeries &each : ofAllRuns) {
        const std::size_t run = m_first[each.run];
        const auto [rank, isNew] = m_ranks.try_emplace({run, each.metric});
        if (!isNew)
            continue;
        const bool isMeasure = choice.metrics[each.metric].kind != CurveMetric::Tag;
        rank->second = counts[run].next(isMeasure, each.isDashed);
        if (rank->second > 0 && !m_beyond.contains({run, rank->second}))
            m_beyond.emplace(OfRun(run, rank->second), free.next());
    }
}

RunShade MetricShades::of(const ChosenSeries &series) const
{
    const std::size_t run = m_first[series.run];
    const std::size_t rank = m_ranks.at({run, series.metric});
    return rank == 0 ? m_arrangement.shades[series.run] : m_beyond.at({run, rank});
}

} // namespace inceptoscope
