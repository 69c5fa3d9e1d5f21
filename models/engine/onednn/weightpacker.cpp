#include "engine/onednn/weightpacker.h"

#include <algorithm>

namespace inceptoscope {

using dnnl::memory;

/// The same dimensions, densely in their own order.
static memory::desc plain(const memory::dims &dims)
{
    constexpr memory::format_tag tags[] = {memory::format_tag::a, memory::format_tag::ab,
                                           memory::format_tag::abc, memory::format_tag::abcd};
    return {dims, memory::data_type::f32, tags[dims.size() - 1]};
}

WeightPacker::WeightPacker(dnnl::engine engine, LayerFolder folder)
    : m_engine(std::move(engine))
    , m_folder(std::move(folder))
{
}

std::shared_ptr<const PackedWeights> WeightPacker::pack(const std::vector<int> &layers,
                                                        double scale, const memory::desc &wanted)
{
    std::erase_if(m_cache, [](const Cached &cached) { return cached.packed.expired(); });
    const auto found = std::ranges::find_if(m_cache, [&](const Cached &cached) {
        return cached.layers == layers && cached.scale == scale && cached.desc == wanted;
    });
    if (found != m_cache.end())
        return found->packed.lock();
    auto packed = std::make_shared<const PackedWeights>(make(layers, scale, wanted));
    m_cache.push_back({layers, scale, wanted, packed});
    return packed;
}

PackedWeights WeightPacker::make(const std::vector<int> &layers, double scale,
                                 const memory::desc &wanted) const
{
    FoldedLayer all;
    for (int layer : layers) {
        FoldedLayer one = m_folder.fold(layer, scale);
        if (all.weight.empty()) {
            all = std::move(one);
            continue;
        }
        all.weight.insert(all.weight.end(), one.weight.begin(), one.weight.end());
        all.bias.insert(all.bias.end(), one.bias.begin(), one.bias.end());
    }
    const memory::dims dims = dnnlDims(wanted);
    PackedWeights packed{memory(wanted, m_engine), memory(plain({dims[0]}), m_engine)};
    std::ranges::copy(all.bias, static_cast<float *>(packed.bias.get_data_handle()));

    memory given(plain(dims), m_engine, all.weight.data());
    dnnl::stream stream(m_engine);
    dnnl::reorder(given, packed.weights).execute(stream, given, packed.weights);
    stream.wait();
    return packed;
}

} // namespace inceptoscope
