#pragma once

#include <dnnl.hpp>

#include <string_view>

namespace inceptoscope {

/// The windows of a convolution or pooling: kernel, strides and padding before and after, in rows
/// and columns.
struct Windows
{
    dnnl::memory::dims kernel;
    dnnl::memory::dims strides;
    dnnl::memory::dims before;
    dnnl::memory::dims after;
};

using MemoryDesc = dnnl::memory::desc;

/// Before oneDNN 3.3, threads that share a strided convolution on matrix units may write into each
/// other's buffer: another implementation is taken there.
template<typename Desc> void avoidRace(Desc &desc, int stride)
{
    const dnnl_version_t &version = *dnnl_version();
    const bool mended = version.major > 3 || (version.major == 3 && version.minor >= 3);
    const auto races = [&] {
        const std::string_view name = desc.impl_info_str();
        return name.starts_with("brgconv") && name.find("amx") != name.npos;
    };
    while (stride > 1 && !mended && races() && desc.next_impl()) { }
}

// oneDNN 3 makes primitive descriptors in one step and counts dilation in pooling; oneDNN 2 needs
// an operation descriptor first. Everything else this program uses is the same in both.

#if DNNL_VERSION_MAJOR >= 3

inline dnnl::convolution_forward::primitive_desc
convolutionDesc(const dnnl::engine &engine, const MemoryDesc &source, const MemoryDesc &weights,
                const MemoryDesc &bias, const MemoryDesc &target, const Windows &windows,
                const dnnl::primitive_attr &attributes)
{
    return {engine,
            dnnl::prop_kind::forward_inference,
            dnnl::algorithm::convolution_direct,
            source,
            weights,
            bias,
            target,
            windows.strides,
            windows.before,
            windows.after,
            attributes};
}

inline dnnl::pooling_forward::primitive_desc
poolingDesc(const dnnl::engine &engine, dnnl::algorithm algorithm, const MemoryDesc &source,
            const MemoryDesc &target, const Windows &windows,
            const dnnl::primitive_attr &attributes)
{
    return {engine,         dnnl::prop_kind::forward_inference,
            algorithm,      source,
            target,         windows.strides,
            windows.kernel, {0, 0},
            windows.before, windows.after,
            attributes};
}

inline dnnl::inner_product_forward::primitive_desc
linearDesc(const dnnl::engine &engine, const MemoryDesc &source, const MemoryDesc &weights,
           const MemoryDesc &bias, const MemoryDesc &target, const dnnl::primitive_attr &attributes)
{
    return {engine, dnnl::prop_kind::forward_inference, source, weights, bias, target, attributes};
}

inline dnnl::matmul::primitive_desc matmulDesc(const dnnl::engine &engine, const MemoryDesc &source,
                                               const MemoryDesc &weights, const MemoryDesc &target,
                                               const dnnl::primitive_attr &attributes)
{
    return {engine, source, weights, target, attributes};
}

inline dnnl::eltwise_forward::primitive_desc
reluDesc(const dnnl::engine &engine, const MemoryDesc &desc, const dnnl::primitive_attr &attributes)
{
    return {engine,
            dnnl::prop_kind::forward_inference,
            dnnl::algorithm::eltwise_relu,
            desc,
            desc,
            0.0F,
            0.0F,
            attributes};
}

inline dnnl::sum::primitive_desc sumDesc(const dnnl::engine &engine, const MemoryDesc &target,
                                         const std::vector<float> &scales,
                                         const std::vector<MemoryDesc> &sources,
                                         const dnnl::primitive_attr &attributes)
{
    return {engine, target, scales, sources, attributes};
}

inline void appendRelu(dnnl::post_ops &operations)
{
    operations.append_eltwise(dnnl::algorithm::eltwise_relu, 0.0F, 0.0F);
}

inline dnnl::memory::dims dnnlDims(const MemoryDesc &desc)
{
    return desc.get_dims();
}

#else

inline dnnl::convolution_forward::primitive_desc
convolutionDesc(const dnnl::engine &engine, const MemoryDesc &source, const MemoryDesc &weights,
                const MemoryDesc &bias, const MemoryDesc &target, const Windows &windows,
                const dnnl::primitive_attr &attributes)
{
    const dnnl::convolution_forward::desc operation(
        dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, source, weights,
        bias, target, windows.strides, windows.before, windows.after);
    return {operation, attributes, engine};
}

inline dnnl::pooling_forward::primitive_desc
poolingDesc(const dnnl::engine &engine, dnnl::algorithm algorithm, const MemoryDesc &source,
            const MemoryDesc &target, const Windows &windows,
            const dnnl::primitive_attr &attributes)
{
    const dnnl::pooling_forward::desc operation(dnnl::prop_kind::forward_inference, algorithm,
                                                source, target, windows.strides, windows.kernel,
                                                windows.before, windows.after);
    return {operation, attributes, engine};
}

inline dnnl::inner_product_forward::primitive_desc
linearDesc(const dnnl::engine &engine, const MemoryDesc &source, const MemoryDesc &weights,
           const MemoryDesc &bias, const MemoryDesc &target, const dnnl::primitive_attr &attributes)
{
    const dnnl::inner_product_forward::desc operation(dnnl::prop_kind::forward_inference, source,
                                                      weights, bias, target);
    return {operation, attributes, engine};
}

inline dnnl::matmul::primitive_desc matmulDesc(const dnnl::engine &engine, const MemoryDesc &source,
                                               const MemoryDesc &weights, const MemoryDesc &target,
                                               const dnnl::primitive_attr &attributes)
{
    return {dnnl::matmul::desc(source, weights, target), attributes, engine};
}

inline dnnl::eltwise_forward::primitive_desc
reluDesc(const dnnl::engine &engine, const MemoryDesc &desc, const dnnl::primitive_attr &attributes)
{
    const dnnl::eltwise_forward::desc operation(dnnl::prop_kind::forward_inference,
                                                dnnl::algorithm::eltwise_relu, desc, 0.0F, 0.0F);
    return {operation, attributes, engine};
}

inline dnnl::sum::primitive_desc sumDesc(const dnnl::engine &engine, const MemoryDesc &target,
                                         const std::vector<float> &scales,
                                         const std::vector<MemoryDesc> &sources,
                                         const dnnl::primitive_attr &attributes)
{
    return {target, scales, sources, engine, attributes};
}

inline void appendRelu(dnnl::post_ops &operations)
{
    operations.append_eltwise(1.0F, dnnl::algorithm::eltwise_relu, 0.0F, 0.0F);
}

inline dnnl::memory::dims dnnlDims(const MemoryDesc &desc)
{
    return desc.dims();
}

#endif

} // namespace inceptoscope
