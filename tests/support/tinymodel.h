#pragma once

#include "checkpoint/modelfile.h"
#include "support/randomweights.h"

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

/// Writes such a network; false where that fails.
inline bool saveTinyModel(const std::filesystem::path &path, const ModelDescription &description,
                          unsigned seed = 1)
{
    const auto graph = buildDescribed(description);
    return graph && saveModel(path, description, randomWeights(*graph, seed)).has_value();
}

} // namespace inceptoscope::test
