#include "diagram/diagrampaint.h"
#include "diagram/diagramview.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

// What the person does with the mouse, the wheel and the keyboard over a DiagramView.

namespace inceptoscope {

static std::optional<DiagramStep> stepOf(int key)
{
    switch (key) {
    case Qt::Key_Right:
        return DiagramStep::Forward;
    case Qt::Key_Left:
        return DiagramStep::Backward;
    case Qt::Key_Up:
        return DiagramStep::Up;
    case Qt::Key_Down:
        return DiagramStep::Down;
    case Qt::Key_Home:
        return DiagramStep::First;
    case Qt::Key_End:
        return DiagramStep::Last;
    default:
        return {};
    }
}

void DiagramView::keyPressEvent(QKeyEvent *event)
{
    const auto modifiers = event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    if (modifiers != Qt::NoModifier) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    if (const auto wanted = stepOf(event->key())) {
        step(*wanted);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        toggle(m_current);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomIn();
        break;
    case Qt::Key_Minus:
        zoomOut();
        break;
    case Qt::Key_0:
        fit();
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

QString DiagramView::idAt(const QPointF &point) const
{
    return m_layout.idAt(toDiagram(point));
}

bool DiagramView::isChevronAt(const QPointF &point) const
{
    const QPointF place = toDiagram(point);
    const int node = m_layout.nodeAt(place);
    return node >= 0 && chevronArea(m_layout, node).contains(place);
}

void DiagramView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    m_pressed = event->position();
    m_panned = event->position();
    m_panning = event->button() == Qt::MiddleButton;
    if (m_panning)
        viewport()->setCursor(Qt::ClosedHandCursor);
}

void DiagramView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_pressed) {
        setHovered(idAt(event->position()));
        return;
    }
    const QPointF dragged = event->position() - *m_pressed;
    if (!m_panning && dragged.manhattanLength() < QApplication::startDragDistance())
        return;
    m_panning = true;
    m_fitted = m_fitted && !canScroll();
    viewport()->setCursor(Qt::ClosedHandCursor);
    const QPoint moved = (event->position() - m_panned).toPoint();
    m_panned += moved;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - moved.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - moved.y());
}

void DiagramView::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_pressed)
        return;
    m_pressed.reset();
    const QString id = idAt(event->position());
    if (!std::exchange(m_panning, false) && event->button() == Qt::LeftButton && !id.isEmpty()) {
        if (isChevronAt(event->position()))
            toggle(id);
        else
            select(id);
    }
    viewport()->unsetCursor();
    m_hovered.clear();
    setHovered(idAt(event->position()));
}

void DiagramView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !isChevronAt(event->position()))
        toggle(idAt(event->position()));
    else
        mousePressEvent(event); // two quick clicks on the mark are two clicks
}

void DiagramView::wheelEvent(QWheelEvent *event)
{
    if (!(event->modifiers() & Qt::ControlModifier)) {
        m_fitted = m_fitted && !canScroll();
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    constexpr double notch = 120.0; // eighths of a degree
    constexpr double zoomOfNotch = 1.2;
    const double turned = event->angleDelta().y() / notch;
    m_fitted = false;
    m_zooming.stop();
    const double zoom = m_zoom * std::pow(zoomOfNotch, turned);
    setZoomAround(zoom, toDiagram(event->position()), event->position());
    event->accept();
}

void DiagramView::setHovered(const QString &id)
{
    if (id == m_hovered)
        return;
    m_hovered = id;
    if (id.isEmpty())
        viewport()->unsetCursor();
    else
        viewport()->setCursor(Qt::PointingHandCursor);
    viewport()->update();
}

bool DiagramView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        showToolTip(help->globalPos(), help->pos());
        return true;
    }
    if (event->type() == QEvent::Leave)
        setHovered({});
    return QAbstractScrollArea::viewportEvent(event);
}

void DiagramView::showToolTip(const QPoint &globalPosition, const QPointF &point)
{
    const QString id = idAt(point);
    if (!m_graph || id.isEmpty()) {
        QToolTip::hideText();
        return;
    }
    const QRectF place = m_layout.placeOf(id).value_or(QRectF());
    const QRect area = QRectF(toView(place.topLeft()), place.size() * m_zoom).toAlignedRect();
    QToolTip::showText(globalPosition, toolTipOf(id), viewport(), area);
}

void DiagramView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void DiagramView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace inceptoscope
