#include "curves/curvetexts.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>

namespace inceptoscope {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CurveSet", text);
}

QString percentText(double value)
{
    return tr("%1 %").arg(QString::number(value, 'f', 1));
}

QString unitText(TimeUnit unit)
{
    switch (unit) {
    case TimeUnit::Seconds:
        return tr("s");
    case TimeUnit::Minutes:
        return tr("min");
    case TimeUnit::Hours:
        break;
    }
    return tr("h");
}

/// A text of a number that is not below zero, with the sign of the change; none where only zeros
/// are to be seen.
QString withSign(const QString &text, double change)
{
    const bool isZero = std::ranges::none_of(
        text, [](QChar character) { return character >= u'1' && character <= u'9'; });
    return isZero ? text : (change < 0 ? QChar(u'−') : QChar(u'+')) + text;
}

/// The two largest units: "3 min 20 s".
QString durationText(double seconds)
{
    constexpr std::array<qint64, 4> lengths{24LL * 60 * 60, 60LL * 60, 60, 1};
    const std::array units{tr("d"), tr("h"), tr("min"), tr("s")};
    const qint64 whole = qRound64(seconds);
    std::size_t unit = 0;
    while (unit + 1 < lengths.size() && whole < lengths[unit])
        ++unit;
    const auto part = [&](std::size_t i, qint64 count) {
        return tr("%1 %2").arg(count).arg(units[i]);
    };
    const QString first = part(unit, whole / lengths[unit]);
    if (unit + 1 == lengths.size())
        return first;
    return first + u' ' + part(unit + 1, whole % lengths[unit] / lengths[unit + 1]);
}

} // namespace

QString curveValueText(CurveMetric metric, double value)
{
    switch (metric) {
    case CurveMetric::TopOneError:
    case CurveMetric::TopFiveError:
        return percentText(value);
    case CurveMetric::Loss:
        return QString::number(value, 'f', 3);
    case CurveMetric::Tag:
        break;
    }
    return QString::number(value, 'g', 6);
}

QString curveValueText(const CurveSet &curves, double value)
{
    return curves.isPercent ? percentText(value) : curveValueText(curves.metric, value);
}

QString epochText(double epoch)
{
    return QString::number(epoch, 'g', 6);
}

QString placeText(const CurveSet &curves, double x)
{
    constexpr int digits = 15; // of whole steps
    switch (curves.axis) {
    case CurveAxis::Epoch:
        return tr("Epoch %1").arg(epochText(x));
    case CurveAxis::Step:
        break;
    case CurveAxis::Relative:
        return tr("After %1 %2").arg(QString::number(x, 'f', 2), unitText(curves.timeUnit));
    case CurveAxis::Wall:
        return QDateTime::fromMSecsSinceEpoch(qRound64(x * 1000))
            .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    }
    return tr("Step %1").arg(QString::number(x, 'g', digits));
}

QString curveChangeText(const CurveSet &curves, double change)
{
    const double size = std::abs(change);
    return withSign(curves.isPercent ? tr("%1 points").arg(QString::number(size, 'f', 1))
                                     : curveValueText(curves, size),
                    change);
}

QString placeChangeText(const CurveSet &curves, double from, double to)
{
    constexpr int digits = 15; // of whole steps
    const double size = std::abs(to - from);
    switch (curves.axis) {
    case CurveAxis::Epoch:
        return withSign(epochText(size), to - from);
    case CurveAxis::Step:
        break;
    case CurveAxis::Relative:
        return withSign(tr("%1 %2").arg(QString::number(size, 'f', 2), unitText(curves.timeUnit)),
                        to - from);
    case CurveAxis::Wall:
        return withSign(durationText(size), to - from);
    }
    return withSign(QString::number(size, 'g', digits), to - from);
}

QString axisTitle(const CurveSet &curves)
{
    switch (curves.axis) {
    case CurveAxis::Epoch:
        return tr("epoch");
    case CurveAxis::Step:
        break;
    case CurveAxis::Relative:
        return tr("time since the start (%1)").arg(unitText(curves.timeUnit));
    case CurveAxis::Wall:
        return tr("date and time");
    }
    return tr("step");
}

} // namespace inceptoscope
