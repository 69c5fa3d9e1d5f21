#pragma once

#include "measuring/anyweights.h"

#include <random>

namespace inceptoscope::test {

/// As `bench` takes them: activations stay within a few orders of magnitude through any network.
inline Weights randomWeights(const NetworkGraph &graph, std::uint32_t seed = 1)
{
    return anyWeights(graph, seed);
}

/// Values between -1 and 1 for a graph's input.
inline std::vector<float> randomInput(const NetworkGraph &graph, std::uint32_t seed = 1)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> value(-1.0F, 1.0F);
    std::vector<float> values(static_cast<std::size_t>(graph.input().elements()));
    for (float &each : values)
        each = value(random);
    return values;
}

} // namespace inceptoscope::test
