#include "training/onednn/trainingprimitives.h"

#include <algorithm>

namespace inceptoscope {

using dnnl::algorithm;
using dnnl::prop_kind;

static dnnl::primitive_attr following(bool relu)
{
    dnnl::post_ops operations;
    if (relu)
        appendRelu(operations);
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(operations);
    return attributes;
}

std::int64_t scratchBytes(const ConvolutionPrimitives &primitives)
{
    const auto of = [](const dnnl::primitive_desc_base &desc) {
        return desc.query_s64(dnnl::query::memory_consumption_s64);
    };
    return std::max({of(primitives.forward), of(primitives.data), of(primitives.weights)});
}

#if DNNL_VERSION_MAJOR >= 3

ConvolutionPrimitives trainingConvolution(const dnnl::engine &engine,
                                          const ConvolutionShapes &shapes, const Windows &windows,
                                          bool relu)
{
    const auto direct = algorithm::convolution_direct;
    dnnl::convolution_forward::primitive_desc forward(
        engine, prop_kind::forward_training, direct, shapes.source, shapes.weights, shapes.bias,
        shapes.target, windows.strides, windows.before, windows.after, following(relu));
    avoidRace(forward, static_cast<int>(windows.strides.front()));
    const dnnl::convolution_forward::primitive_desc hint(
        engine, prop_kind::forward_training, direct, shapes.source, shapes.weights,
        shapes.targetGradient, windows.strides, windows.before, windows.after);
    return {forward,
            {engine, direct, shapes.source, shapes.weights, shapes.targetGradient, windows.strides,
             windows.before, windows.after, hint},
            {engine, direct, shapes.source, shapes.weightGradients, shapes.bias,
             shapes.targetGradient, windows.strides, windows.before, windows.after, hint}};
}

PoolingPrimitives trainingPooling(const dnnl::engine &engine, algorithm algorithm,
                                  const MemoryDesc &source, const MemoryDesc &target,
                                  const Windows &windows)
{
    const dnnl::pooling_forward::primitive_desc forward(
        engine, prop_kind::forward_training, algorithm, source, target, windows.strides,
        windows.kernel, {0, 0}, windows.before, windows.after);
    return {forward,
            {engine,
             algorithm,
             source,
             target,
             windows.strides,
             windows.kernel,
             {0, 0},
             windows.before,
             windows.after,
             forward}};
}

#else

ConvolutionPrimitives trainingConvolution(const dnnl::engine &engine,
                                          const ConvolutionShapes &shapes, const Windows &windows,
                                          bool relu)
{
    const auto direct = algorithm::convolution_direct;
    dnnl::convolution_forward::primitive_desc forward(
        {prop_kind::forward_training, direct, shapes.source, shapes.weights, shapes.bias,
         shapes.target, windows.strides, windows.before, windows.after},
        following(relu), engine);
    avoidRace(forward, static_cast<int>(windows.strides.front()));
    const dnnl::convolution_forward::primitive_desc hint(
        {prop_kind::forward_training, direct, shapes.source, shapes.weights, shapes.targetGradient,
         windows.strides, windows.before, windows.after},
        engine);
    return {forward,
            {{direct, shapes.source, shapes.weights, shapes.targetGradient, windows.strides,
              windows.before, windows.after},
             engine,
             hint},
            {{direct, shapes.source, shapes.weightGradients, shapes.bias, shapes.targetGradient,
              windows.strides, windows.before, windows.after},
             engine,
             hint}};
}

PoolingPrimitives trainingPooling(const dnnl::engine &engine, algorithm algorithm,
                                  const MemoryDesc &source, const MemoryDesc &target,
                                  const Windows &windows)
{
    const dnnl::pooling_forward::primitive_desc forward(
        {prop_kind::forward_training, algorithm, source, target, windows.strides, windows.kernel,
         windows.before, windows.after},
        engine);
    return {forward,
            {{algorithm, source, target, windows.strides, windows.kernel, windows.before,
              windows.after},
             engine,
             forward}};
}

#endif

} // namespace inceptoscope
