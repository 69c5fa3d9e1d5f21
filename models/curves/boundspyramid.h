#pragma once

#include "curves/bounds.h"

#include <cstddef>
#include <vector>

namespace inceptoscope {

/// The bounds of blocks of values, and above them those of each eight blocks, of each 64 and so on:
/// the bounds of any stretch of blocks without a look at most of them.
class BoundsPyramid
{
public:
    BoundsPyramid() = default;
    explicit BoundsPyramid(std::vector<Bounds> blocks);

    const std::vector<Bounds> &blocks() const { return m_levels.front(); }
    /// Of the blocks from one up to another.
    Bounds of(std::size_t begin, std::size_t end) const { return of(begin, end, 0); }

private:
    Bounds of(std::size_t begin, std::size_t end, std::size_t level) const;

    std::vector<std::vector<Bounds>> m_levels{1};
};

} // namespace inceptoscope
