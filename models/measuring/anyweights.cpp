#include "measuring/anyweights.h"

#include <cmath>
#include <random>

namespace inceptoscope {

static StoredTensor valuesFor(const ParameterSpec &spec, std::mt19937 &random)
{
    float middle = 0.0F;
    float reach = 0.2F;
    if (spec.role == ParameterRole::Weight) {
        const auto outputs = static_cast<float>(spec.shape.front());
        reach = std::sqrt(6.0F * outputs / static_cast<float>(spec.elements())); // He's
    } else if (spec.role == ParameterRole::BatchNormScale
               || spec.role == ParameterRole::RunningVariance) {
        middle = 1.0F;
        reach = 0.5F;
    }
    std::uniform_real_distribution<float> value(middle - reach, middle + reach);
    std::vector<float> values(static_cast<std::size_t>(spec.elements()));
    for (float &each : values)
        each = value(random);
    return makeTensor(values, spec.shape);
}

Weights anyWeights(const NetworkGraph &graph, std::uint32_t seed)
{
    std::mt19937 random(seed);
    std::vector<Weights::Entry> entries;
    for (const ParameterSpec &spec : graph.parameterSpecs())
        entries.push_back({spec, valuesFor(spec, random)});
    return Weights(std::move(entries));
}

} // namespace inceptoscope
