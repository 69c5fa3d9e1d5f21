#pragma once

#include "engine/foldedlayer.h"
#include "engine/onednn/dnnlversion.h"
#include "engine/onednn/executionplan.h"
#include "engine/onednn/winograd.h"

#include <memory>
#include <mutex>
#include <vector>

namespace inceptoscope {

/// Which layers are one convolution, and where their channels lie.
struct WeightRecipe
{
    std::vector<int> layers;
    std::vector<ChannelMap> outputs; ///< of each layer, one after the other
    ChannelMap input;
    double scale = 1.0;
    std::optional<WinogradTiling> tiling{}; ///< the filters are transformed for it

    bool operator==(const WeightRecipe &) const = default;
};

/// Weights in the layout that one primitive wants, and its bias.
struct PackedWeights
{
    dnnl::memory weights;
    dnnl::memory bias;
};

/// Folds weights and brings them into the layouts that primitives want. What is in use somewhere
/// is shared, so a network that is compiled again with another scale in one block, or to look at
/// other layers, packs only what differs. Many threads may ask at once.
class WeightPacker
{
public:
    WeightPacker(dnnl::engine engine, LayerFolder folder);

    /// Throws tl::bad_expected_access<Error> where the weights cannot be folded (LayerFolder), as
    /// oneDNN throws its own errors; the engine makes sentences of both.
    std::shared_ptr<const PackedWeights> pack(const WeightRecipe &recipe,
                                              const dnnl::memory::desc &wanted);

    /// What was packed for a compilation that was ended early is kept for the next one, until this
    /// is called.
    void forgetUnfinished();

private:
    struct Cached
    {
        WeightRecipe recipe;
        dnnl::memory::desc desc;
        std::weak_ptr<const PackedWeights> packed;
    };

    FoldedLayer gather(const WeightRecipe &recipe, std::size_t elements) const;
    PackedWeights make(const WeightRecipe &recipe, const dnnl::memory::desc &wanted) const;

    dnnl::engine m_engine;
    LayerFolder m_folder;
    std::mutex m_mutex; ///< of the cache
    std::vector<Cached> m_cache;
    std::vector<std::shared_ptr<const PackedWeights>> m_unfinished;
};

} // namespace inceptoscope
