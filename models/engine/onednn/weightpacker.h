#pragma once

#include "engine/onednn/dnnlversion.h"
#include "engine/onednn/foldedlayer.h"

#include <memory>
#include <vector>

namespace inceptoscope {

/// Weights in the layout that one primitive wants, and its bias.
struct PackedWeights
{
    dnnl::memory weights;
    dnnl::memory bias;
};

/// Folds weights and brings them into the layouts that primitives want. What is in use somewhere
/// is shared, so a network that is compiled again with another scale in one block, or to look at
/// other layers, packs only what differs.
class WeightPacker
{
public:
    WeightPacker(dnnl::engine engine, LayerFolder folder);

    /// Of one layer, or of several that are one convolution, one's filters after the other's.
    std::shared_ptr<const PackedWeights> pack(const std::vector<int> &layers, double scale,
                                              const dnnl::memory::desc &wanted);

private:
    struct Cached
    {
        std::vector<int> layers;
        double scale;
        dnnl::memory::desc desc;
        std::weak_ptr<const PackedWeights> packed;
    };

    PackedWeights make(const std::vector<int> &layers, double scale,
                       const dnnl::memory::desc &wanted) const;

    dnnl::engine m_engine;
    LayerFolder m_folder;
    std::vector<Cached> m_cache;
};

} // namespace inceptoscope
