#include "support/onnxevaluation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace inceptoscope::test {

namespace {

using Tensor = OnnxFileTensor;
using Values = std::map<std::string, Tensor>;

std::size_t at(const std::vector<std::int64_t> &shape, std::size_t axis)
{
    return static_cast<std::size_t>(shape.at(axis));
}

Tensor zeros(std::vector<std::int64_t> shape)
{
    std::size_t count = 1;
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
        count *= at(shape, axis);
    return {"", std::move(shape), std::vector<float>(count)};
}

/// How a kernel moves over a grid.
struct Window
{
    explicit Window(const OnnxFileNode &node, const Tensor &x)
        : kernel(node.attributes.at("kernel_shape"))
        , pads(node.attributes.at("pads"))
        , strides(node.attributes.at("strides"))
    {
        for (std::size_t axis = 0; axis < 2; ++axis)
            out.push_back((x.shape[axis + 2] + pads[axis] + pads[axis + 2] - kernel[axis])
                              / strides[axis]
                          + 1);
    }

    std::vector<std::int64_t> kernel;
    std::vector<std::int64_t> pads;
    std::vector<std::int64_t> strides;
    std::vector<std::int64_t> out{};
};

/// Calls visit(cell of the output, cell of the kernel, index in a channel of x) for everything that
/// lies on the grid.
template<typename Visit> void slide(const Window &window, const Tensor &x, const Visit &visit)
{
    const std::int64_t height = x.shape[2];
    const std::int64_t width = x.shape[3];
    for (std::int64_t cell = 0; cell < window.out[0] * window.out[1]; ++cell) {
        const std::int64_t top = cell / window.out[1] * window.strides[0] - window.pads[0];
        const std::int64_t left = cell % window.out[1] * window.strides[1] - window.pads[1];
        for (std::int64_t k = 0; k < window.kernel[0] * window.kernel[1]; ++k) {
            const std::int64_t row = top + k / window.kernel[1];
            const std::int64_t column = left + k % window.kernel[1];
            if (row >= 0 && row < height && column >= 0 && column < width)
                visit(static_cast<std::size_t>(cell), static_cast<std::size_t>(k),
                      static_cast<std::size_t>(row * width + column));
        }
    }
}

Tensor convolved(const OnnxFileNode &node, const Tensor &x, const Tensor &weight,
                 const Tensor &bias)
{
    const Window window(node, x);
    Tensor y = zeros({1, weight.shape[0], window.out[0], window.out[1]});
    const std::size_t cells = at(y.shape, 2) * at(y.shape, 3);
    const std::size_t kernel = at(weight.shape, 2) * at(weight.shape, 3);
    const std::size_t inputs = at(weight.shape, 1);
    const std::size_t plane = at(x.shape, 2) * at(x.shape, 3);
    for (std::size_t filter = 0; filter < at(y.shape, 1); ++filter) {
        std::vector<double> sums(cells, bias.values[filter]);
        for (std::size_t input = 0; input < inputs; ++input) {
            const float *w = &weight.values[(filter * inputs + input) * kernel];
            const float *from = &x.values[input * plane];
            slide(window, x, [&](std::size_t cell, std::size_t k, std::size_t place) {
                sums[cell] += static_cast<double>(w[k]) * from[place];
            });
        }
        std::ranges::transform(sums, y.values.begin() + static_cast<std::ptrdiff_t>(filter * cells),
                               [](double sum) { return static_cast<float>(sum); });
    }
    return y;
}

Tensor pooled(const OnnxFileNode &node, const Tensor &x)
{
    const bool max = node.operation == "MaxPool";
    const Window window(node, x);
    Tensor y = zeros({1, x.shape[1], window.out[0], window.out[1]});
    const std::size_t cells = at(y.shape, 2) * at(y.shape, 3);
    const std::size_t plane = at(x.shape, 2) * at(x.shape, 3);
    const auto whole = static_cast<double>(window.kernel[0] * window.kernel[1]);
    for (std::size_t channel = 0; channel < at(y.shape, 1); ++channel) {
        std::vector<double> sums(cells);
        std::vector<double> largest(cells, -std::numeric_limits<double>::infinity());
        std::vector<double> counts(cells);
        slide(window, x, [&](std::size_t cell, std::size_t, std::size_t place) {
            const double value = x.values[channel * plane + place];
            sums[cell] += value;
            largest[cell] = std::max(largest[cell], value);
            counts[cell] += 1.0;
        });
        const bool all = !max && node.attributes.at("count_include_pad").at(0) == 1;
        for (std::size_t cell = 0; cell < cells; ++cell)
            y.values[channel * cells + cell] =
                static_cast<float>(max ? largest[cell] : sums[cell] / (all ? whole : counts[cell]));
    }
    return y;
}

Tensor averaged(const Tensor &x)
{
    Tensor y = zeros({1, x.shape[1], 1, 1});
    const std::size_t plane = at(x.shape, 2) * at(x.shape, 3);
    for (std::size_t channel = 0; channel < y.values.size(); ++channel) {
        double sum = 0.0;
        for (std::size_t i = 0; i < plane; ++i)
            sum += x.values[channel * plane + i];
        y.values[channel] = static_cast<float>(sum / static_cast<double>(plane));
    }
    return y;
}

/// Of one picture: what comes later lies behind what comes first.
Tensor concatenated(const std::vector<const Tensor *> &inputs)
{
    Tensor y{"", inputs.front()->shape, {}};
    y.shape[1] = 0;
    for (const Tensor *x : inputs) {
        y.shape[1] += x->shape[1];
        y.values.insert(y.values.end(), x->values.begin(), x->values.end());
    }
    return y;
}

Tensor multiplied(const OnnxFileNode &node, const Tensor &x, const Tensor &weight,
                  const Tensor &bias)
{
    if (node.attributes.at("transB").at(0) != 1 || x.shape[1] != weight.shape[1])
        throw std::runtime_error(node.name + ": the matrix lies the other way round");
    Tensor y = zeros({1, weight.shape[0]});
    for (std::size_t row = 0; row < y.values.size(); ++row) {
        double sum = bias.values[row];
        for (std::size_t i = 0; i < x.values.size(); ++i)
            sum += static_cast<double>(weight.values[row * x.values.size() + i]) * x.values[i];
        y.values[row] = static_cast<float>(sum);
    }
    return y;
}

Tensor softmax(Tensor x)
{
    const float largest = *std::ranges::max_element(x.values);
    double sum = 0.0;
    for (float &value : x.values) {
        value = std::exp(value - largest);
        sum += value;
    }
    for (float &value : x.values)
        value = static_cast<float>(value / sum);
    return x;
}

Tensor flattened(Tensor x)
{
    x.shape = {1, static_cast<std::int64_t>(x.values.size())};
    return x;
}

Tensor rectified(Tensor x)
{
    for (float &value : x.values)
        value = std::max(value, 0.0F);
    return x;
}

Tensor scaled(Tensor x, const Tensor &factor)
{
    for (float &value : x.values)
        value *= factor.values.at(0);
    return x;
}

Tensor added(Tensor x, const Tensor &y)
{
    if (x.shape != y.shape)
        throw std::runtime_error("a sum of different shapes");
    std::ranges::transform(x.values, y.values, x.values.begin(), std::plus<>());
    return x;
}

Tensor outputOf(const OnnxFileNode &node, const std::vector<const Tensor *> &inputs)
{
    const Tensor &x = *inputs.at(0);
    if (node.operation == "Conv")
        return convolved(node, x, *inputs.at(1), *inputs.at(2));
    if (node.operation == "MaxPool" || node.operation == "AveragePool")
        return pooled(node, x);
    if (node.operation == "GlobalAveragePool")
        return averaged(x);
    if (node.operation == "Concat")
        return concatenated(inputs);
    if (node.operation == "Gemm")
        return multiplied(node, x, *inputs.at(1), *inputs.at(2));
    if (node.operation == "Softmax")
        return softmax(x);
    if (node.operation == "Flatten")
        return flattened(x);
    if (node.operation == "Relu")
        return rectified(x);
    if (node.operation == "Mul")
        return scaled(x, *inputs.at(1));
    if (node.operation == "Add")
        return added(x, *inputs.at(1));
    throw std::runtime_error("unknown operator " + node.operation);
}

} // namespace

Values evaluated(const OnnxFile &file, const Tensor &input)
{
    Values values{{"input", input}};
    for (const Tensor &tensor : file.initializers)
        values.emplace(tensor.name, tensor);
    for (const OnnxFileNode &node : file.nodes) {
        std::vector<const Tensor *> inputs;
        inputs.reserve(node.inputs.size());
        for (const std::string &name : node.inputs)
            inputs.push_back(&values.at(name));
        if (!values.emplace(node.outputs.at(0), outputOf(node, inputs)).second)
            throw std::runtime_error(node.outputs[0] + " is put out twice");
    }
    return values;
}

} // namespace inceptoscope::test
