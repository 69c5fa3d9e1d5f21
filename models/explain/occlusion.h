#pragma once

#include "engine/engine.h"
#include "explain/saliencymap.h"

namespace inceptoscope {

/// What is covered at a time: a square of `side` pixels of the input, in the middle of a cell of
/// `stride` pixels. The cells cover the input; windows at its border are cut off there.
struct OcclusionWindow
{
    int side = 32;
    int stride = 16;

    bool operator==(const OcclusionWindow &) const = default;
};

/// An eighth of the input wide, every half of that.
OcclusionWindow usualWindow(const NetworkGraph &graph);

/// A cell for each window.
Extent occlusionGrid(const NetworkGraph &graph, const OcclusionWindow &window);

/// The input with one window covered by zeros, which the weights' preprocessing makes of the colour
/// photos have on average.
std::vector<float> covered(const NetworkGraph &graph, std::vector<float> input,
                           const OcclusionWindow &window, int row, int column);

/// Told on the computing thread: what is known so far, windows done, windows in all.
using OcclusionProgress = std::function<void(const SaliencyMap &soFar, int done, int total)>;

/// By how much a class's logit falls when a place is covered; negative where it rises. `input` has
/// [3, height, width] floats. Runs as many passes as there are cells, and one. Returns an error
/// "cancelled" when `stop` is requested.
Expected<SaliencyMap> occlusionSensitivity(Engine &engine, const std::vector<float> &input,
                                           const OcclusionWindow &window, int classIndex,
                                           std::stop_token stop = {},
                                           const OcclusionProgress &progress = {});

} // namespace inceptoscope
