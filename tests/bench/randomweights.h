#pragma once

#include "checkpoint/weights.h"

#include <cmath>
#include <random>

namespace inceptoscope::test {

/// Weights of a size that keeps activations within a few orders of magnitude, for measuring alone.
inline Weights randomWeights(const NetworkGraph &graph)
{
    std::mt19937 generator(1);
    std::vector<Weights::Entry> entries;
    for (const ParameterSpec &spec : graph.parameterSpecs()) {
        auto values =
            std::make_shared<std::vector<float>>(static_cast<std::size_t>(spec.elements()), 1.0F);
        if (spec.role == ParameterRole::Weight) {
            const double inputs = static_cast<double>(spec.elements() / spec.shape.front());
            std::normal_distribution<float> normal(0.0F,
                                                   static_cast<float>(std::sqrt(2.0 / inputs)));
            for (float &value : *values)
                value = normal(generator);
        }
        entries.push_back({spec, std::move(values)});
    }
    return Weights(std::move(entries));
}

} // namespace inceptoscope::test
