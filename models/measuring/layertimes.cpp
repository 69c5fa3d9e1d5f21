#include "measuring/layertimes.h"

#include "measuring/measurement.h"

namespace inceptoscope {

Expected<std::vector<double>> layerTimes(Engine &engine, const std::vector<float> &input,
                                         int passes, const std::stop_token &stop,
                                         const ForwardProgress &progress)
{
    std::vector<Measurement> layers(engine.graph().layers().size());
    for (int pass = 0; pass <= passes; ++pass) {
        const auto times = engine.timeLayers(input, stop);
        if (!times)
            return tl::unexpected(times.error());
        for (std::size_t layer = 0; pass > 0 && layer < layers.size(); ++layer)
            layers[layer].values.push_back((*times)[layer]);
        if (progress)
            progress(pass + 1, passes + 1);
    }
    std::vector<double> medians;
    medians.reserve(layers.size());
    for (const Measurement &layer : layers)
        medians.push_back(layer.median());
    return medians;
}

void addSharedTime(const NetworkGraph &graph, const std::vector<int> &layers, double time,
                   std::vector<double> &milliseconds)
{
    double all = 0.0;
    for (const int layer : layers)
        all += static_cast<double>(graph.layer(layer).multiplyAdds);
    for (const int layer : layers) {
        const double share = all > 0.0 ? static_cast<double>(graph.layer(layer).multiplyAdds) / all
                                       : 1.0 / static_cast<double>(layers.size());
        milliseconds[static_cast<std::size_t>(layer)] += share * time;
    }
}

} // namespace inceptoscope
