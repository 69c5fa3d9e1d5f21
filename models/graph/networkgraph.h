#pragma once

#include "graph/error.h"
#include "graph/layer.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// A path through a block: its layers in order, a fork inside it (the 1×3 and 3×1 pair of
/// Inception-C) included. Ids: "<block id>.branch1".
struct Branch
{
    std::string id;
    std::vector<int> layers; ///< indices in the graph

    bool operator==(const Branch &) const = default;
};

/// One box of the paper's figures 3 to 8 and 10 to 19. `layers` holds every layer of the block in
/// execution order: those of its branches, then the concatenation, then for a residual block the
/// linear 1×1 expansion and the addition. A block of a single layer has no branches.
struct Block
{
    std::string id; ///< "inception_b.3"
    std::string title; ///< "Inception-B 4"
    std::string released; ///< its name in the network as released, "Mixed_6e"; empty: none
    std::vector<Branch> branches;
    std::vector<int> layers;
    int trunk = -1; ///< layer that feeds the block; -1: the network's input
    int output = -1; ///< layer whose output is the block's
    int expansion = -1; ///< residual blocks: the linear 1×1 expansion, else -1
    int residualAdd = -1; ///< residual blocks: the addition, else -1

    bool isResidual() const { return residualAdd >= 0; }
    bool operator==(const Block &) const = default;
};

/// One box of the paper's figures 9 and 15: the same block `blocks.size()` times over, or the
/// steps of the stem.
struct Stage
{
    std::string id; ///< "inception_b"
    std::string title; ///< "Inception-B"
    std::vector<Block> blocks;
    bool auxiliary = false; ///< a head for training beside the trunk; nothing after it reads it

    int output() const { return blocks.back().output; }
    bool operator==(const Stage &) const = default;
};

/// The description everything else is made from: an immutable value, cheap to copy (its contents
/// are shared). Shapes are inferred for the input size it was built with.
class NetworkGraph
{
public:
    /// Infers shapes and costs. Fails where a grid vanishes or shapes do not fit together: the
    /// message names the layer, and the smallest square input that works or, where larger ones do
    /// not fit either, the nearest.
    static Expected<NetworkGraph> create(std::string id, std::string title, Extent input,
                                         const std::vector<Layer> &layers,
                                         std::vector<Stage> stages);

    /// The same network at another input size.
    Expected<NetworkGraph> withInput(Extent input) const;
    /// The same network with another residual scale in one block ("" for every residual block).
    NetworkGraph withResidualScale(std::string_view blockId, double scale) const;

    const std::string &id() const;
    const std::string &title() const;
    GridShape input() const; ///< 3 channels
    const std::vector<Layer> &layers() const;
    const std::vector<Stage> &stages() const;
    const Layer &layer(int index) const { return layers()[static_cast<std::size_t>(index)]; }

    int classes() const; ///< outputs of the last linear layer
    int logits() const; ///< index of that layer
    std::int64_t parameters() const; ///< trainable, auxiliary head included
    std::int64_t multiplyAdds() const; ///< for one picture, auxiliary head not run
    Extent smallestInput() const; ///< smallest square input that works

    /// Every tensor the network needs, in execution order.
    std::vector<ParameterSpec> parameterSpecs() const;

    /// Index of the layer whose output stands for `id`: a layer's own, a block's or a stage's
    /// last, a branch's last. -1 if there is no such thing.
    int outputOf(std::string_view id) const;

    bool operator==(const NetworkGraph &other) const;

private:
    struct Data;
    explicit NetworkGraph(std::shared_ptr<const Data> data);
    std::shared_ptr<const Data> m_data;
};

/// "35×35×384"
std::string formatShape(const GridShape &shape);

} // namespace inceptoscope
