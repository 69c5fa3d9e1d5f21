#include "diagram/diagrampaint.h"

#include "common/messagebar.h"
#include "diagram/edgerouting.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

using Form = DiagramNode::Form;
using namespace diagrammetrics;

constexpr double radius = 4.0;
constexpr double arrowLength = 6.0;
constexpr double stackStep = 3.0;
/// Below these zooms things are too small to be told apart.
constexpr double textZoom = 0.38;
constexpr double detailZoom = 0.22;

QColor blend(const QColor &a, const QColor &b, float share)
{
    const auto mix = [share](float x, float y) { return x + (y - x) * share; };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()),
                            mix(a.blueF(), b.blueF()));
}

class DiagramPainter
{
public:
    DiagramPainter(QPainter &painter, const DiagramLayout &layout, const Theme &theme,
                   const DiagramFonts &fonts, const DiagramState &state)
        : m_painter(painter)
        , m_layout(layout)
        , m_theme(theme)
        , m_fonts(fonts)
        , m_state(state)
        , m_zoom(state.interactive ? std::abs(painter.worldTransform().m11()) : 1.0)
    {
    }

    void paint(const QRectF &exposed);

private:
    void paintEdge(std::size_t edge);
    void paintNode(int index);
    void paintFrame(int index);
    void paintBranch(const DiagramBranch &branch);
    void paintBox(int index);
    void paintStack(int index);
    void paintTexts(int index);
    void paintUpright(const QRectF &box, const QString &text, const QColor &colour);
    void paintGlyph(const DiagramNode &node, const QRectF &box);
    void paintChevron(int index);
    void paintRing(int index);
    void paintRing(const QRectF &box, double base);
    void paintDead(int index);
    void write(const QFont &font, const QColor &colour, const QRectF &area, const QString &text,
               int alignment = Qt::AlignHCenter | Qt::AlignVCenter);
    std::optional<QColor> tint(const DiagramNode &node) const;
    QColor quiet(const QColor &kind) const;
    QColor ink(const DiagramNode &node) const;
    QColor warning() const { return MessageBar::colour(MessageBar::Kind::Error, m_theme); }
    QColor fill(const DiagramNode &node) const;
    QColor stroke(const DiagramNode &node) const;
    double corner(const DiagramNode &node, const QRectF &box) const;
    bool isNeutral(const DiagramNode &node) const;

    QPainter &m_painter;
    const DiagramLayout &m_layout;
    const Theme &m_theme;
    const DiagramFonts &m_fonts;
    const DiagramState &m_state;
    double m_zoom;
};

/// Frames below, then edges, then boxes.
void DiagramPainter::paint(const QRectF &exposed)
{
    const QRectF reach = exposed.adjusted(-2 * padding, -4 * padding, 2 * padding, 2 * padding);
    std::vector<int> boxes;
    for (int i = 0; i < m_layout.spec.count(); ++i) {
        if (!m_layout.box(i).intersects(reach))
            continue;
        if (m_layout.spec.node(i).isFrame())
            paintFrame(i);
        else
            boxes.push_back(i);
    }
    for (const DiagramBranch &branch : m_layout.spec.branches) {
        if (m_zoom >= detailZoom && m_layout.branchBox(branch).intersects(reach))
            paintBranch(branch);
    }
    m_painter.setOpacity(m_state.edgeOpacity);
    for (std::size_t i = 0; i < m_layout.lines.size(); ++i) {
        // A level line has no height, and an empty rectangle intersects nothing.
        if (m_layout.lines[i].boundingRect().adjusted(-1, -1, 1, 1).intersects(reach))
            paintEdge(i);
    }
    m_painter.setOpacity(1.0);
    for (const int box : boxes)
        paintNode(box);
}

QPainterPath rounded(const QPolygonF &line)
{
    QPainterPath path(line.front());
    for (qsizetype i = 1; i + 1 < line.size(); ++i) {
        const QLineF before(line[i], line[i - 1]);
        const QLineF after(line[i], line[i + 1]);
        const double reach =
            std::min({diagramroom::corner, before.length() / 2, after.length() / 2});
        if (reach < 0.5) {
            path.lineTo(line[i]);
            continue;
        }
        path.lineTo(before.pointAt(reach / before.length()));
        path.quadTo(line[i], after.pointAt(reach / after.length()));
    }
    path.lineTo(line.back());
    return path;
}

QPolygonF arrowHead(const QPolygonF &line)
{
    const QLineF last(line.back(), line[line.size() - 2]);
    const double length = std::min(arrowLength, last.length());
    if (length <= 0.0)
        return {};
    const QPointF back = last.unitVector().p2() - last.p1();
    const QPointF side(-back.y(), back.x());
    const QPointF base = last.p1() + back * length;
    return {last.p1(), base + side * (length / 2), base - side * (length / 2)};
}

void DiagramPainter::paintEdge(std::size_t edge)
{
    const DiagramEdge::Kind kind = m_layout.spec.edges[edge].kind;
    const QPolygonF &line = m_layout.lines[edge];
    const bool shortcut = kind == DiagramEdge::Kind::Shortcut;
    const QColor colour =
        shortcut ? m_theme.stroke(LayerKind::ResidualAdd) : blend(m_theme.line, m_theme.text, 0.3F);
    QPen pen(colour, shortcut ? 1.8 : 1.2);
    if (kind == DiagramEdge::Kind::Aside)
        pen.setStyle(Qt::DashLine);
    m_painter.setPen(pen);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPath(rounded(line));
    if (m_zoom < detailZoom || kind == DiagramEdge::Kind::Leave)
        return;
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(colour);
    m_painter.drawPolygon(arrowHead(line));
}

bool DiagramPainter::isNeutral(const DiagramNode &node) const
{
    return node.opens() || node.form == Form::Input;
}

/// Of the overlay; nothing where there is none, or no value for the box.
std::optional<QColor> DiagramPainter::tint(const DiagramNode &node) const
{
    if (m_state.overlay.overlay == Overlay::None || !m_state.scale)
        return {};
    const auto value = overlayValueAt(node, m_state.overlay);
    return value ? std::optional(overlayColour(*m_state.scale, *value)) : std::nullopt;
}

/// A kind's colour, paler under an overlay, so that it is taken for none of that.
QColor DiagramPainter::quiet(const QColor &kind) const
{
    if (m_state.overlay.overlay == Overlay::None)
        return kind;
    return QColor::fromHslF(kind.hslHueF() < 0.0F ? 0.0F : kind.hslHueF(),
                            kind.hslSaturationF() * 0.5F, kind.lightnessF());
}

/// What is written on a box.
QColor DiagramPainter::ink(const DiagramNode &node) const
{
    const auto tinted = tint(node);
    return tinted ? textColourOn(*tinted) : m_theme.text;
}

/// From afar there is no text to be read on a box, and a stronger colour tells more.
QColor DiagramPainter::fill(const DiagramNode &node) const
{
    QColor colour = blend(m_theme.background, m_theme.text, 0.06F);
    if (const auto tinted = tint(node))
        return *tinted;
    if (!isNeutral(node)) {
        const double far = std::clamp(1.0 - m_zoom / textZoom, 0.0, 1.0);
        colour = quiet(blend(m_theme.fill(node.kind), m_theme.stroke(node.kind),
                             static_cast<float>(0.8 * far)));
    }
    if (!node.id.isEmpty() && node.id == m_state.hovered)
        colour = blend(colour, m_theme.accent, 0.16F);
    return colour;
}

QColor DiagramPainter::stroke(const DiagramNode &node) const
{
    return isNeutral(node) || tint(node) ? m_theme.line : quiet(m_theme.stroke(node.kind));
}

double DiagramPainter::corner(const DiagramNode &node, const QRectF &box) const
{
    const bool round = node.form == Form::Sum || node.form == Form::Scale
        || node.form == Form::Activation || node.form == Form::Input;
    return round ? std::min(box.width(), box.height()) / 2 : radius;
}

void DiagramPainter::paintFrame(int index)
{
    const DiagramNode &node = m_layout.spec.node(index);
    const QRectF &box = m_layout.box(index);
    const bool block = node.form == Form::BlockFrame;
    QColor back = blend(m_theme.background, m_theme.text, block ? 0.0F : 0.035F);
    if (!node.id.isEmpty() && node.id == m_state.hovered)
        back = blend(back, m_theme.accent, 0.06F);
    m_painter.setPen(QPen(m_theme.line, 1.0));
    m_painter.setBrush(back);
    m_painter.drawRoundedRect(box, 2 * radius, 2 * radius);
    if (node.id == m_state.current)
        paintRing(index);
    paintDead(index);
    if (m_zoom < textZoom)
        return;
    paintChevron(index);
    const double height = QFontMetricsF(m_fonts.title).height() + padding;
    const double mark = m_state.interactive ? chevron + padding : 0.0;
    const QRectF head =
        QRectF(box.topLeft(), QSizeF(box.width(), height)).adjusted(padding + mark, 0, -padding, 0);
    write(m_fonts.title, m_theme.text, head, node.lines.front(), Qt::AlignLeft | Qt::AlignVCenter);
    write(m_fonts.caption, m_theme.secondaryText, head, node.grid,
          Qt::AlignRight | Qt::AlignVCenter);
}

/// Lighter than what it stands in, so that it does not compete with the boxes.
void DiagramPainter::paintBranch(const DiagramBranch &branch)
{
    const QRectF box = m_layout.branchBox(branch);
    QColor back = blend(m_theme.background, m_theme.text, 0.03F);
    if (branch.id == m_state.hovered)
        back = blend(back, m_theme.accent, 0.10F);
    m_painter.setPen(QPen(blend(m_theme.background, m_theme.line, 0.6F), 1.0));
    m_painter.setBrush(back);
    m_painter.drawRoundedRect(box, radius, radius);
    if (branch.id == m_state.current)
        paintRing(box, radius);
}

void DiagramPainter::paintNode(int index)
{
    const DiagramNode &node = m_layout.spec.node(index);
    if (node.repeats > 1 && m_zoom >= detailZoom)
        paintStack(index);
    paintBox(index);
    if (node.id == m_state.current && !node.id.isEmpty())
        paintRing(index);
    if (m_zoom >= detailZoom)
        paintGlyph(node, m_layout.box(index));
    paintDead(index);
    if (m_zoom < textZoom)
        return;
    paintTexts(index);
    if (node.opens())
        paintChevron(index);
}

void DiagramPainter::paintBox(int index)
{
    const DiagramNode &node = m_layout.spec.node(index);
    const QRectF &box = m_layout.box(index);
    m_painter.setPen(node.ends ? QPen(warning(), 2.5) : QPen(stroke(node), 1.0));
    m_painter.setBrush(fill(node));
    m_painter.drawRoundedRect(box, corner(node, box), corner(node, box));
}

/// The same block several times over: more boxes peep out behind.
void DiagramPainter::paintStack(int index)
{
    m_painter.setPen(QPen(m_theme.line, 1.0));
    m_painter.setBrush(m_theme.background);
    for (const double step : {2 * stackStep, stackStep})
        m_painter.drawRoundedRect(m_layout.box(index).translated(step, -step), radius, radius);
}

void DiagramPainter::write(const QFont &font, const QColor &colour, const QRectF &area,
                           const QString &text, int alignment)
{
    m_painter.setFont(font);
    m_painter.setPen(colour);
    m_painter.drawText(area, alignment | Qt::TextSingleLine | Qt::TextDontClip, text);
}

void DiagramPainter::paintTexts(int index)
{
    const DiagramNode &node = m_layout.spec.node(index);
    const auto &[box, caption] = m_layout.nodes[static_cast<std::size_t>(index)];
    write(m_fonts.caption, node.ends ? warning() : m_theme.secondaryText, caption, node.grid);
    const QColor colour = ink(node);
    if (node.form == Form::Bar) {
        paintUpright(box, node.lines.front(), colour);
        return;
    }
    if (node.form == Form::Scale || node.form == Form::Activation) {
        write(m_fonts.caption, colour, box, node.lines.front());
        return;
    }
    const bool title = node.opens() || node.form == Form::Sum;
    const QFont &font = title ? m_fonts.title : m_fonts.text;
    const QString second = secondLine(node);
    const double first = QFontMetricsF(font).height();
    const double rest = second.isEmpty() ? 0.0 : QFontMetricsF(m_fonts.caption).height();
    const double glyph = node.glyph.empty() ? 0.0 : glyphSize(node.glyph).height() + padding;
    QRectF line(box.left(), box.center().y() - (first + rest + glyph) / 2, box.width(), first);
    QRectF titleArea = line;
    if (node.opens())
        titleArea.adjust(padding, 0, -padding - chevron, 0);
    write(font, colour, titleArea, node.lines.front(),
          node.opens() ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignCenter);
    line = {box.left() + padding, line.bottom(), box.width() - 2 * padding, rest};
    write(m_fonts.caption, colour, line, second,
          node.opens() ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignCenter);
}

void DiagramPainter::paintUpright(const QRectF &box, const QString &text, const QColor &colour)
{
    m_painter.save();
    m_painter.translate(box.center());
    m_painter.rotate(-90);
    const QSizeF size = box.size().transposed();
    write(m_fonts.text, colour, {QPointF(-size.width() / 2, -size.height() / 2), size}, text);
    m_painter.restore();
}

void DiagramPainter::paintGlyph(const DiagramNode &node, const QRectF &box)
{
    if (node.glyph.empty())
        return;
    const QSizeF size = glyphSize(node.glyph);
    const QPointF origin(box.left() + padding, box.bottom() - padding - size.height());
    const auto tinted = tint(node); // then colour means the overlay
    m_painter.setPen(Qt::NoPen);
    for (const GlyphCell &cell : node.glyph) {
        const QPointF place = origin + QPointF(cell.x, cell.y) * glyphCell;
        m_painter.setBrush(tinted ? blend(*tinted, textColourOn(*tinted), 0.6F)
                                  : blend(m_theme.stroke(cell.kind), m_theme.background, 0.1F));
        m_painter.drawRoundedRect(QRectF(place, QSizeF(glyphCell - glyphGap, glyphCell - glyphGap)),
                                  1.0, 1.0);
    }
}

/// Points to the right where it opens, down where it closes.
void DiagramPainter::paintChevron(int index)
{
    if (!m_state.interactive)
        return;
    const QPointF centre = chevronArea(m_layout, index).center();
    const double a = chevron / 4;
    QPolygonF mark{QPointF(-a / 1.5, -a * 1.2), QPointF(a / 1.5, 0), QPointF(-a / 1.5, a * 1.2)};
    const DiagramNode &node = m_layout.spec.node(index);
    if (node.isFrame())
        mark = QTransform().rotate(90).map(mark);
    const QColor colour = tint(node) ? ink(node) : m_theme.secondaryText;
    m_painter.setPen(QPen(colour, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPolyline(mark.translated(centre));
}

void DiagramPainter::paintRing(int index)
{
    const DiagramNode &node = m_layout.spec.node(index);
    const QRectF &box = m_layout.box(index);
    paintRing(box, node.isFrame() ? 2 * radius : corner(node, box));
}

void DiagramPainter::paintRing(const QRectF &box, double base)
{
    const double width = std::max(2.5, 2.0 / m_zoom);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(m_theme.accent, width));
    m_painter.drawRoundedRect(box, base, base);
    if (!m_state.focused)
        return;
    QPen dots(m_theme.accent, 1.0 / std::min(1.0, m_zoom), Qt::DotLine);
    m_painter.setPen(dots);
    const double out = width + 1.0;
    m_painter.drawRoundedRect(box.adjusted(-out, -out, out, out), base + out, base + out);
}

/// A dashed border with a flag on it, whatever the box is tinted in. An opened stage has its blocks
/// for that.
void DiagramPainter::paintDead(int index)
{
    const DiagramNode &node = m_layout.spec.node(index);
    const QString text = m_state.flags.value(node.id);
    if (text.isEmpty() || node.form == Form::Scale || node.form == Form::Activation
        || node.form == Form::StageFrame)
        return;
    const QRectF &box = m_layout.box(index);
    const QColor warning = MessageBar::colour(MessageBar::Kind::Warning, m_theme);
    const double out = 3.0;
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(warning, std::max(2.0, 2.0 / m_zoom), Qt::DashLine));
    m_painter.drawRoundedRect(box.adjusted(-out, -out, out, out), radius + out, radius + out);
    if (m_zoom < textZoom)
        return;
    const QFontMetricsF metrics(m_fonts.caption);
    QRectF flag(0, 0, metrics.horizontalAdvance(text) + 2 * padding, metrics.height());
    flag.moveBottomRight(box.topRight() + QPointF(0, 1));
    m_painter.setPen(QPen(warning, 1.0));
    m_painter.setBrush(m_theme.background);
    m_painter.drawRoundedRect(flag, radius, radius);
    write(m_fonts.caption, m_theme.text, flag, text);
}

} // namespace

void paintDiagram(QPainter &painter, const DiagramLayout &layout, const Theme &theme,
                  const DiagramFonts &fonts, const DiagramState &state, const QRectF &exposed)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    DiagramPainter(painter, layout, theme, fonts, state).paint(exposed);
    painter.restore();
}

QRectF chevronArea(const DiagramLayout &layout, int node)
{
    const DiagramNode &description = layout.spec.node(node);
    if (!description.opens())
        return {};
    const QRectF &box = layout.box(node);
    const double side = chevron + padding;
    const QSizeF size(side, side);
    if (description.isFrame())
        return {box.topLeft() + QPointF(padding / 2, padding / 2), size};
    return {box.topRight() + QPointF(-side - 1, padding / 2), size};
}

} // namespace inceptoscope
