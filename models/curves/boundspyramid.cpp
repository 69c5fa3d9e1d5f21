#include "curves/boundspyramid.h"

#include <algorithm>
#include <span>

namespace inceptoscope {

namespace {

constexpr std::size_t fanOut = 8; // of one in a level in the level below

void widen(Bounds &bounds, const std::vector<Bounds> &by, std::size_t begin, std::size_t end)
{
    for (std::size_t i = begin; i < end; ++i)
        bounds.add(by[i]);
}

} // namespace

BoundsPyramid::BoundsPyramid(std::vector<Bounds> blocks)
{
    m_levels.front() = std::move(blocks);
    while (m_levels.back().size() > 1) {
        const std::vector<Bounds> &below = m_levels.back();
        std::vector<Bounds> level((below.size() + fanOut - 1) / fanOut);
        for (std::size_t i = 0; i < level.size(); ++i) {
            Bounds bounds; // at hand, which is quicker
            widen(bounds, below, i * fanOut, std::min((i + 1) * fanOut, below.size()));
            level[i] = bounds;
        }
        m_levels.push_back(std::move(level));
    }
}

/// In levels above, as far as they have it in one piece; of the pieces at both ends, only those
/// that may have something to add.
Bounds BoundsPyramid::of(std::size_t begin, std::size_t end, std::size_t level) const
{
    constexpr std::size_t few = 8 * fanOut; // are looked at sooner than they are looked up
    const std::vector<Bounds> &here = m_levels[level];
    Bounds bounds;
    if (end < begin + few) {
        widen(bounds, here, begin, end);
        return bounds;
    }
    const std::size_t first = (begin + fanOut - 1) / fanOut;
    const std::size_t last = end / fanOut;
    bounds = of(first, last, level + 1);
    const std::vector<Bounds> &above = m_levels[level + 1];
    if (begin < first * fanOut && !bounds.contains(above[first - 1]))
        widen(bounds, here, begin, first * fanOut);
    if (last * fanOut < end && !bounds.contains(above[last]))
        widen(bounds, here, last * fanOut, end);
    return bounds;
}

} // namespace inceptoscope
