#pragma once

#include "diagram/diagramspec.h"

#include <cstddef>

namespace inceptoscope {

/// Number of arms in which a branch ends: those of its fork, 1 without.
std::size_t forkArms(const NetworkGraph &graph, const Branch &branch);

/// How often the same block follows itself: the number of blocks where all have the same branches
/// (filters may differ), else 1.
int repeatsOf(const NetworkGraph &graph, const Stage &stage);

/// The small picture of what is inside: branches as rows of cells, then what joins them. For a
/// stage that repeats one block that block, else its blocks one after another.
std::vector<GlyphCell> glyphOf(const NetworkGraph &graph, const Block &block);
std::vector<GlyphCell> glyphOf(const NetworkGraph &graph, const Stage &stage);

} // namespace inceptoscope
