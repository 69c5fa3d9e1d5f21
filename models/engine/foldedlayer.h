#pragma once

#include "checkpoint/weights.h"

#include <vector>

namespace inceptoscope {

/// A convolution or linear layer with its BatchNorm folded into it.
struct FoldedLayer
{
    std::vector<float> weight; ///< [filters, in, kernel height, kernel width] or [filters, in]
    std::vector<float> bias; ///< [filters]
};

/// Finds the tensors of a layer and folds them.
class LayerFolder
{
public:
    LayerFolder(NetworkGraph graph, Weights weights);

    /// Everything it computes times `scale`. Computed in double precision, rounded once. Fails
    /// where the weights cannot be read any more, and where one of them, or of what is folded,
    /// is no number or larger than 1e15: what comes of that may be hidden by the next ReLU.
    Expected<FoldedLayer> fold(int layer, double scale) const;

private:
    NetworkGraph m_graph;
    Weights m_weights;
    std::vector<std::vector<std::size_t>> m_entries; ///< of each layer
};

} // namespace inceptoscope
