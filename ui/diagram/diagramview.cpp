#include "diagram/diagramview.h"

#include "diagram/diagramaccessible.h"
#include "diagram/diagrampaint.h"
#include "diagram/elementtext.h"
#include "diagram/layoutblend.h"
#include "diagram/minimap.h"
#include "style/metrics.h"

#include <QAccessible>
#include <QPainter>
#include <QPaintEvent>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr int foldDuration = 180; // milliseconds
constexpr double zoomStep = 1.25;
constexpr double largestZoom = 4.0;
constexpr double smallestZoom = 0.02;
constexpr double largestFit = 1.25; ///< a small network is not blown up

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
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    setMinimumSize(20 * gridUnit, 12 * gridUnit);
    setAccessibleName(tr("Block diagram"));
    AccessibleDiagram::install();
    m_miniMap->hide();
    for (QVariantAnimation *animation : {&m_fold, &m_zooming}) {
        animation->setDuration(foldDuration);
        animation->setEasingCurve(QEasingCurve::InOutCubic);
    }
    m_fold.setStartValue(0.0);
    m_fold.setEndValue(1.0);
    connect(&m_fold, &QVariantAnimation::valueChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&m_zooming, &QVariantAnimation::valueChanged, this, [this](const QVariant &zoom) {
        setZoomAround(zoom.toDouble(), m_zoomPlace, m_zoomPoint);
    });
    connect(m_miniMap, &MiniMap::placeRequested, this, &DiagramView::centreOn);
}

void DiagramView::setGraph(const NetworkGraph &graph)
{
    const bool same = m_graph && m_graph->id() == graph.id();
    m_graph = graph;
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
    rewrap();
    relayout();
    updateAccessibleText();
}

void DiagramView::clear()
{
    m_graph.reset();
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
    const int old = m_layout.spec.find(anchor);
    const QPointF point = old < 0 ? QPointF() : toView(m_layout.box(old).topLeft());
    m_before = std::exchange(m_layout, layOut(diagramSpec(*m_graph, m_opened)));
    m_zooming.stop();
    if (m_fitted)
        m_zoom = fitZoom();
    updateScrollBars();
    if (const int node = m_layout.spec.find(anchor); node >= 0 && old >= 0 && !m_fitted)
        scrollTo(m_layout.box(node).topLeft(), point);
    const QPointF moved = (before - origin()) / m_zoom;
    for (PlacedNode &node : m_before.nodes)
        node.box.translate(moved);
    m_fold.stop();
    if (animated() && m_before.spec.count() > 0 && !showSameBoxes(m_before.spec, m_layout.spec))
        m_fold.start();
    m_miniMap->setDiagram(m_layout);
    updateMiniMap();
    viewport()->update();
}

/// Chooses the lines that show the diagram largest.
void DiagramView::rewrap()
{
    const DiagramSpec spec = diagramSpec(*m_graph, m_opened);
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
    m_fitted = false;
    relayout(id);
    if (!opened && m_layout.spec.find(m_current) < 0 && !m_current.isEmpty())
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
    setAccessibleDescription(m_graph ? elementSpokenText(*m_graph, m_current) : QString());
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
    const int child = AccessibleDiagram::childOf(*this, m_current);
    if (child < 0 || !hasFocus())
        return;
    QAccessibleEvent focus(this, QAccessible::Focus);
    focus.setChild(child);
    QAccessible::updateAccessibility(&focus);
}

bool DiagramView::animated() const
{
    return isVisible() && style()->styleHint(QStyle::SH_Widget_Animate, nullptr, this) != 0
        && style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0;
}

// --- Zooming and scrolling -----------------------------------------------------------------------

QPointF DiagramView::origin() const
{
    const QSizeF content = m_layout.bounds.size() * m_zoom;
    const auto along = [](double size, int room, const QScrollBar *bar) {
        return size <= room ? std::round((room - size) / 2) : -double(bar->value());
    };
    return {along(content.width(), viewport()->width(), horizontalScrollBar()),
            along(content.height(), viewport()->height(), verticalScrollBar())};
}

QPointF DiagramView::toView(const QPointF &place) const
{
    return place * m_zoom + origin();
}

QPointF DiagramView::toDiagram(const QPointF &point) const
{
    return (point - origin()) / m_zoom;
}

QRectF DiagramView::visiblePart() const
{
    return {toDiagram({0, 0}), QSizeF(viewport()->size()) / m_zoom};
}

double DiagramView::fitZoom() const
{
    const QSizeF size = m_layout.bounds.size();
    if (size.isEmpty())
        return 1.0;
    const QSizeF room = maximumViewportSize();
    return std::clamp(std::min(room.width() / size.width(), room.height() / size.height()),
                      smallestZoom, largestFit);
}

void DiagramView::updateScrollBars()
{
    const QSize content = (m_layout.bounds.size() * m_zoom).toSize();
    const QSize room = maximumViewportSize();
    const auto set = [](QScrollBar *bar, int size, int page) {
        bar->setRange(0, std::max(0, size - page));
        bar->setPageStep(page);
        bar->setSingleStep(4 * gridUnit);
    };
    const bool all = content.width() <= room.width() && content.height() <= room.height();
    const QSize page = all ? room : viewport()->size();
    set(horizontalScrollBar(), content.width(), page.width());
    set(verticalScrollBar(), content.height(), page.height());
    updateMiniMap();
}

void DiagramView::scrollTo(const QPointF &place, const QPointF &point)
{
    const QPointF wanted = place * m_zoom - point;
    horizontalScrollBar()->setValue(qRound(wanted.x()));
    verticalScrollBar()->setValue(qRound(wanted.y()));
}

void DiagramView::centreOn(const QPointF &place)
{
    m_fitted = false;
    scrollTo(place, QRectF(viewport()->rect()).center());
}

void DiagramView::setZoomAround(double zoom, const QPointF &place, const QPointF &point)
{
    m_zoom = std::clamp(zoom, smallestZoom, largestZoom);
    updateScrollBars();
    scrollTo(place, point);
    viewport()->update();
    emit zoomChanged(m_zoom);
}

/// Zooms, in motion where there is motion; what is at `point` stays there.
void DiagramView::zoomTo(double zoom, const QPointF &point)
{
    zoom = std::clamp(zoom, smallestZoom, largestZoom);
    m_zooming.stop();
    m_zoomPlace = toDiagram(point);
    m_zoomPoint = point;
    if (!animated()) {
        setZoomAround(zoom, m_zoomPlace, m_zoomPoint);
        return;
    }
    m_zooming.setStartValue(m_zoom);
    m_zooming.setEndValue(zoom);
    m_zooming.start();
}

void DiagramView::zoomIn()
{
    m_fitted = false;
    zoomTo(m_zoom * zoomStep, QRectF(viewport()->rect()).center());
}

void DiagramView::zoomOut()
{
    m_fitted = false;
    zoomTo(m_zoom / zoomStep, QRectF(viewport()->rect()).center());
}

void DiagramView::fit()
{
    if (!m_graph)
        return;
    const double before = m_wrapWidth;
    rewrap();
    m_fitted = false;
    if (m_wrapWidth != before)
        relayout();
    m_fitted = true;
    zoomTo(fitZoom(), QRectF(viewport()->rect()).center());
}

/// Scrolls as little as is needed to see `id`, the top left of it where it is too large.
void DiagramView::reveal(const QString &id)
{
    const int node = m_layout.spec.find(id);
    if (node < 0)
        return;
    const QRectF box(toView(m_layout.box(node).topLeft()), m_layout.box(node).size() * m_zoom);
    const auto scroll = [](QScrollBar *bar, double from, double to, int room) {
        constexpr int margin = 2 * gridUnit;
        const double past = to + margin - room;
        const double missing = margin - from;
        if (missing > 0)
            bar->setValue(qRound(bar->value() - missing));
        else if (past > 0)
            bar->setValue(qRound(bar->value() + std::min(past, -missing)));
    };
    scroll(horizontalScrollBar(), box.left(), box.right(), viewport()->width());
    scroll(verticalScrollBar(), box.top(), box.bottom(), viewport()->height());
}

void DiagramView::updateMiniMap()
{
    const QRectF visible = visiblePart();
    const QSizeF size = m_layout.bounds.size();
    const bool needed =
        m_graph && (visible.width() < size.width() - 1 || visible.height() < size.height() - 1);
    m_miniMap->setVisible(needed);
    m_miniMap->setVisiblePart(visible);
    const QSize room = viewport()->size() - m_miniMap->size();
    m_miniMap->move(room.width() - gridUnit, room.height() - gridUnit);
}

// --- Painting ------------------------------------------------------------------------------------

void DiagramView::paintEvent(QPaintEvent *event)
{
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
    if (m_graph && m_fitted) {
        rewrap();
        relayout();
        m_fold.stop(); // a resize is motion enough
    }
    updateScrollBars();
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
