#include "curves/pictureaxis.h"

#include "curves/plottickers.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr double lineWidth = 0.8;
constexpr double tickLength = 5.0;
constexpr double subTickLength = 2.5;
constexpr double labelDistance = 4.0;
constexpr int mostTicks = 8;
constexpr int fewestTicks = 2;

QColor faded(QColor colour, float opacity)
{
    colour.setAlphaF(opacity);
    return colour;
}

QString superscript(const QString &digits)
{
    static const QString raised = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text;
    for (const QChar digit : digits) {
        if (digit.isDigit())
            text += raised[digit.digitValue()];
        else if (digit == u'-')
            text += u'⁻';
    }
    return text;
}

QPen linePen(const Theme &theme)
{
    return {theme.line, lineWidth};
}

} // namespace

QString printedNumber(const QString &number)
{
    const qsizetype exponent = number.indexOf(u'e');
    if (exponent < 0)
        return QString(number).replace(u'-', u'−');
    const QString digits = number.left(exponent);
    QString power = number.mid(exponent + 1);
    const bool isNegative = power.startsWith(u'-');
    power.remove(u'+').remove(u'-');
    while (power.size() > 1 && power.startsWith(u'0'))
        power.remove(0, 1);
    const QString ten = QStringLiteral("10") + superscript(isNegative ? u'-' + power : power);
    if (digits == QStringLiteral("1") || digits == QStringLiteral("-1"))
        return digits.startsWith(u'-') ? u'−' + ten : ten;
    return QString(digits).replace(u'-', u'−') + u'·' + ten;
}

PictureAxis::PictureAxis(const CurveSet &curves, const CurveScales &scales,
                         const CurveRanges &ranges, Qt::Orientation orientation, double length,
                         const QFont &font)
    : m_orientation(orientation)
    , m_length(length)
    , m_from(isHorizontal() ? ranges.xFrom : ranges.yFrom)
    , m_to(isHorizontal() ? ranges.xTo : ranges.yTo)
    , m_logarithmic(isHorizontal() ? scales.xLogarithmic : scales.yLogarithmic)
    , m_font(font)
{
    const double room = isHorizontal() ? 60 : 40; // units for a tick
    const int most = std::clamp(static_cast<int>(length / room), fewestTicks, mostTicks);
    for (int about = most; about >= fewestTicks; --about) {
        m_ticks = ticksOf(curves, about);
        if (fits(m_ticks))
            break;
    }
    double end = -1e9; // of the label before
    for (Tick &tick : m_ticks) {
        const double half = extentOf(tick.label) / 2;
        const double place = isHorizontal() ? tick.place : m_length - tick.place;
        if (place - half < end)
            tick.label.clear(); // there is no way to have fewer ticks
        else
            end = place + half + labelDistance;
    }
    const QFontMetricsF metrics(m_font);
    for (const Tick &tick : m_ticks) {
        const QSizeF size = metrics.size(0, tick.label);
        m_depth = std::max(m_depth, isHorizontal() ? size.height() : size.width());
    }
    m_depth += labelDistance;
}

double PictureAxis::placeOf(double coordinate) const
{
    const double share = m_logarithmic
        ? (std::log(coordinate) - std::log(m_from)) / (std::log(m_to) - std::log(m_from))
        : (coordinate - m_from) / (m_to - m_from);
    return (isHorizontal() ? share : 1 - share) * m_length;
}

std::vector<PictureAxis::Tick> PictureAxis::ticksOf(const CurveSet &curves, int about)
{
    constexpr int precision = 7; // of whole steps
    const auto ticker =
        isHorizontal() ? tickerOf(curves.axis, m_logarithmic) : valueTicker(m_logarithmic);
    const bool isDate = isHorizontal() && curves.axis == CurveAxis::Wall;
    ticker->setTickCount(about);
    QVector<double> places;
    QVector<double> subPlaces;
    QVector<QString> labels;
    ticker->generate({m_from, m_to}, QLocale::c(), u'g', precision, places, &subPlaces, &labels);
    std::vector<Tick> ticks;
    for (qsizetype i = 0; i < places.size(); ++i)
        ticks.push_back({placeOf(places[i]), isDate ? labels[i] : printedNumber(labels[i])});
    m_subTicks.clear();
    for (const double place : subPlaces)
        m_subTicks.push_back(placeOf(place));
    return ticks;
}

/// Along the axis.
double PictureAxis::extentOf(const QString &label) const
{
    const QSizeF size = QFontMetricsF(m_font).size(0, label);
    return isHorizontal() ? size.width() : size.height();
}

bool PictureAxis::fits(const std::vector<Tick> &ticks) const
{
    constexpr double between = 10.0;
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        const double extents = (extentOf(ticks[i - 1].label) + extentOf(ticks[i].label)) / 2;
        if (std::abs(ticks[i].place - ticks[i - 1].place)
            < extents + (isHorizontal() ? between : 0))
            return false;
    }
    return true;
}

void PictureAxis::paintGrid(QPainter &painter, const QRectF &plane, const Theme &theme) const
{
    painter.setPen(QPen(faded(theme.line, 0.3F), lineWidth));
    for (const Tick &tick : m_ticks) {
        if (isHorizontal())
            painter.drawLine(QLineF(plane.left() + tick.place, plane.top(),
                                    plane.left() + tick.place, plane.bottom()));
        else
            painter.drawLine(QLineF(plane.left(), plane.top() + tick.place, plane.right(),
                                    plane.top() + tick.place));
    }
}

QRectF PictureAxis::labelRect(const Tick &tick, const QRectF &plane, const QRectF &page) const
{
    const QSizeF size = QFontMetricsF(m_font).size(0, tick.label);
    if (!isHorizontal())
        return {QPointF(plane.left() - labelDistance - size.width(),
                        std::clamp(plane.top() + tick.place - size.height() / 2, page.top(),
                                   std::max(page.top(), page.bottom() - size.height()))),
                size};
    const double left = plane.left() + tick.place - size.width() / 2;
    return {
        QPointF(std::clamp(left, page.left(), std::max(page.left(), page.right() - size.width())),
                plane.bottom() + labelDistance),
        size};
}

void PictureAxis::paint(QPainter &painter, const QRectF &plane, const QRectF &page,
                        const Theme &theme) const
{
    painter.setPen(linePen(theme));
    const auto drawTick = [&](double place, double length) {
        if (isHorizontal())
            painter.drawLine(QLineF(plane.left() + place, plane.bottom(), plane.left() + place,
                                    plane.bottom() - length));
        else
            painter.drawLine(QLineF(plane.left(), plane.top() + place, plane.left() + length,
                                    plane.top() + place));
    };
    isHorizontal() ? painter.drawLine(QLineF(plane.bottomLeft(), plane.bottomRight()))
                   : painter.drawLine(QLineF(plane.topLeft(), plane.bottomLeft()));
    for (const double place : m_subTicks)
        drawTick(place, subTickLength);
    for (const Tick &tick : m_ticks)
        drawTick(tick.place, tickLength);
    painter.setFont(m_font);
    painter.setPen(theme.secondaryText);
    for (const Tick &tick : m_ticks) {
        if (!tick.label.isEmpty())
            painter.drawText(labelRect(tick, plane, page), Qt::AlignCenter | Qt::TextDontClip,
                             tick.label);
    }
}

} // namespace inceptoscope
