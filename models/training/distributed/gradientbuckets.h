#pragma once

#include "training/parametertable.h"

#include <cstddef>
#include <span>
#include <vector>

namespace inceptoscope {

/// Neighbouring gradients that are summed over ranks together.
struct GradientBucket
{
    int afterLayer = 0; ///< the one whose gradients are the last of these to be written
    std::size_t begin = 0; ///< in the order of the ParameterTable
    std::size_t end = 0;

    bool operator==(const GradientBucket &) const = default;
};

/// All gradients in buckets of `least` numbers or more (but for the last), in the order in which
/// they are complete where the layers' gradients are written in the order of `layers`. Other layers
/// have none to be waited for.
std::vector<GradientBucket> gradientBuckets(const ParameterTable &table,
                                            std::span<const int> layers, std::size_t least);

} // namespace inceptoscope
