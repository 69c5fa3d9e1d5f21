#include "diagram/diagramview.h"

#include "diagram/diagramaccessible.h"
#include "diagram/diagrampaint.h"
#include "diagram/elementtext.h"
#include "diagram/layoutblend.h"
#include "diagram/minimap.h"
#include "overlay/overlaytexts.h"
#include "style/metrics.h"
#include "style/motion.h"

#include <QAccessible>
#include <QPainter>
#include <QPaintEvent>
#include <QStyle>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int foldDuration = 180; // milliseconds

/// Whether nothing was opened or closed from one to the other.
bool showSameBoxes(const DiagramSpec &a, const DiagramSpec &b)
{
    return std::ranges::equal(a.nodes, b.nodes, [](const DiagramNode &x, const DiagramNode &y) {
        return x.id == y.id && x.form == y.form;
    });
}

} // namespace

DiagramView::DiagramView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_miniMap(new MiniMap(viewport()))
{
    AccessibleDiagram::install(); // before anything makes Qt ask for the first one
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    setMinimumSize(20 * gridUnit, 12 * gridUnit);
    setAccessibleName(tr("Block diagram"));
    m_miniMap->hide();
    for (QVariantAnimation *animation : {&m_fold, &m_zooming}) {
        animation->setDuration(foldDuration);
        animation->setEasingCurve(QEasingCurve::InOutCubic);
    }
    m_fold.setStartValue(0.0);
    m_fold.setEndValue(1.0);
    connect(&m_fold, &QVariantAnimation::valueChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&m_zooming, &QVariantAnimation::valueChanged, this,
            [this](const QVariant &zoom) { zoomOn(zoom.toDouble()); });
    connect(m_miniMap, &MiniMap::placeRequested, this, &DiagramView::centreOn);
    connect(m_miniMap, &MiniMap::letGo, this, &DiagramView::updateMiniMap);
}

void DiagramView::setGraph(const NetworkGraph &graph, const std::optional<UnfitShapes> &unfit)
{
    const bool same = m_graph && m_graph->id() == graph.id();
    m_graph = graph;
    m_unfit = unfit;
    if (!same)
        m_opened.clear();
    if (drawnId(graph, m_current).isEmpty())
        select({});
    if (same) {
        relayout(m_current);
        updateAccessibleText();
        return;
    }
    m_fold.stop();
    m_before = {};
    m_layout = {};
    m_fitted = true;
    m_isUnseen = true;
    rewrap();
    relayout();
    updateAccessibleText();
}

void DiagramView::clear()
{
    m_graph.reset();
    m_unfit.reset();
    m_opened.clear();
    m_layout = {};
    m_fold.stop();
    m_zooming.stop();
    m_hovered.clear();
    select({});
    updateScrollBars();
    viewport()->update();
}

DiagramLayout DiagramView::layOut(DiagramSpec spec) const
{
    const std::vector<NodeSize> sizes = measureDiagram(spec, DiagramFonts::from(font()));
    return layoutDiagram(std::move(spec), sizes, m_wrapWidth);
}

/// Lays out anew. The top left of `anchor` stays where it is on the screen as far as scrolling
/// allows; everything else moves from where it was.
void DiagramView::relayout(const QString &anchor)
{
    if (!m_graph)
        return;
    const QPointF before = origin();
    const auto old = m_layout.placeOf(anchor);
    const QPointF point = old ? toView(old->topLeft()) : QPointF();
    m_before = std::exchange(m_layout, layOut(diagramSpec(*m_graph, m_opened, m_unfit)));
    m_zooming.stop();
    if (m_fitted)
        m_zoom = fitZoom();
    updateScrollBars();
    if (const auto place = m_layout.placeOf(anchor); place && old && !m_fitted)
        scrollTo(place->topLeft(), point);
    const QPointF moved = (before - origin()) / m_zoom;
    for (PlacedNode &node : m_before.nodes)
        node.box.translate(moved);
    m_fold.stop();
    if (animated() && m_before.spec.count() > 0 && !showSameBoxes(m_before.spec, m_layout.spec))
        m_fold.start();
    m_miniMap->setDiagram(m_layout);
    updateMiniMap();
    updateOverlayScale();
    viewport()->update();
}

/// Chooses the lines that show the diagram largest.
void DiagramView::rewrap()
{
    const DiagramSpec spec = diagramSpec(*m_graph, m_opened, m_unfit);
    const std::vector<NodeSize> sizes = measureDiagram(spec, DiagramFonts::from(font()));
    m_wrapWidth = bestWrapWidth(spec, sizes, maximumViewportSize());
}

void DiagramView::setOpened(const QSet<QString> &ids)
{
    if (ids == m_opened || !m_graph)
        return;
    m_opened = ids;
    m_fitted = true;
    rewrap();
    relayout();
}

void DiagramView::expandAll()
{
    if (m_graph)
        setOpened(openedAt(*m_graph, DiagramLevel::Layer));
}

void DiagramView::collapseAll()
{
    if (!m_graph)
        return;
    setOpened({});
    if (const QStringList outer = containersOf(*m_graph, m_current); !outer.isEmpty())
        select(outer.front());
}

void DiagramView::setElementOpened(const QString &id, bool opened)
{
    if (!m_graph || opened == m_opened.contains(id))
        return;
    if (opened)
        m_opened.insert(id);
    else
        m_opened.remove(id);
    m_fitted = m_isUnseen = false;
    relayout(id);
    if (!opened && !m_layout.placeOf(m_current) && !m_current.isEmpty())
        select(id); // what was selected is folded away
    reveal(id);
}

void DiagramView::toggle(const QString &id)
{
    const int node = m_layout.spec.find(id);
    if (node >= 0 && m_layout.spec.node(node).opens())
        setElementOpened(id, !m_layout.spec.node(node).isFrame());
}

void DiagramView::setCurrent(const QString &id)
{
    const QString drawn = m_graph ? drawnId(*m_graph, id) : QString();
    if (drawn == m_current)
        return;
    const QStringList containers = m_graph ? containersOf(*m_graph, drawn) : QStringList();
    const QSet<QString> outer(containers.begin(), containers.end());
    if (!m_opened.contains(outer)) {
        m_opened.unite(outer);
        m_fitted = false;
        relayout(containers.front());
    }
    select(drawn);
    for (const QString &container : containers) // as much of what is around it as there is room
        reveal(container);
    reveal(drawn);
}

void DiagramView::select(const QString &id)
{
    if (id == m_current)
        return;
    m_current = id;
    updateAccessibleText();
    viewport()->update();
    emit currentChanged(id);
}

void DiagramView::step(DiagramStep step)
{
    const QString next = stepFrom(m_layout, m_current, step);
    select(next);
    reveal(next);
}

void DiagramView::updateAccessibleText()
{
    setAccessibleDescription(spokenTextOf(m_current));
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
    const int child = AccessibleDiagram::childOf(*this, m_current);
    if (child < 0 || !hasFocus())
        return;
    QAccessibleEvent focus(this, QAccessible::Focus);
    focus.setChild(child);
    QAccessible::updateAccessibility(&focus);
}

void DiagramView::setOverlay(const OverlayValues &overlay)
{
    if (overlay == m_overlay)
        return;
    m_overlay = overlay;
    updateOverlayScale();
    updateAccessibleText();
    viewport()->update();
}

void DiagramView::updateOverlayScale()
{
    m_overlayScale = inceptoscope::overlayScale(m_layout.spec, m_overlay);
    m_miniMap->setOverlay(m_overlay, m_overlayScale);
    emit overlayScaleChanged();
}

QString DiagramView::overlayTextOf(const QString &id) const
{
    const auto value = m_overlay.values.constFind(id);
    return value == m_overlay.values.constEnd() ? QString()
                                                : overlayValueText(m_overlay.overlay, *value);
}

void DiagramView::setDead(const std::vector<std::string> &blocks)
{
    QSet<QString> dead;
    for (const std::string &block : blocks)
        dead += QString::fromStdString(block);
    if (dead == m_dead)
        return;
    m_dead = dead;
    updateAccessibleText();
    viewport()->update();
}

QHash<QString, QString> DiagramView::flags() const
{
    QHash<QString, QString> flags;
    if (!m_graph || m_dead.isEmpty())
        return flags;
    for (const Stage &stage : m_graph->stages()) {
        qsizetype dead = 0;
        for (const Block &block : stage.blocks) {
            const QString id = QString::fromStdString(block.id);
            if (!m_dead.contains(id))
                continue;
            ++dead;
            flags[id] = tr("dead");
        }
        const auto all = static_cast<qsizetype>(stage.blocks.size());
        if (dead > 0)
            flags[QString::fromStdString(stage.id)] =
                dead == all ? tr("dead") : tr("%1 of %2 dead").arg(dead).arg(all);
    }
    return flags;
}

QString DiagramView::deadTextOf(const QString &id) const
{
    const QString flag = flags().value(id);
    return flag.isEmpty() ? QString()
                          : tr("%1: nothing but zeros comes out for this photo").arg(flag);
}

QString DiagramView::toolTipOf(const QString &id) const
{
    QStringList lines;
    if (m_graph && m_unfit)
        lines += {elementName(*m_graph, id), id, unfitGridText(*m_graph, *m_unfit, id)};
    else if (m_graph)
        lines += elementToolTip(*m_graph, id);
    lines += overlayTextOf(id);
    lines += deadTextOf(id);
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QString DiagramView::spokenTextOf(const QString &id) const
{
    return toolTipOf(id).replace(u'\n', QStringLiteral(", "));
}

bool DiagramView::animated() const
{
    return isVisible() && hasMotion(*this);
}

void DiagramView::paintEvent(QPaintEvent *event)
{
    m_isUnseen = m_isUnseen && !isVisible(); // a picture of it may be taken before
    const Theme theme = Theme::fromPalette(palette());
    QPainter painter(viewport());
    painter.fillRect(event->rect(), theme.background);
    if (!m_graph)
        return;
    painter.translate(origin());
    painter.scale(m_zoom, m_zoom);
    DiagramState state;
    state.current = m_current;
    state.hovered = m_hovered;
    state.focused = hasFocus();
    state.overlay = m_overlay;
    state.scale = m_overlayScale;
    state.flags = flags();
    const QRectF exposed(toDiagram(event->rect().topLeft()), QSizeF(event->rect().size()) / m_zoom);
    const DiagramFonts fonts = DiagramFonts::from(font());
    if (m_fold.state() != QAbstractAnimation::Running) {
        paintDiagram(painter, m_layout, theme, fonts, state, exposed);
        return;
    }
    const double share = m_fold.currentValue().toDouble();
    state.edgeOpacity = share * share;
    paintDiagram(painter, blendLayouts(m_before, m_layout, share), theme, fonts, state, exposed);
}

void DiagramView::scrollContentsBy(int, int)
{
    viewport()->update();
    updateMiniMap();
}

void DiagramView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    if (m_graph && (m_fitted || (m_isUnseen && maximumViewportSize() != m_room))) {
        refit();
        m_fold.stop(); // a resize is motion enough
    }
    updateScrollBars();
}

/// All of it; but what was selected before the view had its size is to be read, too.
void DiagramView::refit()
{
    const bool isWhole = m_fitted;
    m_room = maximumViewportSize();
    m_fitted = true;
    rewrap();
    relayout();
    if (isWhole || m_zoom >= readableZoom)
        return;
    m_fitted = false;
    m_zoom = readableZoom;
    updateScrollBars();
    reveal(m_current);
}

void DiagramView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        relayout(m_current);
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
    QAbstractScrollArea::changeEvent(event);
}

} // namespace inceptoscope
