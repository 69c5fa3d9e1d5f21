#pragma once

#include "checkpoint/weights.h"

#include <cmath>
#include <cstdint>

namespace inceptoscope::test {

/// Values between -1 and 1, quickly: tests are not optimised.
class RandomValues
{
public:
    explicit RandomValues(std::uint32_t seed)
        : m_state(seed * 2654435769U + 1U)
    {
    }

    float next()
    {
        m_state ^= m_state << 13U;
        m_state ^= m_state >> 17U;
        m_state ^= m_state << 5U;
        return static_cast<float>(static_cast<std::int32_t>(m_state)) * 0x1p-31F;
    }

private:
    std::uint32_t m_state;
};

/// Weights that keep activations within a few orders of magnitude through any network.
inline Weights randomWeights(const NetworkGraph &graph, std::uint32_t seed = 1)
{
    RandomValues random(seed);
    std::vector<Weights::Entry> entries;
    for (const ParameterSpec &spec : graph.parameterSpecs()) {
        float middle = 0.0F;
        float reach = 0.2F;
        if (spec.role == ParameterRole::Weight) {
            const auto inputs = static_cast<float>(spec.elements() / spec.shape.front());
            reach = std::sqrt(6.0F / inputs);
        } else if (spec.role == ParameterRole::BatchNormScale
                   || spec.role == ParameterRole::RunningVariance) {
            middle = 1.0F;
            reach = 0.5F;
        }
        std::vector<float> values(static_cast<std::size_t>(spec.elements()));
        for (float &value : values)
            value = middle + reach * random.next();
        entries.push_back({spec, makeTensor(values, spec.shape)});
    }
    return Weights(std::move(entries));
}

/// Values between -1 and 1 for a graph's input.
inline std::vector<float> randomInput(const NetworkGraph &graph, std::uint32_t seed = 1)
{
    RandomValues random(seed);
    std::vector<float> values(static_cast<std::size_t>(graph.input().elements()));
    for (float &value : values)
        value = random.next();
    return values;
}

} // namespace inceptoscope::test
