#include "engine/onednn/weightpacker.h"

#include <algorithm>
#include <span>

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

std::shared_ptr<const PackedWeights> WeightPacker::pack(const WeightRecipe &recipe,
                                                        const memory::desc &wanted)
{
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_cache, [](const Cached &cached) { return cached.packed.expired(); });
    const auto found = std::ranges::find_if(m_cache, [&](const Cached &cached) {
        return cached.recipe == recipe && cached.desc == wanted;
    });
    if (found != m_cache.end())
        return found->packed.lock();
    auto packed = std::make_shared<const PackedWeights>(make(recipe, wanted));
    m_cache.push_back({recipe, wanted, packed});
    return packed;
}

/// Brings a layer's weights to where its channels lie among `inputs` of each filter; what fills up
/// stays zero.
static void spread(const FoldedLayer &layer, const ChannelMap &outputs, const ChannelMap &inputs,
                   std::span<float> weights, std::span<float> bias)
{
    const auto width = static_cast<std::size_t>(inputs.width);
    const std::size_t kernel = layer.weight.size() / (outputs.at.size() * inputs.at.size());
    const float *from = layer.weight.data();
    for (std::size_t filter = 0; filter < outputs.at.size(); ++filter) {
        const auto row = static_cast<std::size_t>(outputs.at[filter]);
        bias[row] = layer.bias[filter];
        for (int input : inputs.at) {
            const std::size_t to = (row * width + static_cast<std::size_t>(input)) * kernel;
            std::copy_n(from, kernel, weights.begin() + static_cast<std::ptrdiff_t>(to));
            from += kernel;
        }
    }
}

PackedWeights WeightPacker::make(const WeightRecipe &recipe, const memory::desc &wanted) const
{
    const memory::dims dims = dnnlDims(wanted);
    memory given(plain(dims), m_engine);
    PackedWeights packed{memory(wanted, m_engine), memory(plain({dims[0]}), m_engine)};
    const auto rows = static_cast<std::size_t>(dims[0]);
    const std::size_t all = given.get_desc().get_size() / sizeof(float);
    const std::span weights(static_cast<float *>(given.get_data_handle()), all);
    const std::span bias(static_cast<float *>(packed.bias.get_data_handle()), rows);
    std::ranges::fill(weights, 0.0F);
    std::ranges::fill(bias, 0.0F);
    std::size_t row = 0;
    for (std::size_t i = 0; i < recipe.layers.size(); ++i) {
        const FoldedLayer folded = m_folder.fold(recipe.layers[i], recipe.scale).value();
        spread(folded, recipe.outputs[i], recipe.input, weights.subspan(row * (all / rows)),
               bias.subspan(row));
        row += static_cast<std::size_t>(recipe.outputs[i].width);
    }
    dnnl::stream stream(m_engine);
    dnnl::reorder(given, packed.weights).execute(stream, given, packed.weights);
    stream.wait();
    return packed;
}

} // namespace inceptoscope
