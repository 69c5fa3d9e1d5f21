#pragma once

#include "graph/networkgraph.h"

namespace inceptoscope {

/// One step of a branch as the zoo writes it: a layer, or a fork into parallel branches whose
/// outputs take their places in the block's concatenation side by side.
struct Step
{
    Layer layer;
    std::vector<std::vector<Step>> fork;
};
using Steps = std::vector<Step>;

/// Convolution unit: convolution without bias, BatchNorm (epsilon 0.001), ReLU, padding Same.
Step conv(Extent kernel, int filters);
/// The same with padding Valid.
Step convValid(Extent kernel, int filters, int stride = 1);
/// 3×3 max pool, stride 2, Valid.
Step maxPool();
/// 3×3 average pool, stride 1, Same.
Step averagePool(bool countPadding);
/// Mean over the whole grid.
Step globalAveragePool();
/// Matrix product with bias. The width multiplier leaves it alone: it makes classes.
Step linear(int filters);
Step fork(std::vector<Steps> branches);

/// Builds a NetworkGraph stage by stage. Each added block reads the one before it. Filter counts
/// are those of the paper; the width multiplier is applied here: filters × width, to the nearest
/// multiple of 8, at least 8 (exact at width 1).
class GraphBuilder
{
public:
    GraphBuilder(std::string id, std::string title, double width = 1.0);

    GraphBuilder &stage(std::string id, std::string title);

    /// A block of one layer; its layer bears the block's id. `name` is appended to the stage's id,
    /// or the stage's id itself is used where it is empty.
    GraphBuilder &single(std::string_view name, Step step);
    /// Parallel branches and their concatenation.
    GraphBuilder &inception(std::string_view name, const std::vector<Steps> &branches);
    /// y = ReLU(x + scale · E(concat(branches(x)))), E a linear 1×1 expansion with bias (section
    /// 3.2 of the paper). `relu` false: no activation after the addition.
    GraphBuilder &residual(std::string_view name, const std::vector<Steps> &branches, double scale,
                           bool relu = true);
    /// A stage of `count` such blocks, named 0, 1, 2, …
    GraphBuilder &repeated(std::string id, std::string title, const std::vector<Steps> &branches,
                           int count);
    GraphBuilder &repeatedResidual(std::string id, std::string title,
                                   const std::vector<Steps> &branches, int count, double scale);
    /// average pool, dropout, linear, softmax: three stages.
    GraphBuilder &classifier(int classes, double keepProbability);
    /// The same one by one, for a network with something in between. No stage where everything is
    /// kept.
    GraphBuilder &averagePooling();
    GraphBuilder &dropout(double keepProbability);
    GraphBuilder &softmax(int classes);

    /// A stage beside the trunk, up to endAuxiliary(): what follows that reads what this one read.
    GraphBuilder &beginAuxiliary(std::string id, std::string title);
    GraphBuilder &endAuxiliary();

    /// Block::released of the current stage's blocks, in order.
    GraphBuilder &released(const std::vector<std::string> &names);
    /// Block::title of the current stage's blocks, in order; without it they are numbered.
    GraphBuilder &titled(const std::vector<std::string> &titles);

    /// Index of the layer the next block will read; -1 at the start.
    int trunk() const { return m_trunk; }

    Expected<NetworkGraph> build(Extent input);

    int scaled(int filters) const;

private:
    Block &newBlock(std::string_view name);
    int add(Layer layer, std::string id, std::vector<int> inputs);
    void addBranch(Block &block, const std::string &id, const Steps &steps, int input,
                   std::vector<int> &outputs, Branch &branch);
    int addBranches(Block &block, const std::vector<Steps> &branches);

    std::string m_id;
    std::string m_title;
    double m_width;
    int m_trunk = -1;
    int m_trunkBesideAuxiliary = -1;
    std::vector<Layer> m_layers;
    std::vector<Stage> m_stages;
    std::vector<int> m_channels; ///< of every layer so far; expansions need their input's
};

} // namespace inceptoscope
