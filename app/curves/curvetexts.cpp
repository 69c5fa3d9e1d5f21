#include "curves/curvetexts.h"

#include <QCoreApplication>
#include <QDateTime>

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
