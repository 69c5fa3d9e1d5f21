#pragma once

#include "graph/networkgraph.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace inceptoscope {

/// An attribute of an operator: an integer or several.
struct OnnxAttribute
{
    std::string name;
    std::vector<std::int64_t> values;
    bool list = true; ///< false: one integer

    bool operator==(const OnnxAttribute &) const = default;
};

struct OnnxNode
{
    std::string operation; ///< "Conv", "Relu", …
    std::string name;
    std::vector<std::string> inputs;
    std::string output;
    std::vector<OnnxAttribute> attributes;

    bool operator==(const OnnxNode &) const = default;
};

/// Weights and bias of a convolution or linear layer with its BatchNorm folded into them.
struct OnnxWeights
{
    int layer; ///< index in the graph
    std::string weight; ///< their names in the file
    std::string bias;
    std::vector<std::int64_t>
        shape; ///< of the weight, as ParameterSpec::shape; the bias: [filters]

    bool operator==(const OnnxWeights &) const = default;
};

/// A value that nodes read or write. All are float32.
struct OnnxValue
{
    std::string name;
    std::vector<std::int64_t> shape; ///< for one picture: [C, H, W], behind the global pool [C]

    bool operator==(const OnnxValue &) const = default;
};

/// A network in the operators of ONNX's set `onnxOperatorSet`. A layer's output has the layer's id
/// for its name, and so has the node that does most of it; what is left to do has nodes of its own
/// ("stem.conv1.relu"). The input is called "input", the output of the classifier "logits" and that
/// of the softmax behind it "probabilities". There are no auxiliary heads and no dropout.
struct OnnxGraph
{
    OnnxValue input;
    std::vector<OnnxValue> outputs;
    std::vector<OnnxValue> values; ///< what the layers between put out
    std::vector<OnnxNode> nodes;
    std::vector<OnnxWeights> weights;
    std::vector<std::pair<std::string, float>> scales; ///< of residuals, by their names in the file
};

/// Every runtime of the last years has this one.
inline constexpr int onnxOperatorSet = 13;

/// Fails at a layer that ONNX has no operator for; the message is a reason alone.
Expected<OnnxGraph> onnxGraph(const NetworkGraph &graph);

} // namespace inceptoscope
