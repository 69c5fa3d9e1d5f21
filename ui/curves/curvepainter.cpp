#include "curves/curvepainter.h"

#include "curves/curvecolour.h"
#include "curves/curveraster.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr double markSize = 5.0;
constexpr double ringSize = 5.0;
constexpr double dashAndGap = 1.6; // dashes, as rasterOf has them

RasterCurve rasterCurve(const CurveLine &line, double scale)
{
    const bool isDashed = line.pen.style() == Qt::CustomDashLine;
    const double width = line.pen.widthF() * scale;
    return {line.curve, line.upTo, line.pen.color(), width,
            isDashed ? line.pen.dashPattern().constFirst() * width : 0.0};
}

/// What of a line is in the rectangle: far beyond that a painter's numbers are too small.
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

/// What of an area is on one side of a line: where `inside` is not negative.
template<typename Inside> QPolygonF cutOff(const QPolygonF &area, const Inside &inside)
{
    QPolygonF rest;
    for (qsizetype i = 0; i < area.size(); ++i) {
        const QPointF &here = area[i];
        const QPointF &next = area[(i + 1) % area.size()];
        const double before = inside(here);
        const double after = inside(next);
        if (before >= 0)
            rest += here;
        if ((before >= 0) != (after >= 0))
            rest += here + (next - here) * (before / (before - after));
    }
    return rest;
}

QPolygonF clipped(QPolygonF area, const QRectF &rect)
{
    area = cutOff(area, [&](const QPointF &point) { return point.x() - rect.left(); });
    area = cutOff(area, [&](const QPointF &point) { return rect.right() - point.x(); });
    area = cutOff(area, [&](const QPointF &point) { return point.y() - rect.top(); });
    return cutOff(area, [&](const QPointF &point) { return rect.bottom() - point.y(); });
}

/// As far as it is among so many rows; empty elsewhere.
ColumnSpan within(const ColumnSpan &span, double rows)
{
    if (span.isEmpty() || span.bottom < 0 || span.top > rows)
        return {};
    return {std::max(span.top, 0.0), std::min(span.bottom, rows)};
}

/// Up and down through the columns. `dash` in columns; 0: solid.
QPainterPath pathThrough(const std::vector<ColumnSpan> &spans, double dash)
{
    QPainterPath path;
    bool goesOn = false;
    bool isDown = false;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const ColumnSpan &span = spans[i];
        const auto left = static_cast<double>(i);
        const bool isGap = dash > 0 && std::fmod(left, dash * dashAndGap) >= dash;
        if (span.isEmpty() || isGap) {
            if (std::exchange(goesOn, false)) // else a single column would have no length
                path.lineTo(left, path.currentPosition().y());
            continue;
        }
        const double first = isDown ? span.bottom : span.top;
        const double second = isDown ? span.top : span.bottom;
        if (!std::exchange(goesOn, true))
            path.moveTo(left, first);
        path.lineTo(left + 0.5, first);
        if (second != first)
            path.lineTo(left + 0.5, second);
        isDown = !isDown;
    }
    return path;
}

QPainterPath areaBetween(const std::vector<ColumnSpan> &one, const std::vector<ColumnSpan> &other,
                         double rows)
{
    QPainterPath path;
    QPolygonF upper;
    QPolygonF lower;
    for (std::size_t i = 0; i <= one.size(); ++i) {
        if (i == one.size() || one[i].isEmpty() || other[i].isEmpty()) {
            std::ranges::reverse(lower);
            path.addPolygon(upper + lower);
            upper.clear();
            lower.clear();
            continue;
        }
        const double x = static_cast<double>(i) + 0.5;
        upper += QPointF(x, std::clamp(std::min(one[i].top, other[i].top), 0.0, rows));
        lower += QPointF(x, std::clamp(std::max(one[i].bottom, other[i].bottom), 0.0, rows));
    }
    return path;
}

} // namespace

PixelAxis CurvePlane::x() const
{
    return {ranges.xFrom, ranges.xTo, qRound(rect.width() * scale), scales.xLogarithmic};
}

PixelAxis CurvePlane::y() const
{
    return {ranges.yTo, ranges.yFrom, qRound(rect.height() * scale), scales.yLogarithmic};
}

/// Along an axis of that length, but not so far away that differences have no digits.
static double placeAlong(double coordinate, double from, double to, bool logarithmic, double length)
{
    constexpr double farthest = 1e9;
    const double share = logarithmic
        ? (std::log(coordinate) - std::log(from)) / (std::log(to) - std::log(from))
        : (coordinate - from) / (to - from);
    return std::clamp(share * length, -farthest, farthest);
}

QPointF CurvePlane::placeOf(const CurvePoint &point) const
{
    constexpr double outside = 100;
    const bool isLeft = scales.xLogarithmic && point.x <= 0;
    const bool isBelow = scales.yLogarithmic && point.y <= 0;
    const double x = isLeft
        ? -outside
        : placeAlong(point.x, ranges.xFrom, ranges.xTo, scales.xLogarithmic, rect.width());
    const double y = isBelow
        ? rect.height() + outside
        : placeAlong(point.y, ranges.yTo, ranges.yFrom, scales.yLogarithmic, rect.height());
    return rect.topLeft() + QPointF(x, y);
}

std::vector<CurveMark> curveMarks(const CurveSet &curves, const Theme &theme)
{
    std::vector<CurveMark> marks;
    for (const CurveSeries &series : curves.series) {
        for (const double place : series.notFinite)
            marks.push_back({place, curveColour(series.shade, theme)});
    }
    return marks;
}

CurvePainter::CurvePainter(QPainter &painter, const CurvePlane &plane, Output output)
    : m_painter(painter)
    , m_plane(plane)
    , m_output(output)
{
}

/// The points from one up to another that are in sight, and one on each side.
std::pair<std::size_t, std::size_t> CurvePainter::seen(const Curve &curve) const
{
    const CurveRanges &ranges = m_plane.ranges;
    const std::size_t first = curve.firstFrom(ranges.xFrom);
    const std::size_t last =
        curve.firstFrom(std::nextafter(ranges.xTo, std::numeric_limits<double>::infinity()));
    return {first - std::min<std::size_t>(first, 1), std::min(last + 1, curve.size())};
}

/// Those with so many points in sight that columns show as much as lines do; and what would take
/// too long as lines.
std::vector<bool> CurvePainter::denseLines(const std::vector<CurveLine> &lines) const
{
    const bool isVectors = m_output == Output::Vectors; // nobody waits for those
    const std::size_t mostOfAll = isVectors ? 10'000 : 2'000;
    const auto columns = static_cast<std::size_t>(m_plane.rect.width() / (isVectors ? 1 : 2));
    std::vector<bool> isDense;
    std::size_t points = 0;
    for (const CurveLine &line : lines) {
        const auto [first, last] = seen(line.curve);
        isDense.push_back(last - first > columns || points + last - first > mostOfAll);
        points += isDense.back() ? 0 : last - first;
    }
    return isDense;
}

void CurvePainter::draw(const std::vector<CurveLine> &lines)
{
    if (m_plane.rect.isEmpty())
        return;
    const auto isDense = denseLines(lines);
    std::vector<CurveLine> dense;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (isDense[i])
            dense.push_back(lines[i]);
    }
    drawDense(dense);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (isDense[i])
            continue;
        lines[i].upTo.empty() ? drawSparse(lines[i]) : drawBand(lines[i]);
    }
}

void CurvePainter::drawDense(const std::vector<CurveLine> &lines)
{
    if (lines.empty())
        return;
    if (m_output == Output::Vectors) {
        for (const CurveLine &line : lines)
            drawAsPath(line);
        return;
    }
    std::vector<RasterCurve> curves;
    curves.reserve(lines.size());
    for (const CurveLine &line : lines)
        curves.push_back(rasterCurve(line, m_plane.scale));
    const QImage image = rasterOf(curves, m_plane.x(), m_plane.y());
    m_painter.drawImage(QRectF(m_plane.rect.topLeft(), QSizeF(image.size()) / m_plane.scale),
                        image);
}

std::vector<ColumnSpan> CurvePainter::spansOf(const Curve &curve) const
{
    const PixelAxis x = m_plane.x();
    std::vector<ColumnSpan> spans;
    columnSpans(curve, firstPoints(curve, x, 0, x.pixels), x, m_plane.y(), 0, spans);
    return spans;
}

/// Lines stay sharp in print.
void CurvePainter::drawAsPath(const CurveLine &line)
{
    const RasterCurve curve = rasterCurve(line, m_plane.scale);
    const double rows = m_plane.y().pixels;
    std::vector<ColumnSpan> spans = spansOf(line.curve);
    m_painter.save();
    m_painter.translate(m_plane.rect.topLeft());
    m_painter.scale(1 / m_plane.scale, 1 / m_plane.scale);
    if (line.upTo.empty()) {
        for (ColumnSpan &span : spans)
            span = within(span, rows);
        QPen pen(curve.colour, curve.width);
        pen.setJoinStyle(Qt::RoundJoin);
        pen.setCapStyle(Qt::FlatCap);
        m_painter.strokePath(pathThrough(spans, curve.dash), pen);
    } else {
        m_painter.fillPath(areaBetween(spans, spansOf(line.upTo), rows), curve.colour);
    }
    m_painter.restore();
}

/// The line as far as it is in sight; it has a gap where values are not finite.
std::vector<QPolygonF> CurvePainter::piecesOf(const Curve &curve) const
{
    const double beside = m_output == Output::Vectors ? 0 : 50;
    const QRectF rect = m_plane.rect.adjusted(-beside, -beside, beside, beside);
    std::vector<QPolygonF> pieces;
    QPointF before;
    bool hasBefore = false; // the one before is finite
    const auto [first, last] = seen(curve);
    for (std::size_t i = first; i < last; ++i) {
        const CurvePoint point = curve[i];
        const QPointF here = m_plane.placeOf(point);
        if (!std::isfinite(point.y) || !std::isfinite(here.y())) {
            hasBefore = false;
            continue;
        }
        QPointF from = before;
        QPointF to = here;
        if (hasBefore && clip(from, to, rect)) {
            if (pieces.empty() || pieces.back().constLast() != from)
                pieces.push_back(QPolygonF{from});
            pieces.back() += to;
        }
        before = here;
        hasBefore = true;
    }
    return pieces;
}

void CurvePainter::drawSparse(const CurveLine &line)
{
    m_painter.setPen(line.pen);
    m_painter.setBrush(Qt::NoBrush);
    for (const QPolygonF &piece : piecesOf(line.curve))
        m_painter.drawPolyline(piece);
    if (!line.isMarked)
        return;
    m_painter.setPen(QPen(line.pen.color(), 1.5));
    m_painter.setBrush(line.inside);
    const double beside = m_output == Output::Vectors ? 0 : ringSize;
    const QRectF rect = m_plane.rect.adjusted(-beside, -beside, beside, beside);
    const auto [first, last] = seen(line.curve);
    for (std::size_t i = first; i < last; ++i) {
        const CurvePoint point = line.curve[i];
        const QPointF place = m_plane.placeOf(point);
        if (std::isfinite(point.y) && std::isfinite(place.y()) && rect.contains(place))
            m_painter.drawEllipse(place, ringSize / 2, ringSize / 2);
    }
}

/// Both edges have the same places.
void CurvePainter::drawBand(const CurveLine &line)
{
    QPolygonF area;
    QPolygonF back;
    const auto [first, last] = seen(line.curve);
    for (std::size_t i = first; i < last; ++i) {
        if (!std::isfinite(line.curve.y(i)) || !std::isfinite(line.upTo.y(i)))
            continue;
        area += m_plane.placeOf(line.curve[i]);
        back += m_plane.placeOf(line.upTo[i]);
    }
    std::ranges::reverse(back);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(line.pen.color());
    m_painter.drawPolygon(clipped(area + back, m_plane.rect));
}

void CurvePainter::draw(const std::vector<CurveMark> &marks)
{
    const QRectF &rect = m_plane.rect;
    m_painter.setPen(Qt::NoPen);
    for (const CurveMark &mark : marks) {
        const QPointF foot(m_plane.placeOf({mark.x, m_plane.ranges.yFrom}).x(), rect.bottom());
        if (!(foot.x() >= rect.left() && foot.x() <= rect.right()))
            continue;
        m_painter.setBrush(mark.colour);
        m_painter.drawPolygon(QPolygonF{foot, foot + QPointF(-markSize, markSize * 1.5),
                                        foot + QPointF(markSize, markSize * 1.5)}
                                  .translated(0, -markSize * 1.5));
    }
}

} // namespace inceptoscope
