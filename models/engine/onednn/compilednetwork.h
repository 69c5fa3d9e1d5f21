#pragma once

#include "engine/onednn/bufferpool.h"
#include "engine/onednn/executionplan.h"
#include "engine/onednn/weightpacker.h"

#include <functional>
#include <span>
#include <unordered_map>

namespace inceptoscope {

/// What a network is compiled for, beside its graph.
struct CompileOptions
{
    CaptureSet capture;
    ChannelLayout layout{}; ///< of 16 or 8 lanes
    dnnl::memory::data_type type = dnnl::memory::data_type::f32;
    int threads = 1; ///< that will run it; primitives divide their work for so many

    bool operator==(const CompileOptions &) const = default;
};

/// A network as a list of oneDNN primitives with their memory, for one picture: compiled once, run
/// many times, by one thread at a time.
///
/// One picture, because only then some groups of channels, where they lie in groups, are a piece of
/// memory like any other, and oneDNN's fast implementations take no other kind.
class CompiledNetwork
{
public:
    /// Called after each command with the number of layers done and those it computed (none for
    /// what prepares the input); false ends the pass.
    using Visitor = std::function<bool(int done, const std::vector<int> &layers)>;

    /// Throws what the packer throws, and tl::bad_expected_access<Error> of "cancelled" where the
    /// visitor ends it.
    CompiledNetwork(const NetworkGraph &graph, CompileOptions options, const dnnl::engine &engine,
                    WeightPacker &packer, const Visitor &visit);
    // Its commands refer to it.
    CompiledNetwork(const CompiledNetwork &) = delete;
    CompiledNetwork &operator=(const CompiledNetwork &) = delete;

    const CompileOptions &options() const { return m_options; }
    const NetworkGraph &graph() const { return m_graph; }

    /// `input`: [3, height, width]. False where the visitor ended the pass.
    bool run(const float *input, BufferPool &pool, const Visitor &visit);

    /// Of the last pass.
    std::vector<float> logits() const;
    /// Of the last pass: the output of a captured layer. The values are brought into their plain
    /// order when somebody looks at them.
    Activation captured(int layer) const;
    /// Keeps nothing of the last pass.
    void letGo();

private:
    /// An argument whose memory is another one in each pass.
    struct Rebound
    {
        dnnl::memory memory;
        Place place; ///< buffer -1: the network's input
    };

    struct Command
    {
        std::function<void()> execute;
        int done = 0; ///< layers that are finished with it
        std::vector<int> layers{}; ///< that it computes
    };

    const Layer &layer(int index) const { return m_graph.layer(index); }
    std::size_t sizeOf(const PlannedBuffer &buffer) const;
    std::size_t offsetOf(const Place &place) const;
    const std::byte *address(const Place &place) const;
    dnnl::memory::data_type typeOf(int layer) const;
    ChannelMap channelsOf(int layer) const;
    WeightRecipe recipeFor(const PlanStep &step) const;
    dnnl::memory::desc describe(const GridShape &shape) const;
    dnnl::memory::desc describePart(const PlanStep &step) const;
    dnnl::memory::desc describeOutput(int layer) const;
    dnnl::memory memoryAt(const dnnl::memory::desc &desc, const Place &place);
    dnnl::memory output(int layer);
    dnnl::memory input(const dnnl::memory::desc &wanted);
    dnnl::primitive_attr attributes(const dnnl::post_ops &operations = {}) const;

    void compile(const PlanStep &step);
    void compileConvolution(const PlanStep &step);
    std::optional<WinogradTiling> tilingOf(const PlanStep &step) const;
    void compileInTiles(const PlanStep &step, const WinogradTiling &tiling);
    void compilePool(const PlanStep &step);
    void compileLinear(const PlanStep &step);
    void compileCopy(const PlanStep &step);
    void compileAdd(const PlanStep &step);
    void addCopy(const dnnl::memory &from, const dnnl::memory &to, const PlanStep &step);
    template<typename Primitive, typename Desc>
    void add(const Desc &desc, std::unordered_map<int, dnnl::memory> arguments,
             const PlanStep &step);
    void add(std::function<void()> execute, const PlanStep &step);
    dnnl::memory scratch(const dnnl::memory::desc &desc);

    NetworkGraph m_graph;
    CompileOptions m_options;
    dnnl::engine m_engine;
    dnnl::stream m_stream;
    WeightPacker &m_packer;
    ExecutionPlan m_plan;
    std::shared_ptr<std::byte> m_arena;
    std::shared_ptr<std::byte> m_scratch;
    std::size_t m_scratchBytes = 0;
    std::vector<dnnl::memory> m_scratchUsers; ///< one at a time
    std::vector<Command> m_commands;
    std::vector<Rebound> m_rebound;
    std::vector<std::shared_ptr<const PackedWeights>> m_weights;
    std::vector<std::shared_ptr<std::byte>> m_kept; ///< of the last pass, by buffer
};

} // namespace inceptoscope
