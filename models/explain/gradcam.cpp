#include "explain/gradcam.h"

#include "engine/torchruntime.h"

#include <algorithm>
#include <numeric>

namespace inceptoscope {

Expected<std::unique_ptr<GradientEngine>>
makeGradientEngine(const NetworkGraph &graph, const Weights &weights, const EngineOptions &options)
{
    const auto runtime = torchRuntime();
    if (!runtime)
        return tl::unexpected(runtime.error());
    return (*runtime)->makeGradientEngine(graph, weights, options);
}

SaliencyMap gradCam(const NetworkGraph &graph, int layer, int classIndex,
                    const ClassGradient &gradient)
{
    SaliencyMap map = emptyMap(graph, layer, classIndex, SaliencyMethod::GradCam);
    std::vector<double> sums(map.values.size());
    for (int channel = 0; channel < gradient.gradient.shape.channels; ++channel) {
        const auto slopes = gradient.gradient.channel(channel);
        const double weight =
            std::accumulate(slopes.begin(), slopes.end(), 0.0) / static_cast<double>(slopes.size());
        const auto cells = gradient.activation.channel(channel);
        for (std::size_t cell = 0; cell < sums.size(); ++cell)
            sums[cell] += weight * double{cells[cell]};
    }
    std::ranges::transform(sums, map.values.begin(),
                           [](double sum) { return static_cast<float>(std::max(sum, 0.0)); });
    return map;
}

} // namespace inceptoscope
