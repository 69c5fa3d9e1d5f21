#include "curves/curvemetric.h"

#include "curves/curvetags.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CurveSet", text);
}

} // namespace

Metric tagMetric(std::string tag)
{
    return {CurveMetric::Tag, std::move(tag)};
}

void putInUnit(std::span<double> values, CurveUnit unit, std::span<const double> all)
{
    if (unit == CurveUnit::AsLogged)
        return;
    const bool isPercent =
        std::ranges::any_of(all, [](double value) { return std::isfinite(value) && value > 1; });
    const double factor = isPercent ? 1 : 100;
    for (double &value : values)
        value = unit == CurveUnit::Error ? factor * value : 100 - factor * value;
}

QString metricName(const Metric &metric)
{
    switch (metric.kind) {
    case CurveMetric::TopOneError:
        return tr("Top-1 error");
    case CurveMetric::TopFiveError:
        return tr("Top-5 error");
    case CurveMetric::Loss:
        return tr("Loss");
    case CurveMetric::Tag:
        break;
    }
    return tagText(metric.tag);
}

QString metricTitle(const Metric &metric, CurveUnit unit)
{
    switch (metric.kind) {
    case CurveMetric::TopOneError:
        return tr("top-1 error (%)");
    case CurveMetric::TopFiveError:
        return tr("top-5 error (%)");
    case CurveMetric::Loss:
        return tr("loss");
    case CurveMetric::Tag:
        break;
    }
    const QString text = tagText(metric.tag);
    return unit == CurveUnit::ErrorOfAccuracy ? tr("error by %1 (%)").arg(text) : text;
}

QString joinedTitles(const QStringList &titles)
{
    constexpr qsizetype longest = 60; // characters
    const QString comma = QStringLiteral(", ");
    QString joined = titles.value(0);
    qsizetype named = 1;
    while (named < titles.size() && joined.size() + comma.size() + titles[named].size() <= longest)
        joined += comma + titles[named++];
    return named >= titles.size() ? joined
                                  : tr("%1 and %2 more").arg(joined).arg(titles.size() - named);
}

} // namespace inceptoscope
