#include "diagram/diagrammeasure.h"

#include "style/metrics.h"

#include <QFontMetricsF>
#include <QHash>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

using Form = DiagramNode::Form;
using namespace diagrammetrics;

/// Remembers widths: the same few words fill hundreds of boxes.
class Ruler
{
public:
    explicit Ruler(const QFont &font)
        : m_metrics(font)
    {
    }

    QSizeF operator()(const QString &text)
    {
        if (text.isEmpty())
            return {};
        auto known = m_widths.find(text);
        if (known == m_widths.end())
            known = m_widths.insert(text, std::ceil(m_metrics.horizontalAdvance(text)));
        return {*known, std::ceil(m_metrics.height())};
    }

private:
    QFontMetricsF m_metrics;
    QHash<QString, double> m_widths;
};

struct Rulers
{
    Ruler text;
    Ruler title;
    Ruler caption;
};

QSizeF stacked(const QSizeF &a, const QSizeF &b)
{
    return {std::max(a.width(), b.width()), a.height() + b.height()};
}

QSizeF padded(const QSizeF &size)
{
    return size + QSizeF(2 * padding, padding);
}

QSizeF containerSize(const DiagramNode &node, Rulers &rulers)
{
    QSizeF size = rulers.title(node.lines.front());
    size.rwidth() += chevron + padding;
    size = stacked(size, rulers.caption(secondLine(node)));
    const QSizeF glyph = glyphSize(node.glyph);
    return padded(stacked(size, glyph.isEmpty() ? QSizeF() : glyph + QSizeF(0, padding)));
}

/// A bar's text stands upright, so width and height change places; how high it becomes is up to
/// the rows beside it.
QSizeF barSize(const DiagramNode &node, Rulers &rulers)
{
    return padded(rulers.text(node.lines.front())).transposed();
}

QSizeF frameTitleSize(const DiagramNode &node, Rulers &rulers)
{
    const QSizeF title = rulers.title(node.lines.front());
    return {title.width() + rulers.caption(node.grid).width() + chevron + 5 * padding,
            title.height() + padding};
}

QSizeF boxSize(const DiagramNode &node, Rulers &rulers)
{
    switch (node.form) {
    case Form::Container:
        return containerSize(node, rulers);
    case Form::StageFrame:
    case Form::BlockFrame:
        return frameTitleSize(node, rulers);
    case Form::Bar:
        return barSize(node, rulers);
    case Form::Sum: {
        const double side = rulers.title(node.lines.front()).height() + padding / 2;
        return {side, side};
    }
    case Form::Scale:
    case Form::Activation:
        return rulers.caption(node.lines.front()) + QSizeF(padding, padding / 2);
    case Form::Input:
    case Form::Layer:
        break;
    }
    return padded(stacked(rulers.text(node.lines.front()), rulers.caption(secondLine(node))));
}

NodeSize sizeOf(const DiagramNode &node, Rulers &rulers)
{
    NodeSize size{boxSize(node, rulers), {}};
    if (node.isFrame())
        return size;
    size.caption = rulers.caption(node.grid);
    // So that neighbours' grids keep apart where their boxes do; a narrow bar is given room.
    if (node.form == Form::Layer || node.form == Form::Container || node.form == Form::Input)
        size.box.setWidth(std::max(size.box.width(), size.caption.width()));
    return size;
}

} // namespace

DiagramFonts DiagramFonts::from(const QFont &base)
{
    DiagramFonts fonts{base, base, captionFont(base)};
    fonts.title.setWeight(QFont::DemiBold);
    return fonts;
}

QString secondLine(const DiagramNode &node)
{
    QString line = node.lines.mid(1).join(QStringLiteral("  "));
    if (node.valid)
        line += line.isEmpty() ? QStringLiteral("V") : QStringLiteral("  V");
    return line;
}

QSizeF glyphSize(const std::vector<GlyphCell> &glyph)
{
    QSizeF size;
    for (const GlyphCell &cell : glyph)
        size = size.expandedTo(QSizeF(cell.x + 1.0, cell.y + 1.0));
    return glyph.empty() ? QSizeF() : size * glyphCell;
}

std::vector<NodeSize> measureDiagram(const DiagramSpec &spec, const DiagramFonts &fonts)
{
    Rulers rulers{Ruler(fonts.text), Ruler(fonts.title), Ruler(fonts.caption)};
    std::vector<NodeSize> sizes;
    sizes.reserve(spec.nodes.size());
    for (const DiagramNode &node : spec.nodes)
        sizes.push_back(sizeOf(node, rulers));
    return sizes;
}

} // namespace inceptoscope
