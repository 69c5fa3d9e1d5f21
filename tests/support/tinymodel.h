#pragma once

#include "checkpoint/modelfile.h"

#include <cmath>
#include <random>

namespace inceptoscope::test {

/// A narrow, short network of four classes at 75 × 75: a forward pass takes a few milliseconds.
inline ModelDescription tinyDescription(std::string network = "inception_v4")
{
    ModelDescription description;
    description.id = "tiny_" + network;
    description.title = "Tiny " + network;
    description.options.input = {75, 75};
    description.options.classes = 4;
    description.options.width = 0.125;
    description.options.repeats = {1, 1, 1};
    description.preprocessing.shorterSide = 86;
    description.preprocessing.inputSize = 75;
    description.labels = {"tench", "church", "golf ball", "parachute"};
    description.network = std::move(network);
    return description;
}

/// Weights that keep a signal alive from layer to layer; the same seed gives the same ones.
inline Weights randomWeights(const NetworkGraph &graph, unsigned seed = 1)
{
    std::mt19937 random(seed);
    std::vector<Weights::Entry> entries;
    for (const ParameterSpec &spec : graph.parameterSpecs()) {
        std::vector<float> values(static_cast<std::size_t>(spec.elements()));
        const auto filters = static_cast<double>(spec.shape.front());
        const double spread = std::sqrt(2.0 * filters / static_cast<double>(values.size()));
        for (float &value : values) {
            const double uniform = static_cast<double>(random()) / 0x1p31 - 1.0;
            const bool one = spec.role == ParameterRole::BatchNormScale
                || spec.role == ParameterRole::RunningVariance;
            value = one ? 1.0F : static_cast<float>(uniform * spread * 1.7);
            if (!one && spec.role != ParameterRole::Weight)
                value *= 0.05F;
        }
        entries.push_back({spec, makeTensor(values, spec.shape)});
    }
    return Weights(std::move(entries));
}

/// Writes such a network; false where that fails.
inline bool saveTinyModel(const std::filesystem::path &path, const ModelDescription &description,
                          unsigned seed = 1)
{
    const auto graph = buildDescribed(description);
    return graph && saveModel(path, description, randomWeights(*graph, seed)).has_value();
}

} // namespace inceptoscope::test
