#include "engine/onednn/weightpacker.h"

#include "engine/onednn/winogradkernels.h"

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
    m_unfinished.push_back(packed);
    return packed;
}

void WeightPacker::forgetUnfinished()
{
    const std::scoped_lock lock(m_mutex);
    m_unfinished.clear();
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

FoldedLayer WeightPacker::gather(const WeightRecipe &recipe, std::size_t elements) const
{
    std::size_t rows = 0;
    for (const ChannelMap &outputs : recipe.outputs)
        rows += static_cast<std::size_t>(outputs.width);
    FoldedLayer all{std::vector<float>(elements), std::vector<float>(rows)};
    std::size_t row = 0;
    for (std::size_t i = 0; i < recipe.layers.size(); ++i) {
        const FoldedLayer folded = m_folder.fold(recipe.layers[i], recipe.scale).value();
        spread(folded, recipe.outputs[i], recipe.input,
               std::span(all.weight).subspan(row * (elements / rows)),
               std::span(all.bias).subspan(row));
        row += static_cast<std::size_t>(recipe.outputs[i].width);
    }
    return all;
}

/// Of the filters before they are transformed.
static std::size_t elementsBefore(const WeightRecipe &recipe, const memory::dims &dims)
{
    std::int64_t elements = 1;
    for (std::int64_t each : dims)
        elements *= each;
    if (!recipe.tiling)
        return static_cast<std::size_t>(elements);
    const Extent taps = recipe.tiling->taps;
    return static_cast<std::size_t>(dims[1] * dims[2] * taps.height * taps.width);
}

PackedWeights WeightPacker::make(const WeightRecipe &recipe, const memory::desc &wanted) const
{
    const memory::dims dims = dnnlDims(wanted);
    FoldedLayer all = gather(recipe, elementsBefore(recipe, dims));
    if (recipe.tiling)
        all.weight = transformedFilters(all.weight, static_cast<int>(dims[2]),
                                        static_cast<int>(dims[1]), *recipe.tiling);
    const auto filters = static_cast<memory::dim>(all.bias.size());
    PackedWeights packed{memory(wanted, m_engine), memory(plain({filters}), m_engine)};
    std::ranges::copy(all.bias, static_cast<float *>(packed.bias.get_data_handle()));
    memory given(plain(dims), m_engine, all.weight.data());
    dnnl::stream stream(m_engine);
    dnnl::reorder(given, packed.weights).execute(stream, given, packed.weights);
    stream.wait();
    return packed;
}

} // namespace inceptoscope
