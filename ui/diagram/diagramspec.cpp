#include "diagram/diagramspec.h"

#include "diagram/diagramglyph.h"
#include "diagram/layerlines.h"
#include "graph/shapeinference.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace inceptoscope {

namespace {

using Form = DiagramNode::Form;
using Link = DiagramEdge::Kind;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// The only block of a stage may bear the stage's id; the two are then one box.
bool isOneBlock(const Stage &stage)
{
    return stage.blocks.size() == 1 && stage.blocks.front().id == stage.id;
}

/// One that is alone is as good as its block.
bool hasFrame(const Block &block, const Branch &branch)
{
    return block.branches.size() > 1 && !branch.layers.empty();
}

class SpecBuilder
{
public:
    SpecBuilder(const NetworkGraph &graph, const QSet<QString> &opened,
                const std::optional<UnfitShapes> &unfit)
        : m_graph(graph)
        , m_opened(opened)
        , m_unfit(unfit)
    {
    }

    DiagramSpec build();

private:
    int add(DiagramNode node);
    void link(int from, int to, Link kind, const QString &grid);
    int addStage(const Stage &stage);
    int addStageFrame(const Stage &stage);
    int addBlock(const Block &block, const std::string &title, int parent);
    int addBlockFrame(const Block &block, const std::string &title, int parent);
    int addLayer(int layer, int parent);
    void addBranches(const Block &block, int frame);
    void addBranch(const Branch &branch, int frame, bool isFramed);
    void addTail(const Block &block, int frame);
    void addAddition(const Block &block, int frame);
    void addPart(int layer, Form form, const QString &line, int frame);
    void linkInside(const Block &block, int frame);
    GridShape shapeOf(int layer) const;
    QString gridOf(int layer) const;
    void markEnd(DiagramNode &node, const std::vector<int> &layers) const;

    const NetworkGraph &m_graph;
    const QSet<QString> &m_opened;
    const std::optional<UnfitShapes> &m_unfit;
    DiagramSpec m_spec;
    // Of the block being added:
    std::map<int, int> m_entries; ///< layer → the box its inputs lead to
    std::map<int, int> m_exits; ///< layer → the box its output comes from
    int m_rows = 0;
    int m_columns = 0;
};

DiagramSpec SpecBuilder::build()
{
    DiagramNode input;
    input.form = Form::Input;
    input.lines = {QCoreApplication::translate("Diagram", "Input")};
    input.grid = gridOf(-1);
    int trunk = add(input);
    for (const Stage &stage : m_graph.stages()) {
        const QString grid = m_spec.node(trunk).grid;
        const int node = addStage(stage);
        m_spec.nodes[static_cast<std::size_t>(node)].auxiliary = stage.auxiliary;
        link(trunk, node, stage.auxiliary ? Link::Aside : Link::Along, grid);
        if (!stage.auxiliary)
            trunk = node;
    }
    return std::move(m_spec);
}

int SpecBuilder::add(DiagramNode node)
{
    m_spec.nodes.push_back(std::move(node));
    return m_spec.count() - 1;
}

void SpecBuilder::link(int from, int to, Link kind, const QString &grid)
{
    m_spec.edges.push_back({from, to, kind, grid});
}

GridShape SpecBuilder::shapeOf(int layer) const
{
    if (m_unfit)
        return layer < 0 ? m_unfit->input : m_unfit->out(layer);
    return layer < 0 ? m_graph.input() : m_graph.layer(layer).out;
}

QString SpecBuilder::gridOf(int layer) const
{
    return hasGrid(shapeOf(layer)) ? text(formatShape(shapeOf(layer)))
                                   : QCoreApplication::translate("Diagram", "no grid");
}

/// Says where it does, at a size that the network does not take.
void SpecBuilder::markEnd(DiagramNode &node, const std::vector<int> &layers) const
{
    node.ends = m_unfit
        && std::ranges::any_of(layers, [this](int layer) { return m_unfit->endsAt(layer); });
    if (node.ends)
        node.grid = QCoreApplication::translate("Diagram", "the grid vanishes");
}

int SpecBuilder::addStage(const Stage &stage)
{
    if (isOneBlock(stage))
        return addBlock(stage.blocks.front(), stage.title, -1);
    if (m_opened.contains(text(stage.id)))
        return addStageFrame(stage);
    DiagramNode node;
    node.id = text(stage.id);
    node.form = Form::Container;
    node.kind = m_graph.layer(stage.output()).kind;
    node.lines = {text(stage.title)};
    node.grid = gridOf(stage.output());
    node.repeats = repeatsOf(m_graph, stage);
    if (node.repeats > 1)
        node.lines += QStringLiteral("× %1").arg(node.repeats);
    else
        node.lines += QCoreApplication::translate("Diagram", "%1 steps").arg(stage.blocks.size());
    node.glyph = glyphOf(m_graph, stage);
    for (const Block &block : stage.blocks) {
        if (!node.ends)
            markEnd(node, block.layers);
    }
    return add(std::move(node));
}

int SpecBuilder::addStageFrame(const Stage &stage)
{
    DiagramNode frame;
    frame.id = text(stage.id);
    frame.form = Form::StageFrame;
    frame.kind = m_graph.layer(stage.output()).kind;
    frame.lines = {text(stage.title)};
    frame.grid = gridOf(stage.output());
    frame.repeats = repeatsOf(m_graph, stage);
    const int index = add(std::move(frame));
    int last = index;
    for (const Block &block : stage.blocks) {
        const int node = addBlock(block, block.title, index);
        link(last, node, last == index ? Link::Enter : Link::Along, gridOf(block.trunk));
        last = node;
    }
    link(last, index, Link::Leave, gridOf(stage.output()));
    return index;
}

int SpecBuilder::addBlock(const Block &block, const std::string &title, int parent)
{
    if (block.layers.size() == 1)
        return addLayer(block.layers.front(), parent);
    if (m_opened.contains(text(block.id)))
        return addBlockFrame(block, title, parent);
    DiagramNode node;
    node.id = text(block.id);
    node.form = Form::Container;
    node.kind = m_graph.layer(block.output).kind;
    node.lines = {text(title)};
    node.grid = gridOf(block.output);
    node.parent = parent;
    node.glyph = glyphOf(m_graph, block);
    markEnd(node, block.layers);
    return add(std::move(node));
}

int SpecBuilder::addBlockFrame(const Block &block, const std::string &title, int parent)
{
    DiagramNode frame;
    frame.id = text(block.id);
    frame.form = Form::BlockFrame;
    frame.kind = m_graph.layer(block.output).kind;
    frame.lines = {text(title)};
    frame.grid = gridOf(block.output);
    frame.parent = parent;
    const int index = add(std::move(frame));
    addBranches(block, index);
    addTail(block, index);
    linkInside(block, index);
    return index;
}

int SpecBuilder::addLayer(int layer, int parent)
{
    const Layer &description = m_graph.layer(layer);
    DiagramNode node;
    node.id = text(description.id);
    node.kind = description.kind;
    node.form = description.kind == LayerKind::Concatenation ? Form::Bar : Form::Layer;
    node.lines = layerLines(description);
    node.valid = isMarkedValid(description);
    node.grid = gridOf(layer);
    markEnd(node, {layer});
    node.parent = parent;
    const int index = add(std::move(node));
    m_entries[layer] = index;
    m_exits[layer] = index;
    return index;
}

void SpecBuilder::addBranches(const Block &block, int frame)
{
    m_entries.clear();
    m_exits.clear();
    m_rows = 0;
    m_columns = 0;
    for (const Branch &branch : block.branches)
        addBranch(branch, frame, hasFrame(block, branch));
}

/// Layers in one row; the arms of a fork, which ends its branch, in rows of their own.
void SpecBuilder::addBranch(const Branch &branch, int frame, bool isFramed)
{
    DiagramBranch framed{text(branch.id), frame, {}};
    const auto arms = static_cast<int>(forkArms(m_graph, branch));
    const int stem = static_cast<int>(branch.layers.size()) - (arms > 1 ? arms : 0);
    for (int i = 0; i < static_cast<int>(branch.layers.size()); ++i) {
        const int index = addLayer(branch.layers[static_cast<std::size_t>(i)], frame);
        DiagramNode &node = m_spec.nodes[static_cast<std::size_t>(index)];
        node.column = std::min(i, stem);
        node.row = m_rows + std::max(0, i - stem);
        node.rowSpan = i < stem ? arms : 1;
        m_columns = std::max(m_columns, node.column + 1);
        framed.nodes.push_back(index);
    }
    m_rows += arms;
    if (isFramed)
        m_spec.branches.push_back(std::move(framed));
}

/// What follows the branches: concatenation, expansion, addition.
void SpecBuilder::addTail(const Block &block, int frame)
{
    for (const int layer : block.layers) {
        if (m_entries.contains(layer))
            continue;
        if (layer == block.residualAdd) {
            addAddition(block, frame);
            continue;
        }
        DiagramNode &node = m_spec.nodes[static_cast<std::size_t>(addLayer(layer, frame))];
        node.rowSpan = std::max(1, m_rows);
        node.column = m_columns++;
    }
}

void SpecBuilder::addAddition(const Block &block, int frame)
{
    const int layer = block.residualAdd;
    const Layer &addition = m_graph.layer(layer);
    const int first = m_spec.count();
    if (addition.residualScale != 1.0)
        addPart(layer, Form::Scale, QStringLiteral("× %1").arg(addition.residualScale), frame);
    addPart(layer, Form::Sum, QStringLiteral("+"), frame);
    if (addition.relu)
        addPart(layer, Form::Activation, QStringLiteral("ReLU"), frame);
    const int last = m_spec.count() - 1;
    for (int part = first; part < last; ++part)
        link(part, part + 1, Link::Along, gridOf(layer));
    m_spec.nodes.back().grid = gridOf(layer);
    m_entries[layer] = first;
    m_exits[layer] = last;
}

void SpecBuilder::addPart(int layer, Form form, const QString &line, int frame)
{
    DiagramNode node;
    node.id = text(m_graph.layer(layer).id);
    node.form = form;
    node.kind = LayerKind::ResidualAdd;
    node.lines = {line};
    node.parent = frame;
    node.rowSpan = std::max(1, m_rows);
    node.column = m_columns++;
    add(std::move(node));
}

void SpecBuilder::linkInside(const Block &block, int frame)
{
    for (const int layer : block.layers) {
        const std::vector<int> &inputs = m_graph.layer(layer).inputs;
        if (inputs.empty())
            link(frame, m_entries.at(layer), Link::Enter, gridOf(-1));
        for (const int input : inputs) {
            const auto source = m_exits.find(input);
            if (source != m_exits.end())
                link(source->second, m_entries.at(layer), Link::Along, gridOf(input));
            else if (layer == block.residualAdd)
                link(frame, m_spec.find(text(m_graph.layer(layer).id)), Link::Shortcut,
                     gridOf(input));
            else
                link(frame, m_entries.at(layer), Link::Enter, gridOf(input));
        }
    }
    link(m_exits.at(block.output), frame, Link::Leave, gridOf(block.output));
}

} // namespace

int DiagramSpec::find(const QString &id) const
{
    if (id.isEmpty())
        return -1;
    for (int i = 0; i < count(); ++i) {
        if (node(i).id == id && node(i).form != Form::Scale)
            return i;
    }
    return -1;
}

const DiagramBranch *DiagramSpec::findBranch(const QString &id) const
{
    const auto found = std::ranges::find(branches, id, &DiagramBranch::id);
    return found == branches.end() ? nullptr : &*found;
}

DiagramSpec diagramSpec(const NetworkGraph &graph, const QSet<QString> &opened,
                        const std::optional<UnfitShapes> &unfit)
{
    return SpecBuilder(graph, opened, unfit).build();
}

QSet<QString> openedAt(const NetworkGraph &graph, DiagramLevel level)
{
    QSet<QString> ids;
    if (level == DiagramLevel::Stage)
        return ids;
    for (const Stage &stage : graph.stages()) {
        if (!isOneBlock(stage))
            ids.insert(text(stage.id));
        for (const Block &block : stage.blocks) {
            if (level == DiagramLevel::Layer && block.layers.size() > 1)
                ids.insert(text(block.id));
        }
    }
    return ids;
}

QStringList containersOf(const NetworkGraph &graph, const QString &id)
{
    const auto isIt = [&](int layer) { return text(graph.layer(layer).id) == id; };
    for (const Stage &stage : graph.stages()) {
        if (text(stage.id) == id)
            return {};
        const QStringList outer = isOneBlock(stage) ? QStringList() : QStringList(text(stage.id));
        for (const Block &block : stage.blocks) {
            if (text(block.id) == id)
                return outer;
            const auto isBranch = [&](const Branch &branch) {
                return hasFrame(block, branch) && text(branch.id) == id;
            };
            if (std::ranges::any_of(block.layers, isIt)
                || std::ranges::any_of(block.branches, isBranch))
                return outer + QStringList(text(block.id));
        }
    }
    return {};
}

QString drawnId(const NetworkGraph &graph, const QString &id)
{
    const std::string utf8 = id.toStdString();
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            for (const Branch &branch : block.branches) {
                if (branch.id == utf8)
                    return hasFrame(block, branch) ? id
                                                   : text(graph.layer(branch.layers.back()).id);
            }
        }
    }
    return graph.outputOf(utf8) < 0 ? QString() : id;
}

} // namespace inceptoscope
