#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// Height and width of a picture, a grid or a kernel, in cells. Kernels are height × width, so
/// 1×7 is one row of seven columns.
struct Extent
{
    int height = 0;
    int width = 0;

    bool operator==(const Extent &) const = default;
};

/// What a layer puts out for one picture: `channels` maps on a grid of height × width.
/// Written 35×35×384 for people (grid first, as in the paper), [384, 35, 35] for programs.
struct GridShape
{
    int channels = 0;
    int height = 0;
    int width = 0;

    std::int64_t elements() const { return std::int64_t{channels} * height * width; }
    Extent grid() const { return {height, width}; }
    bool operator==(const GridShape &) const = default;
};

enum class LayerKind {
    Convolution, ///< convolution, then bias, BatchNorm and ReLU where the layer has them
    MaxPool,
    AveragePool,
    GlobalAveragePool, ///< mean over the whole grid
    Concatenation, ///< over channels, in the order of `inputs`
    ResidualAdd, ///< inputs[0] + residualScale · inputs[1], then ReLU where the layer has one
    Dropout,
    Linear, ///< matrix product, then bias and BatchNorm where the layer has them
    Softmax,
};

/// The field's own word for a kind, as the command line prints it: "convolution", "max_pool", …
std::string_view kindName(LayerKind kind);

/// Same: padded by (k-1)/2 on every side. Valid: no padding (the V of the paper's figures).
enum class Padding { Same, Valid };

/// One layer of a network. Which fields mean something depends on `kind`; `in`, `out` and the
/// costs are filled in by shape inference. Layers refer to each other by index in the graph.
struct Layer
{
    std::string id; ///< stable dotted id, such as "inception_b.3.branch1.2"
    LayerKind kind = LayerKind::Convolution;
    std::vector<int> inputs; ///< indices of earlier layers; empty: the network's input

    Extent kernel{1, 1};
    int stride = 1;
    Padding padding = Padding::Same;
    bool roundUp = false; ///< pooling: output size rounded up (BN-Inception)
    bool countPadding = false; ///< average pooling: padding counts as zeros in the mean
    int filters = 0; ///< convolution and linear: channels of the output

    bool bias = false;
    std::optional<double> batchNormEpsilon; ///< set where a BatchNorm follows
    bool relu = false;
    double residualScale = 1.0; ///< residual addition: factor of the residual (section 3.3)
    double keepProbability = 1.0; ///< dropout

    GridShape in; ///< of inputs[0]
    GridShape out;
    std::int64_t parameters = 0; ///< trainable ones; running statistics do not count
    std::int64_t multiplyAdds = 0; ///< of convolutions and linear layers, for one picture

    /// Zero padding on each side, in rows and columns.
    Extent paddingCells() const;
    /// For people: "1×7 conv", "3×3/2 max pool", "concat", "+ 0.17 ·".
    std::string title() const;

    bool operator==(const Layer &) const = default;
};

/// What a stored tensor is to its layer.
enum class ParameterRole {
    Weight,
    Bias,
    BatchNormScale,
    BatchNormShift,
    RunningMean,
    RunningVariance
};

/// A tensor a layer needs. Shapes: convolution weights [filters, in, kernel height, kernel width],
/// linear weights [filters, in], everything else [filters].
struct ParameterSpec
{
    std::string
        name; ///< the project's own name: "<layer id>.weight", "<layer id>.bn.running_mean", …
    int layer = -1; ///< index in the graph
    ParameterRole role = ParameterRole::Weight;
    std::vector<std::int64_t> shape;

    std::int64_t elements() const;
    bool trainable() const
    {
        return role != ParameterRole::RunningMean && role != ParameterRole::RunningVariance;
    }
    bool operator==(const ParameterSpec &) const = default;
};

/// The tensors of one layer, in the order weight, bias, scale, shift, running mean, running
/// variance.
std::vector<ParameterSpec> parametersOf(const Layer &layer, int index);

} // namespace inceptoscope
