#include "engine/onednn/layerwindows.h"

#include <algorithm>

namespace inceptoscope {

static std::int64_t paddingAfter(int in, int out, int kernel, int stride, int before)
{
    return std::max<std::int64_t>(std::int64_t{out - 1} * stride + kernel - in - before, 0);
}

Windows windowsOf(const Layer &layer)
{
    if (layer.kind == LayerKind::GlobalAveragePool)
        return {{layer.in.height, layer.in.width}, {1, 1}, {0, 0}, {0, 0}};
    const Extent padding = layer.paddingCells();
    return {{layer.kernel.height, layer.kernel.width},
            {layer.stride, layer.stride},
            {padding.height, padding.width},
            {paddingAfter(layer.in.height, layer.out.height, layer.kernel.height, layer.stride,
                          padding.height),
             paddingAfter(layer.in.width, layer.out.width, layer.kernel.width, layer.stride,
                          padding.width)}};
}

dnnl::algorithm poolingOf(const Layer &layer)
{
    if (layer.kind == LayerKind::MaxPool)
        return dnnl::algorithm::pooling_max;
    return layer.countPadding ? dnnl::algorithm::pooling_avg_include_padding
                              : dnnl::algorithm::pooling_avg_exclude_padding;
}

} // namespace inceptoscope
