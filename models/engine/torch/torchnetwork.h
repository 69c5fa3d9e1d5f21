#pragma once

#include "checkpoint/weights.h"
#include "graph/networkgraph.h"

#include <torch/torch.h>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

namespace inceptoscope {

/// The tensors of one layer; undefined where the layer has none.
struct LayerTensors
{
    at::Tensor weight;
    at::Tensor bias;
    at::Tensor scale; ///< of the BatchNorm
    at::Tensor shift;
    at::Tensor runningMean;
    at::Tensor runningVariance;

    at::Tensor &operator[](ParameterRole role);
};

/// Calls `visit(layer index, output)` after each layer, its activation included; false ends the
/// pass.
using LayerVisitor = std::function<bool(int layer, const at::Tensor &output)>;

/// One layer's tensors for each layer of the graph, in its order.
using NetworkTensors = std::vector<LayerTensors>;

/// For evaluation: the weights in the layout convolutions like best (channels last), every
/// BatchNorm folded into the convolution or linear layer before it, computed in double precision.
/// Works a layer at a time, so that little more than the result is in memory at once. Fails where
/// the file behind the weights can no longer be read, and with "cancelled" where `stop` is
/// requested, which is looked at between layers.
Expected<NetworkTensors> evaluationTensors(const NetworkGraph &graph, const Weights &weights,
                                           const std::stop_token &stop = {});

struct ForwardMode
{
    bool training = false; ///< batch statistics and dropout
    double batchNormMomentum = 0.1;
    std::uint64_t dropoutSeed = 0; ///< while training
    bool auxiliary = false; ///< run auxiliary stages too
};

/// Runs the graph on a batch [n, 3, height, width] and returns the logits [n, classes]; softmax
/// layers are run only where somebody visits them. Outputs are dropped as soon as nothing reads
/// them any more. Returns an undefined tensor where the visitor ended the pass.
at::Tensor forward(const NetworkGraph &graph, NetworkTensors &tensors, const at::Tensor &input,
                   const ForwardMode &mode, const LayerVisitor &visit = {});

} // namespace inceptoscope
