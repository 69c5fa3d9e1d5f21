#include "diagram/diagramlayout.h"

#include "diagram/edgerouting.h"

#include <algorithm>

// How it works
//
// Every box has a slot (itself and the grid under it) and ports: the heights at which data comes in
// on its left and goes out on its right. From the innermost outwards, what stands in a frame gets
// places relative to the frame, which make the frame's own size and ports:
//
// - Stages, and the blocks of a stage, are set like words: side by side with their ports on one
//   height, in as many lines as the width asks for. An auxiliary stage hangs below its line.
// - What is in a block stands in a table: branches are rows, their layers columns of one width, and
//   what joins the branches follows in the middle of the rows' height.
//
// Then places become absolute from the outermost inwards, and edges are routed from the finished
// boxes alone (edgerouting.h).

namespace inceptoscope {

namespace {

using Form = DiagramNode::Form;
using namespace diagrammetrics;
using namespace diagramroom;

/// A box, relative to the frame it stands in until `settle`.
struct Part
{
    QPointF place; ///< top left of the slot
    QSizeF slot;
    QRectF box; ///< within the slot
    double in = 0.0; ///< ports from the top of the slot
    double out = 0.0;
    double lineTop = 0.0; ///< of the line it stands in, with what hangs below it
    double lineRight = 0.0;
    double lane = 0.0; ///< from the top of the slot
};

using Items = std::vector<int>;

/// The content of a block's frame: rows of one height, columns as wide as their widest.
struct Table
{
    int rows = 1;
    std::vector<double> widths;
    double boxHeight = 0.0; ///< of a layer …
    double slotHeight = 0.0; ///< … with its grid
    bool shortcut = false; ///< a residual block's, which runs above the rows

    double pitch() const { return slotHeight + rowGap; }
    double height() const { return rows * pitch() - rowGap; }
    /// Height at which the middle of boxes that span these rows stands.
    double middle(int row, int span) const
    {
        return (row + (span - 1) / 2.0) * pitch() + boxHeight / 2;
    }
};

class Layouter
{
public:
    Layouter(const DiagramSpec &spec, const std::vector<NodeSize> &sizes, double wrapWidth);

    /// Gives every box its place and returns what they cover, margin included.
    QRectF run();
    PlacedNode placed(int node) const;
    PortedBox ported(int node) const;

private:
    Part &part(int node) { return m_parts[static_cast<std::size_t>(node)]; }
    const Part &part(int node) const { return m_parts[static_cast<std::size_t>(node)]; }
    const NodeSize &size(int node) const { return m_sizes[static_cast<std::size_t>(node)]; }
    std::size_t columnOf(int node) const
    {
        return static_cast<std::size_t>(m_spec.node(node).column);
    }
    Items &childrenOf(int node) { return m_children[static_cast<std::size_t>(node + 1)]; }

    void arrange(int node);
    void arrangeLeaf(int node);
    void arrangeStage(int node);
    void arrangeBlock(int node);
    Table tableOf(const Items &items) const;
    void placeInTable(int node, const Table &table, const QPointF &origin);
    void finishFrame(int node, const QSizeF &content, double head);
    std::vector<Items> linesOf(const Items &items, double width) const;
    QRectF setLine(const Items &items, const QPointF &origin);
    QRectF hang(const Items &items, const Items &line, QRectF area);
    QSizeF flow(const Items &items, const QPointF &origin, double width);
    void settle();

    const DiagramSpec &m_spec;
    const std::vector<NodeSize> &m_sizes;
    double m_wrapWidth;
    std::vector<Part> m_parts;
    std::vector<Items> m_children; ///< by parent + 1
};

Layouter::Layouter(const DiagramSpec &spec, const std::vector<NodeSize> &sizes, double wrapWidth)
    : m_spec(spec)
    , m_sizes(sizes)
    , m_wrapWidth(wrapWidth)
    , m_parts(sizes.size())
    , m_children(sizes.size() + 1)
{
    for (int i = 0; i < spec.count(); ++i)
        childrenOf(spec.node(i).parent).push_back(i);
}

QRectF Layouter::run()
{
    for (int node = m_spec.count() - 1; node >= 0; --node) // frames come before what is in them
        arrange(node);
    const QSizeF size = flow(childrenOf(-1), {frame, frame}, m_wrapWidth);
    settle();
    return {QPointF(), size + QSizeF(2 * frame, 2 * frame)};
}

void Layouter::arrange(int node)
{
    switch (m_spec.node(node).form) {
    case Form::StageFrame:
        arrangeStage(node);
        break;
    case Form::BlockFrame:
        arrangeBlock(node);
        break;
    default:
        arrangeLeaf(node);
    }
}

void Layouter::arrangeLeaf(int node)
{
    const auto &[box, caption] = size(node);
    Part &leaf = part(node);
    leaf.slot = {std::max(box.width(), caption.width()), box.height()};
    if (!caption.isEmpty())
        leaf.slot.rheight() += captionGap + caption.height();
    leaf.box = QRectF(QPointF((leaf.slot.width() - box.width()) / 2, 0), box);
    leaf.in = leaf.out = box.height() / 2;
}

void Layouter::arrangeStage(int node)
{
    const Items &blocks = childrenOf(node);
    const double head = size(node).box.height() + padding;
    const double width = m_wrapWidth > 0 ? std::max(1.0, m_wrapWidth - 2 * frame) : 0.0;
    finishFrame(node, flow(blocks, {frame, head}, width), head);
    const Part &first = part(blocks.front());
    const Part &last = part(blocks.back());
    part(node).in = first.place.y() + first.in;
    part(node).out = last.place.y() + last.out;
}

/// Rows and columns of a block, as wide and high as what stands in them.
Table Layouter::tableOf(const Items &items) const
{
    Table table;
    for (const int item : items) {
        const DiagramNode &node = m_spec.node(item);
        table.shortcut = table.shortcut || node.form == Form::Sum;
        table.rows = std::max(table.rows, node.row + node.rowSpan);
        const auto column = static_cast<std::size_t>(node.column);
        table.widths.resize(std::max(table.widths.size(), column + 1), 0.0);
        table.widths[column] = std::max(table.widths[column], part(item).slot.width());
        if (node.form == Form::Layer) {
            table.boxHeight = std::max(table.boxHeight, part(item).box.height());
            table.slotHeight = std::max(table.slotHeight, part(item).slot.height());
        }
    }
    return table;
}

void Layouter::arrangeBlock(int node)
{
    const Items &items = childrenOf(node);
    const Table table = tableOf(items);
    const double head = size(node).box.height() + padding + (table.shortcut ? lane : 0.0);
    std::vector<double> lefts{frame};
    for (const double width : table.widths)
        lefts.push_back(lefts.back() + width + gap);
    for (const int item : items)
        placeInTable(item, table, {lefts[columnOf(item)], head});
    finishFrame(node, {lefts.back() - gap - frame, table.height()}, head);
    part(node).in = part(node).out = head + table.middle(0, table.rows);
    part(node).lane = head - lane / 2;
}

void Layouter::placeInTable(int node, const Table &table, const QPointF &origin)
{
    const DiagramNode &description = m_spec.node(node);
    Part &item = part(node);
    item.slot.setWidth(table.widths[columnOf(node)]);
    if (description.form == Form::Layer)
        item.box = {0, 0, item.slot.width(), table.boxHeight};
    else if (description.form == Form::Bar)
        item.box.setHeight(table.height() - (table.slotHeight - table.boxHeight));
    item.box.moveLeft((item.slot.width() - item.box.width()) / 2);
    item.in = item.out = item.box.height() / 2;
    item.place = origin + QPointF(0, table.middle(description.row, description.rowSpan) - item.in);
}

void Layouter::finishFrame(int node, const QSizeF &content, double head)
{
    Part &frameItself = part(node);
    const double width = std::max(content.width() + 2 * frame, size(node).box.width());
    frameItself.slot = {width, head + content.height() + 2 * padding};
    frameItself.box = QRectF(QPointF(), frameItself.slot);
}

/// Breaks items into lines like words. Auxiliary stages count for nothing: they hang below.
std::vector<Items> Layouter::linesOf(const Items &items, double width) const
{
    std::vector<Items> lines(1);
    double used = 0.0;
    for (const int item : items) {
        if (m_spec.node(item).auxiliary)
            continue;
        const double wanted = part(item).slot.width() + gap;
        if (width > 0 && !lines.back().empty() && used + wanted - gap > width) {
            lines.emplace_back();
            used = 0.0;
        }
        lines.back().push_back(item);
        used += wanted;
    }
    return lines;
}

/// Places items side by side with their ports on one height; returns what they cover.
QRectF Layouter::setLine(const Items &items, const QPointF &origin)
{
    double above = 0.0;
    double below = 0.0;
    for (const int item : items) {
        above = std::max(above, part(item).in);
        below = std::max(below, part(item).slot.height() - part(item).in);
    }
    double x = origin.x();
    for (const int item : items) {
        part(item).place = {x, origin.y() + above - part(item).in};
        x += part(item).slot.width() + gap;
    }
    return {origin, QSizeF(x - gap - origin.x(), above + below)};
}

/// Hangs the auxiliary stages that branch off this line below it; returns what the line covers
/// with them.
QRectF Layouter::hang(const Items &items, const Items &line, QRectF area)
{
    for (std::size_t i = 1; i < items.size(); ++i) {
        if (!m_spec.node(items[i]).auxiliary || std::ranges::find(line, items[i - 1]) == line.end())
            continue;
        const Part &source = part(items[i - 1]);
        Part &aside = part(items[i]);
        aside.place = {source.place.x() + source.slot.width() + gap, area.bottom() + lineGap / 2};
        area |= QRectF(aside.place, aside.slot);
    }
    return area;
}

QSizeF Layouter::flow(const Items &items, const QPointF &origin, double width)
{
    QRectF all;
    double top = origin.y();
    for (const Items &line : linesOf(items, width)) {
        const QRectF area = hang(items, line, setLine(line, {origin.x(), top}));
        for (const int item : line) {
            part(item).lineTop = area.top();
            part(item).lineRight = area.right();
        }
        all |= area;
        top = area.bottom() + lineGap;
    }
    return all.size();
}

/// Makes places absolute; a frame comes before what stands in it.
void Layouter::settle()
{
    for (int node = 0; node < m_spec.count(); ++node) {
        const int parent = m_spec.node(node).parent;
        if (parent < 0)
            continue;
        part(node).place += part(parent).place;
        part(node).lineTop += part(parent).place.y();
        part(node).lineRight += part(parent).place.x();
    }
}

PlacedNode Layouter::placed(int node) const
{
    const Part &item = part(node);
    const QRectF box = item.box.translated(item.place);
    const QSizeF caption = size(node).caption;
    if (caption.isEmpty())
        return {box, {}};
    return {box,
            {QPointF(box.center().x() - caption.width() / 2, box.bottom() + captionGap), caption}};
}

PortedBox Layouter::ported(int node) const
{
    const Part &item = part(node);
    const double top = item.place.y();
    return {.box = item.box.translated(item.place),
            .in = top + item.in,
            .out = top + item.out,
            .lineTop = item.lineTop,
            .lineRight = item.lineRight,
            .lane = top + item.lane,
            .anyHeight = m_spec.node(node).form == Form::Bar};
}

} // namespace

DiagramLayout layoutDiagram(DiagramSpec spec, const std::vector<NodeSize> &sizes, double wrapWidth)
{
    DiagramLayout layout;
    Layouter layouter(spec, sizes, wrapWidth);
    layout.bounds = layouter.run();
    for (int node = 0; node < spec.count(); ++node)
        layout.nodes.push_back(layouter.placed(node));
    for (const DiagramEdge &edge : spec.edges)
        layout.lines.push_back(
            routeEdge(edge.kind, layouter.ported(edge.from), layouter.ported(edge.to)));
    layout.spec = std::move(spec);
    return layout;
}

double bestWrapWidth(const DiagramSpec &spec, const std::vector<NodeSize> &sizes,
                     const QSizeF &area)
{
    constexpr double narrower = 0.93; // from one candidate to the next
    constexpr int candidates = 40;
    constexpr double worthwhile = 1.05;
    const auto scaleAt = [&](double width) {
        const QSizeF size = Layouter(spec, sizes, width).run().size();
        return std::min({area.width() / size.width(), area.height() / size.height(), 1.0});
    };
    double best = 0.0;
    double scale = scaleAt(0.0);
    double width = Layouter(spec, sizes, 0.0).run().width();
    for (int i = 0; i < candidates && scale < 1.0; ++i) {
        width *= narrower;
        const double candidate = scaleAt(width);
        if (candidate > worthwhile * scale) {
            best = width;
            scale = candidate;
        }
    }
    return best;
}

QRectF DiagramLayout::branchBox(const DiagramBranch &branch) const
{
    constexpr double across = 6.0; // from its boxes; less than half of what is between branches
    constexpr double down = 4.0;
    QRectF all;
    for (const int node : branch.nodes) {
        const PlacedNode &placed = nodes[static_cast<std::size_t>(node)];
        all |= placed.box.united(placed.caption);
    }
    return all.adjusted(-across, -down, across, down);
}

QString DiagramLayout::idAt(const QPointF &place) const
{
    const int node = nodeAt(place);
    if (node < 0)
        return {};
    const auto found = std::ranges::find_if(spec.branches, [&](const DiagramBranch &branch) {
        return branch.block == node && branchBox(branch).contains(place);
    });
    return found == spec.branches.end() ? spec.node(node).id : found->id;
}

std::optional<QRectF> DiagramLayout::placeOf(const QString &id) const
{
    if (const int node = spec.find(id); node >= 0)
        return box(node);
    const DiagramBranch *branch = spec.findBranch(id);
    return branch ? std::optional(branchBox(*branch)) : std::nullopt;
}

int DiagramLayout::nodeAt(const QPointF &place) const
{
    for (int i = spec.count() - 1; i >= 0; --i) { // what stands in a frame comes after it
        if (box(i).contains(place))
            return i;
    }
    return -1;
}

} // namespace inceptoscope
