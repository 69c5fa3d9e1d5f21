#include "curves/curvesplottable.h"

#include "curves/curvecolour.h"
#include "curves/curveraster.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr double markSize = 5.0;

/// Of the axis in a picture with so many pixels for each of the plot's.
PixelAxis pixelAxis(const QCPAxis &axis, double scale)
{
    const QRect rect = axis.axisRect()->rect();
    const bool isHorizontal = axis.orientation() == Qt::Horizontal;
    const QCPRange range = axis.range();
    return {isHorizontal ? range.lower : range.upper, isHorizontal ? range.upper : range.lower,
            qRound((isHorizontal ? rect.width() : rect.height()) * scale),
            axis.scaleType() == QCPAxis::stLogarithmic};
}

RasterCurve rasterCurve(const CurveLine &line, double scale)
{
    const bool isDashed = line.pen.style() == Qt::CustomDashLine;
    const double width = line.pen.widthF() * scale;
    return {line.curve, line.upTo, line.pen.color(), width,
            isDashed ? line.pen.dashPattern().constFirst() * width : 0.0};
}

/// What of a line is near the rectangle: beyond that a painter's numbers are too small.
bool clip(QPointF &from, QPointF &to, const QRectF &rect)
{
    double enters = 0;
    double leaves = 1;
    const QPointF way = to - from;
    const auto cut = [&](double towards, double room) {
        if (towards == 0)
            return room >= 0;
        const double share = room / towards;
        if (towards < 0)
            enters = std::max(enters, share);
        else
            leaves = std::min(leaves, share);
        return enters <= leaves;
    };
    if (!cut(-way.x(), from.x() - rect.left()) || !cut(way.x(), rect.right() - from.x())
        || !cut(-way.y(), from.y() - rect.top()) || !cut(way.y(), rect.bottom() - from.y()))
        return false;
    to = from + leaves * way;
    from += enters * way;
    return true;
}

/// Up and down through the columns, as lines that stay sharp in print.
QPainterPath pathThrough(const std::vector<ColumnSpan> &spans)
{
    QPainterPath path;
    bool goesOn = false;
    bool isDown = false;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const ColumnSpan &span = spans[i];
        if (span.isEmpty()) {
            goesOn = false;
            continue;
        }
        const double x = static_cast<double>(i) + 0.5;
        const QPointF first(x, isDown ? span.bottom : span.top);
        const QPointF second(x, isDown ? span.top : span.bottom);
        goesOn ? path.lineTo(first) : path.moveTo(first);
        path.lineTo(second);
        goesOn = true;
        isDown = !isDown;
    }
    return path;
}

QPainterPath areaBetween(const std::vector<ColumnSpan> &one, const std::vector<ColumnSpan> &other)
{
    QPolygonF upper;
    QPolygonF lower;
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (one[i].isEmpty() || other[i].isEmpty())
            continue;
        const double x = static_cast<double>(i) + 0.5;
        upper += QPointF(x, std::min(one[i].top, other[i].top));
        lower.prepend(QPointF(x, std::max(one[i].bottom, other[i].bottom)));
    }
    QPainterPath path;
    path.addPolygon(upper + lower);
    return path;
}

} // namespace

CurvesPlottable::CurvesPlottable(QCPAxis *keyAxis, QCPAxis *valueAxis)
    : QCPAbstractPlottable(keyAxis, valueAxis)
{
    setSelectable(QCP::stNone);
    removeFromLegend(); // a plot adds what is new by itself
}

void CurvesPlottable::setCurves(const CurveSet &curves, const Theme &theme)
{
    m_lines = curveLines(curves, theme);
    m_marks.clear();
    for (const CurveSeries &series : curves.series) {
        for (const double place : series.notFinite)
            m_marks.push_back({place, curveColour(series.shade, theme)});
    }
}

double CurvesPlottable::selectTest(const QPointF &, bool, QVariant *) const
{
    return -1; // nothing of it is selected
}

QCPRange CurvesPlottable::getKeyRange(bool &found, QCP::SignDomain) const
{
    found = false; // ranges are fitted by CurvePlot
    return {};
}

QCPRange CurvesPlottable::getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const
{
    found = false;
    return {};
}

void CurvesPlottable::drawLegendIcon(QCPPainter *, const QRectF &) const { }

/// The points from one up to another that are in sight, and one on each side.
std::pair<std::size_t, std::size_t> CurvesPlottable::seen(const Curve &curve) const
{
    const QCPRange range = keyAxis()->range();
    const std::size_t first = curve.firstFrom(range.lower);
    const std::size_t last =
        curve.firstFrom(std::nextafter(range.upper, std::numeric_limits<double>::infinity()));
    return {first - std::min<std::size_t>(first, 1), std::min(last + 1, curve.size())};
}

/// Those with so many points in sight that columns show as much as lines do; and what would take
/// too long as lines.
std::vector<bool> CurvesPlottable::denseLines(int columns) const
{
    constexpr std::size_t mostOfAll = 2'000;
    std::vector<bool> isDense;
    std::size_t points = 0;
    for (const CurveLine &line : m_lines) {
        const auto [first, last] = seen(line.curve);
        isDense.push_back(last - first > static_cast<std::size_t>(columns) / 2
                          || points + last - first > mostOfAll);
        points += isDense.back() ? 0 : last - first;
    }
    return isDense;
}

void CurvesPlottable::draw(QCPPainter *painter)
{
    const QRect rect = keyAxis()->axisRect()->rect();
    if (rect.isEmpty())
        return;
    applyDefaultAntialiasingHint(painter);
    const auto isDense = denseLines(rect.width());
    drawDense(painter, isDense);
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (isDense[i])
            continue;
        if (m_lines[i].upTo.empty())
            drawSparse(painter, m_lines[i]);
        else
            drawBand(painter, m_lines[i]);
    }
    drawMarks(painter);
}

void CurvesPlottable::drawDense(QCPPainter *painter, const std::vector<bool> &isDense) const
{
    const bool isVectors = painter->modes().testFlag(QCPPainter::pmVectorized);
    const double scale = isVectors ? 1.0 : std::abs(painter->deviceTransform().m11());
    std::vector<RasterCurve> lines;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (isDense[i])
            lines.push_back(rasterCurve(m_lines[i], scale));
    }
    if (lines.empty())
        return;
    const PixelAxis x = pixelAxis(*keyAxis(), scale);
    const PixelAxis y = pixelAxis(*valueAxis(), scale);
    if (isVectors)
        return drawDenseAsPaths(painter, lines, x, y);
    QImage image = rasterOf(lines, x, y);
    image.setDevicePixelRatio(scale);
    painter->drawImage(keyAxis()->axisRect()->rect().topLeft(), image);
}

void CurvesPlottable::drawDenseAsPaths(QCPPainter *painter, const std::vector<RasterCurve> &lines,
                                       const PixelAxis &x, const PixelAxis &y) const
{
    const QPointF corner = keyAxis()->axisRect()->rect().topLeft();
    const auto spansOf = [&](const Curve &curve, double width) {
        std::vector<ColumnSpan> spans;
        columnSpans(curve, firstPoints(curve, x, 0, x.pixels), x, y, 0, spans);
        for (ColumnSpan &span : spans) {
            if (!span.isEmpty())
                span = {std::clamp(span.top, -width, y.pixels + width),
                        std::clamp(span.bottom, -width, y.pixels + width)};
        }
        return spans;
    };
    for (const RasterCurve &line : lines) {
        const auto spans = spansOf(line.curve, line.width);
        const bool isArea = !line.upTo.empty();
        QPen pen(line.colour, line.width);
        pen.setJoinStyle(Qt::RoundJoin);
        painter->setPen(isArea ? QPen(Qt::NoPen) : pen);
        painter->setBrush(isArea ? QBrush(line.colour) : QBrush());
        const QPainterPath path =
            isArea ? areaBetween(spans, spansOf(line.upTo, line.width)) : pathThrough(spans);
        painter->drawPath(path.translated(corner));
    }
}

QPointF CurvesPlottable::pixelOf(const CurvePoint &point) const
{
    constexpr double outside = 100; // pixels below what a logarithmic axis has
    const bool isBelow = valueAxis()->scaleType() == QCPAxis::stLogarithmic && point.y <= 0;
    return {keyAxis()->coordToPixel(point.x),
            isBelow ? valueAxis()->axisRect()->rect().bottom() + outside
                    : valueAxis()->coordToPixel(point.y)};
}

/// The line as far as it is in sight; it has a gap where values are not finite.
std::vector<QPolygonF> CurvesPlottable::piecesOf(const Curve &curve) const
{
    constexpr int beside = 50; // pixels
    const QRectF rect =
        QRectF(keyAxis()->axisRect()->rect()).adjusted(-beside, -beside, beside, beside);
    std::vector<QPolygonF> pieces;
    QPointF before;
    bool hasBefore = false; // the one before is finite
    const auto [first, last] = seen(curve);
    for (std::size_t i = first; i < last; ++i) {
        const CurvePoint point = curve[i];
        if (!std::isfinite(point.y)) {
            hasBefore = false;
            continue;
        }
        const QPointF here = pixelOf(point);
        if (!hasBefore && rect.contains(here))
            pieces.push_back(QPolygonF{here});
        if (hasBefore) {
            QPointF from = before;
            QPointF to = here;
            if (clip(from, to, rect)) {
                if (pieces.empty() || pieces.back().constLast() != from)
                    pieces.push_back(QPolygonF{from});
                pieces.back() += to;
            }
        }
        before = here;
        hasBefore = true;
    }
    return pieces;
}

void CurvesPlottable::drawSparse(QCPPainter *painter, const CurveLine &line) const
{
    painter->setPen(line.pen);
    painter->setBrush(Qt::NoBrush);
    for (const QPolygonF &piece : piecesOf(line.curve)) {
        if (piece.size() > 1)
            painter->drawPolyline(piece);
    }
    const auto [first, last] = seen(line.curve);
    const QCPScatterStyle ring(QCPScatterStyle::ssCircle, QPen(line.pen.color(), 1.5),
                               QBrush(line.inside), markSize);
    ring.applyTo(painter, line.pen);
    for (std::size_t i = first; i < last && line.isMarked; ++i) {
        if (const CurvePoint point = line.curve[i]; std::isfinite(point.y))
            ring.drawShape(painter, pixelOf(point));
    }
}

/// Both edges have the same places.
void CurvesPlottable::drawBand(QCPPainter *painter, const CurveLine &line) const
{
    QPolygonF area;
    const auto [first, last] = seen(line.curve);
    for (std::size_t i = first; i < last; ++i)
        area += pixelOf(line.curve[i]);
    for (std::size_t i = last; i > first; --i)
        area += pixelOf(line.upTo[i - 1]);
    painter->setPen(Qt::NoPen);
    painter->setBrush(line.pen.color());
    painter->drawPolygon(area);
}

/// Small wedges on the lower edge.
void CurvesPlottable::drawMarks(QCPPainter *painter) const
{
    const QRectF rect = keyAxis()->axisRect()->rect();
    painter->setPen(Qt::NoPen);
    for (const Mark &mark : m_marks) {
        const double x = keyAxis()->coordToPixel(mark.place);
        if (x < rect.left() || x > rect.right())
            continue;
        painter->setBrush(mark.colour);
        const QPointF tip(x, rect.bottom());
        painter->drawPolygon(QPolygonF{tip, tip + QPointF(-markSize, markSize * 1.5),
                                       tip + QPointF(markSize, markSize * 1.5)}
                                 .translated(0, -markSize * 1.5));
    }
}

} // namespace inceptoscope
