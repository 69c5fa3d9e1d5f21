#pragma once

#include "diagram/unfitshapes.h"

#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace inceptoscope {

/// A cell of the small picture a closed stage or block bears: one layer, by its place in the
/// block, in cells from the top left.
struct GlyphCell
{
    double x = 0.0;
    double y = 0.0;
    LayerKind kind = LayerKind::Convolution;

    bool operator==(const GlyphCell &) const = default;
};

/// One box of the diagram. It stands for an element of the graph and bears its id; only the three
/// parts of a residual addition (scale, sum, activation) share one.
struct DiagramNode
{
    enum class Form {
        Input, ///< the picture; has no id
        Container, ///< a stage or block, closed
        StageFrame, ///< a stage, opened: around its blocks in order
        BlockFrame, ///< a block, opened: around its branches in rows
        Layer,
        Bar, ///< a layer that joins all rows: the concatenation
        Scale, ///< factor of the residual
        Sum, ///< residual addition
        Activation, ///< after the addition
    };

    QString id;
    Form form = Form::Layer;
    LayerKind kind = LayerKind::Convolution; ///< of the layer, or of the one that makes the output
    QStringList lines; ///< "1×7 conv", "224"; of a frame its title
    bool valid = false; ///< V in the paper's figures: no padding
    QString grid; ///< of the output, "17×17×224"; empty inside an addition
    int repeats = 1; ///< stages: how often the same block follows itself
    bool auxiliary = false; ///< a stage beside the trunk
    bool ends = false; ///< the grid vanishes here, or somewhere inside what is closed
    int parent = -1; ///< index of the frame it stands in
    int row = 0; ///< in a block's frame: first of the rows it belongs to …
    int rowSpan = 1; ///< … and how many
    int column = 0; ///< in a block's frame: its place in the row
    std::vector<GlyphCell> glyph;

    bool isFrame() const { return form == Form::StageFrame || form == Form::BlockFrame; }
    bool opens() const { return isFrame() || form == Form::Container; }
    bool operator==(const DiagramNode &) const = default;
};

/// The way data takes from one box to the next, with the grid that goes there.
struct DiagramEdge
{
    enum class Kind {
        Along,
        Enter, ///< from a frame's left border to a box in it
        Leave, ///< from a box to the right border of its frame
        Shortcut, ///< from the left border of a residual block over its branches to the sum
        Aside, ///< to an auxiliary stage
    };

    int from = 0;
    int to = 0;
    Kind kind = Kind::Along;
    QString grid;

    bool operator==(const DiagramEdge &) const = default;
};

/// A light frame around the layers of one of a block's branches. It bears the branch's id.
struct DiagramBranch
{
    QString id;
    int block = 0; ///< index of the block's frame
    std::vector<int> nodes; ///< its boxes, in order

    bool operator==(const DiagramBranch &) const = default;
};

/// What the diagram shows, without sizes and places. A frame comes before what stands in it, and
/// boxes come in the order of execution.
struct DiagramSpec
{
    std::vector<DiagramNode> nodes;
    std::vector<DiagramEdge> edges;
    std::vector<DiagramBranch> branches; ///< of opened blocks that have several

    const DiagramNode &node(int index) const { return nodes[static_cast<std::size_t>(index)]; }
    int count() const { return static_cast<int>(nodes.size()); }
    /// Index of the box that stands for `id` (of an addition: the sum); -1 where it is not shown.
    int find(const QString &id) const;
    /// Null where no branch of that id is shown.
    const DiagramBranch *findBranch(const QString &id) const;
    bool operator==(const DiagramSpec &) const = default;
};

/// `opened`: ids of the stages and blocks to show from inside; unknown ones mean nothing. `unfit`:
/// grids in place of the graph's, where they end.
DiagramSpec diagramSpec(const NetworkGraph &graph, const QSet<QString> &opened,
                        const std::optional<UnfitShapes> &unfit = {});

enum class DiagramLevel { Stage, Block, Layer };

/// Ids of all that is open at that level of detail.
QSet<QString> openedAt(const NetworkGraph &graph, DiagramLevel level);
/// Ids of the stage and block that have to be open for `id` to be seen, outermost first.
QStringList containersOf(const NetworkGraph &graph, const QString &id);
/// The id of the stage, block, branch or layer that is drawn for `id`: that of the last layer for a
/// branch that has no frame, being alone in its block. Empty where there is nothing of that id.
QString drawnId(const NetworkGraph &graph, const QString &id);

} // namespace inceptoscope
