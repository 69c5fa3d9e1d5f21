#include "engine/onednn/executionplan.h"

#include "engine/onednn/arena.h"
#include "engine/onednn/channelmaps.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace inceptoscope {

namespace {

/// Auxiliary heads are run only where somebody looks at one; probabilities are made from the
/// logits.
std::vector<bool> layersToRun(const NetworkGraph &graph, const CaptureSet &capture)
{
    std::vector<bool> run(graph.layers().size(), true);
    for (const Stage &stage : graph.stages()) {
        const bool looked = std::ranges::any_of(stage.blocks, [&](const Block &block) {
            return std::ranges::find_first_of(block.layers, capture) != block.layers.end();
        });
        for (const Block &block : stage.blocks) {
            for (int index : block.layers)
                run[static_cast<std::size_t>(index)] =
                    (!stage.auxiliary || looked) && graph.layer(index).kind != LayerKind::Softmax;
        }
    }
    return run;
}

class Planner
{
public:
    Planner(const NetworkGraph &graph, const CaptureSet &capture, const ChannelLayout &layout)
        : m_graph(graph)
        , m_layout(layout)
        , m_captured(capture.begin(), capture.end())
        , m_run(layersToRun(graph, capture))
        , m_readers(graph.layers().size())
    {
        m_plan.places.resize(graph.layers().size());
        m_plan.channels = channelMaps(graph, layout.lanes);
        for (int i = 0; i < count(); ++i) {
            if (!runs(i))
                continue;
            for (int input : layer(i).inputs)
                m_readers[static_cast<std::size_t>(input)].push_back(i);
        }
    }

    ExecutionPlan plan()
    {
        for (int i = 0; i < count(); ++i) {
            if (runs(i) && layer(i).kind == LayerKind::Concatenation)
                placeConcatenation(i);
        }
        if (m_layout.hasSlices())
            mergeSiblings();
        for (int i = 0; i < count(); ++i) {
            if (runs(i))
                addLayer(i);
        }
        findLifetimes();
        m_plan.arena = assignOffsets(m_plan.buffers, m_layout.lanes);
        return std::move(m_plan);
    }

private:
    /// With the channels that fill up.
    GridShape shapeOf(int index) const
    {
        GridShape shape = layer(index).out;
        shape.channels = m_plan.channels[static_cast<std::size_t>(index)].width;
        return shape;
    }

    int count() const { return static_cast<int>(m_graph.layers().size()); }
    const Layer &layer(int index) const { return m_graph.layer(index); }
    bool runs(int index) const { return m_run[static_cast<std::size_t>(index)]; }
    Place &place(int index) { return m_plan.places[static_cast<std::size_t>(index)]; }
    bool isPlaced(int index) { return place(index).buffer >= 0; }
    PlannedBuffer &bufferOf(int index)
    {
        return m_plan.buffers[static_cast<std::size_t>(place(index).buffer)];
    }
    const std::vector<int> &readers(int index) const
    {
        return m_readers[static_cast<std::size_t>(index)];
    }

    int addBuffer(const GridShape &shape)
    {
        m_plan.buffers.push_back({.shape = shape});
        return static_cast<int>(m_plan.buffers.size()) - 1;
    }

    bool isCompute(int index) const
    {
        const LayerKind kind = layer(index).kind;
        return kind == LayerKind::Convolution || kind == LayerKind::MaxPool
            || kind == LayerKind::AveragePool;
    }

    void placeConcatenation(int index);
    void mergeSiblings();
    void merge(const std::vector<int> &siblings);
    void addLayer(int index);
    void addConvolution(int index);
    void addResidual(int index);
    void addCopies(int index);
    void addStep(PlanStep step, int index);
    int expansionToFuse(int index);
    bool mayOverwrite(int trunk, int residualAdd);
    void findLifetimes();
    void touch(int buffer, int step);

    const NetworkGraph &m_graph;
    ChannelLayout m_layout;
    std::set<int> m_captured;
    std::vector<bool> m_run;
    std::vector<std::vector<int>> m_readers; ///< of each layer's output, those that run
    std::map<int, std::vector<int>> m_siblings; ///< by the first of them
    std::set<int> m_merged; ///< siblings but the first
    ExecutionPlan m_plan;
};

/// Parts that cannot write into it by themselves are copied when it is its turn.
void Planner::placeConcatenation(int index)
{
    const int buffer = addBuffer(shapeOf(index));
    place(index) = {buffer, 0};
    int channel = 0;
    for (int part : layer(index).inputs) {
        if (m_layout.hasSlices() && isCompute(part) && !isPlaced(part))
            place(part) = {buffer, channel};
        channel += shapeOf(part).channels;
    }
}

void Planner::mergeSiblings()
{
    std::map<std::tuple<int, bool>, std::vector<int>> groups;
    for (int i = 0; i < count(); ++i) {
        const Layer &each = layer(i);
        const bool small = each.kernel == Extent{1, 1} && each.stride == 1;
        if (runs(i) && each.kind == LayerKind::Convolution && !each.inputs.empty() && small
            && !isPlaced(i) && expansionToFuse(i) < 0)
            groups[{each.inputs.front(), each.relu}].push_back(i);
    }
    for (const auto &[key, siblings] : groups) {
        if (siblings.size() > 1)
            merge(siblings);
    }
}

void Planner::merge(const std::vector<int> &siblings)
{
    GridShape shape = shapeOf(siblings.front());
    shape.channels = 0;
    for (int sibling : siblings)
        shape.channels += shapeOf(sibling).channels;
    const int buffer = addBuffer(shape);
    int channel = 0;
    for (int sibling : siblings) {
        place(sibling) = {buffer, channel};
        channel += shapeOf(sibling).channels;
    }
    m_siblings[siblings.front()] = siblings;
    m_merged.insert(siblings.begin() + 1, siblings.end());
}

/// The addition that computes this expansion along; -1: none.
int Planner::expansionToFuse(int index)
{
    const Layer &expansion = layer(index);
    if (expansion.kind != LayerKind::Convolution || expansion.relu || m_captured.contains(index)
        || readers(index).size() != 1)
        return -1;
    const int reader = readers(index).front();
    const Layer &addition = layer(reader);
    const bool fits = addition.kind == LayerKind::ResidualAdd && addition.inputs.back() == index;
    return fits ? reader : -1;
}

void Planner::addLayer(int index)
{
    switch (layer(index).kind) {
    case LayerKind::Convolution:
        addConvolution(index);
        break;
    case LayerKind::ResidualAdd:
        addResidual(index);
        break;
    case LayerKind::Concatenation:
        addCopies(index);
        break;
    case LayerKind::Dropout:
        place(index) = place(layer(index).inputs.front());
        if (m_captured.contains(index))
            bufferOf(index).kept = true;
        break;
    case LayerKind::MaxPool:
    case LayerKind::AveragePool:
    case LayerKind::GlobalAveragePool:
        addStep({.kind = PlanStep::Kind::Pool}, index);
        break;
    case LayerKind::Linear:
        addStep({.kind = PlanStep::Kind::Linear}, index);
        bufferOf(index).wide = true;
        break;
    case LayerKind::Softmax:
        break;
    }
}

void Planner::addStep(PlanStep step, int index)
{
    if (!isPlaced(index))
        place(index) = {addBuffer(shapeOf(index)), 0};
    if (step.layers.empty())
        step.layers = {index};
    if (step.kind != PlanStep::Kind::Add && !layer(index).inputs.empty() && step.input < 0)
        step.input = layer(index).inputs.front();
    step.target = place(index);
    if (step.shape.channels == 0)
        step.shape = shapeOf(index);
    const bool captured =
        std::ranges::any_of(step.layers, [&](int each) { return m_captured.contains(each); });
    if (captured || m_captured.contains(index))
        bufferOf(index).kept = true;
    m_plan.steps.push_back(std::move(step));
}

void Planner::addConvolution(int index)
{
    if (m_merged.contains(index) || expansionToFuse(index) >= 0)
        return;
    PlanStep step{.kind = PlanStep::Kind::Convolution, .relu = layer(index).relu};
    if (const auto found = m_siblings.find(index); found != m_siblings.end()) {
        step.layers = found->second;
        step.shape = m_plan.buffers[static_cast<std::size_t>(place(index).buffer)].shape;
    }
    addStep(std::move(step), index);
}

/// Nobody looks at the trunk's buffer, or reads it after the addition.
bool Planner::mayOverwrite(int trunk, int residualAdd)
{
    const Place where = place(trunk);
    const PlannedBuffer &buffer = bufferOf(trunk);
    if (buffer.kept || buffer.shape != shapeOf(trunk))
        return false;
    for (int i = 0; i < count(); ++i) {
        const bool liesThere = runs(i) && place(i).buffer == where.buffer;
        if (liesThere
            && std::ranges::any_of(readers(i), [&](int reader) { return reader > residualAdd; }))
            return false;
    }
    return true;
}

void Planner::addResidual(int index)
{
    const Layer &addition = layer(index);
    const int trunk = addition.inputs.front();
    const int residual = addition.inputs.back();
    if (expansionToFuse(residual) != index) {
        addStep({.kind = PlanStep::Kind::Add,
                 .input = trunk,
                 .addend = residual,
                 .scale = addition.residualScale,
                 .relu = addition.relu},
                index);
        return;
    }
    if (mayOverwrite(trunk, index))
        place(index) = place(trunk);
    addStep({.kind = PlanStep::Kind::Convolution,
             .layers = {residual},
             .input = layer(residual).inputs.front(),
             .addend = trunk,
             .scale = addition.residualScale,
             .relu = addition.relu},
            index);
}

void Planner::addCopies(int index)
{
    int channel = 0;
    for (int part : layer(index).inputs) {
        const Place wanted{place(index).buffer, channel};
        channel += shapeOf(part).channels;
        if (place(part) == wanted)
            continue;
        m_plan.steps.push_back({.kind = PlanStep::Kind::Copy,
                                .layers = {index},
                                .input = part,
                                .target = wanted,
                                .shape = shapeOf(part)});
    }
    if (m_captured.contains(index))
        bufferOf(index).kept = true;
}

void Planner::touch(int buffer, int step)
{
    PlannedBuffer &touched = m_plan.buffers[static_cast<std::size_t>(buffer)];
    if (touched.firstStep < 0)
        touched.firstStep = step;
    touched.lastStep = step;
}

void Planner::findLifetimes()
{
    for (int i = 0; i < static_cast<int>(m_plan.steps.size()); ++i) {
        const PlanStep &step = m_plan.steps[static_cast<std::size_t>(i)];
        for (int read : {step.input, step.addend}) {
            if (read >= 0)
                touch(place(read).buffer, i);
        }
        touch(step.target.buffer, i);
    }
    bufferOf(m_graph.logits()).lastStep = static_cast<int>(m_plan.steps.size());
    for (int captured : m_captured) {
        if (isPlaced(captured))
            bufferOf(captured).kept = true;
    }
}

} // namespace

ExecutionPlan planExecution(const NetworkGraph &graph, const CaptureSet &capture,
                            const ChannelLayout &layout)
{
    return Planner(graph, capture, layout).plan();
}

std::int64_t elementsOf(const PlannedBuffer &buffer, int lanes)
{
    GridShape padded = buffer.shape;
    padded.channels = (padded.channels + lanes - 1) / lanes * lanes;
    return padded.elements();
}

} // namespace inceptoscope
