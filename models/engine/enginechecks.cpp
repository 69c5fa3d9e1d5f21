#include "engine/enginechecks.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

Expected<void> checkWeights(const NetworkGraph &graph, const Weights &weights)
{
    const bool fits = !weights.empty()
        && std::ranges::equal(graph.parameterSpecs(), weights.entries(), {}, {},
                              &Weights::Entry::spec);
    if (!fits)
        return failure("the weights do not belong to " + graph.title());
    return {};
}

Expected<void> checkSharesWeights(const NetworkGraph &loaded, const NetworkGraph &other)
{
    if (other.parameterSpecs() != loaded.parameterSpecs())
        return failure(other.title() + " needs other weights than those loaded for "
                       + loaded.title());
    return {};
}

Expected<void> checkInputs(const NetworkGraph &graph, std::span<const std::vector<float>> inputs)
{
    const GridShape shape = graph.input();
    for (const std::vector<float> &input : inputs) {
        if (!std::cmp_equal(input.size(), shape.elements()))
            return failure(graph.title() + " was given " + std::to_string(input.size())
                           + " values for an input of " + formatShape(shape));
    }
    return {};
}

Expected<void> checkLogits(const NetworkGraph &graph, std::span<const float> logits)
{
    if (!std::ranges::all_of(logits, [](float logit) { return std::isfinite(logit); }))
        return failure(graph.title()
                       + " answers with values that are not numbers; its weights are damaged");
    return {};
}

} // namespace inceptoscope
