#include "curves/curvecursor.h"

#include "curves/curvecolour.h"
#include "curves/curvereadout.h"
#include "curves/curvetexts.h"
#include "curves/plotstyle.h"
#include "style/metrics.h"

#include <qcustomplot.h>
#include <QGuiApplication>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace inceptoscope {

/// Drawn without the rest of the plot, so that it keeps up with the mouse.
static QCPLayer *overlay(QCustomPlot *plot)
{
    return plot->layer(QStringLiteral("overlay"));
}

/// The parent's palette changes before the plot's does.
static Theme themeOf(const QCustomPlot *plot)
{
    return Theme::fromPalette(plot->parentWidget()->palette());
}

CurveCursor::CurveCursor(QCustomPlot *plot)
    : QObject(plot)
    , m_plot(plot)
    , m_panel(new CurveReadout(plot->parentWidget()))
    , m_pin(plot)
{
}

void CurveCursor::setCurves(const CurveSet &curves)
{
    const bool isSame = curves.axis == m_curves.axis && curves.yTitle == m_curves.yTitle;
    const auto epoch = isSame ? m_epoch : std::nullopt;
    takeCurves(curves);
    if (epoch && nearestPlace(m_curves, *epoch) == epoch)
        show(*epoch, m_y);
    else if (epoch)
        hide();
}

void CurveCursor::takeCurves(const CurveSet &curves)
{
    const Theme theme = themeOf(m_plot);
    if (curves.axis != m_curves.axis || curves.yTitle != m_curves.yTitle)
        hide();
    const CurveSet before = std::exchange(m_curves, curves);
    m_plot->clearItems();
    m_pin.takeCurves(before, m_curves);
    m_line = new QCPItemStraightLine(m_plot);
    m_line->setLayer(overlay(m_plot));
    m_line->setVisible(false);
    styleCursor(*m_line, theme);
    m_tracers.clear();
    for (const CurveSeries &series : curves.series) {
        auto *tracer = new QCPItemTracer(m_plot);
        tracer->setLayer(overlay(m_plot));
        tracer->setVisible(false);
        styleTracer(*tracer, series, theme);
        m_tracers.push_back(tracer);
    }
}

void CurveCursor::follow(const QPoint &mouse)
{
    const bool isDragging = QGuiApplication::mouseButtons() != Qt::NoButton;
    const auto epoch = placeAt(mouse);
    m_mouse = mouse.y();
    if (epoch && !isDragging)
        show(*epoch, mouse.y());
    else
        hide();
}

std::optional<double> CurveCursor::placeAt(const QPoint &mouse) const
{
    return m_plot->axisRect()->rect().contains(mouse)
        ? nearestPlace(m_curves, m_plot->xAxis->pixelToCoord(mouse.x()))
        : std::nullopt;
}

void CurveCursor::pin(const std::optional<double> &place)
{
    m_pin.setPlace(place, m_curves);
    if (m_epoch)
        show(*m_epoch, m_y);
    else
        overlay(m_plot)->replot();
}

void CurveCursor::pinAt(const QPoint &mouse)
{
    const auto place = placeAt(mouse);
    if (!place)
        return;
    m_mouse = mouse.y();
    pin(m_pin.isAt(*place) ? std::nullopt : place);
    show(*place, mouse.y());
}

/// The panel then stands below the legend, where falling curves leave most room.
void CurveCursor::step(int steps)
{
    m_mouse.reset();
    std::optional<double> place = m_epoch;
    for (int i = 0; i < std::abs(steps); ++i) {
        const auto next = nextPlace(m_curves, place, steps > 0);
        if (!next)
            break;
        place = next;
    }
    if (place)
        show(*place, m_plot->legend->outerRect().bottom() + gridUnit);
}

void CurveCursor::show(double epoch, int y)
{
    m_epoch = epoch;
    m_y = y;
    placeItems(epoch);
    fillPanel(epoch);
    placePanel(epoch, y);
    emit textChanged(text());
}

void CurveCursor::placeItems(double epoch)
{
    const auto points = pointsAt(m_curves, epoch);
    for (std::size_t i = 0; i < points.size(); ++i) {
        m_tracers[i]->setVisible(points[i].has_value());
        if (points[i])
            m_tracers[i]->position->setCoords(points[i]->x, points[i]->y);
    }
    const QCPRange range = m_plot->yAxis->range();
    m_line->point1->setCoords(epoch, range.lower);
    m_line->point2->setCoords(epoch, range.upper);
    m_line->setVisible(true);
    overlay(m_plot)->replot();
}

/// "Epoch 40 (+30)" where epoch 10 is pinned.
QString CurveCursor::title(double epoch) const
{
    const QString title = placeText(m_curves, epoch);
    if (!pinned())
        return title;
    return tr("%1 (%2)").arg(
        title, epoch == *pinned() ? tr("pinned") : placeChangeText(m_curves, *pinned(), epoch));
}

/// Those that there is room for. Next to the mouse they stand as on the plot: the highest first.
std::vector<std::size_t>
CurveCursor::namedCurves(const std::vector<std::optional<CurvePoint>> &points) const
{
    std::vector<std::size_t> named;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i])
            named.push_back(i);
    }
    if (named.size() <= CurveReadout::mostRows)
        return named;
    if (m_mouse) {
        const auto distance = [&](std::size_t i) {
            return std::abs(m_plot->yAxis->coordToPixel(points[i]->y) - *m_mouse);
        };
        std::ranges::stable_sort(named, {}, distance);
    }
    named.resize(CurveReadout::mostRows);
    if (m_mouse)
        std::ranges::stable_sort(named, std::greater(),
                                 [&](std::size_t i) { return points[i]->y; });
    return named;
}

void CurveCursor::fillPanel(double epoch)
{
    const Theme theme = themeOf(m_plot);
    const auto points = pointsAt(m_curves, epoch);
    const bool compares = pinned() && *pinned() != epoch;
    const auto others = compares ? pointsAt(m_curves, *pinned())
                                 : std::vector<std::optional<CurvePoint>>(points.size());
    std::vector<CurveReadout::Row> rows;
    for (const std::size_t i : namedCurves(points)) {
        const CurveSeries &series = m_curves.series[i];
        rows.push_back(
            {curveColour(series.shade, theme), !series.validation, series.label,
             curveValueText(m_curves, points[i]->y),
             others[i] ? curveChangeText(m_curves, points[i]->y - others[i]->y) : QString()});
    }
    const auto all =
        std::ranges::count_if(points, [](const auto &point) { return point.has_value(); });
    m_panel->setContent(title(epoch), rows, static_cast<std::size_t>(all) - rows.size());
}

/// To the right of the line where there is room, at the mouse's height.
void CurveCursor::placePanel(double epoch, int y)
{
    constexpr int distance = 2 * gridUnit;
    const QRect inside = m_plot->axisRect()->rect().translated(m_plot->pos());
    const int line = m_plot->x() + qRound(m_plot->xAxis->coordToPixel(epoch));
    const bool fitsRight = line + distance + m_panel->width() <= inside.right();
    const int x = fitsRight ? line + distance : line - distance - m_panel->width();
    const int lowest = std::max(inside.bottom() - m_panel->height(), inside.top());
    m_panel->move(std::max(x, 0), std::clamp(y, inside.top(), lowest));
    m_panel->show();
    m_panel->raise();
}

void CurveCursor::hide()
{
    if (!m_epoch)
        return;
    m_epoch.reset();
    m_panel->hide();
    m_line->setVisible(false);
    for (QCPItemTracer *tracer : m_tracers)
        tracer->setVisible(false);
    overlay(m_plot)->replot();
    emit textChanged({});
}

QString CurveCursor::text() const
{
    return m_epoch ? m_panel->text() : QString();
}

} // namespace inceptoscope
