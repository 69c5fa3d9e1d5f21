#pragma once

#include "engine/onednn/dnnlversion.h"

#include <cstdint>

namespace inceptoscope {

/// A convolution and its two backward halves, in the layouts it was asked for; those of the weights
/// are left to oneDNN.
struct ConvolutionPrimitives
{
    dnnl::convolution_forward::primitive_desc forward;
    dnnl::convolution_backward_data::primitive_desc data;
    dnnl::convolution_backward_weights::primitive_desc weights;
};

/// What a convolution reads and writes. `bias` has no dimensions where there is none.
struct ConvolutionShapes
{
    MemoryDesc source;
    MemoryDesc weights; ///< as computed with
    MemoryDesc weightGradients; ///< float
    MemoryDesc bias;
    MemoryDesc target;
    MemoryDesc targetGradient; ///< of the computing type, where the target is float
};

struct PoolingPrimitives
{
    dnnl::pooling_forward::primitive_desc forward;
    dnnl::pooling_backward::primitive_desc backward;
};

/// The operations of oneDNN 2 and 3, as dnnlversion.h has them for inference. `relu`: one follows
/// the forward half.
ConvolutionPrimitives trainingConvolution(const dnnl::engine &engine,
                                          const ConvolutionShapes &shapes, const Windows &windows,
                                          bool relu);
/// What oneDNN takes in addition, for the one of them that needs most.
std::int64_t scratchBytes(const ConvolutionPrimitives &primitives);
PoolingPrimitives trainingPooling(const dnnl::engine &engine, dnnl::algorithm algorithm,
                                  const MemoryDesc &source, const MemoryDesc &target,
                                  const Windows &windows);

} // namespace inceptoscope
