#include "curves/metrictitles.h"

#include <QCoreApplication>

#include <algorithm>

namespace inceptoscope {

static QString tr(const char *text)
{
    return QCoreApplication::translate("CurveSet", text);
}

MetricTitles::MetricTitles(const std::vector<ChosenSeries> &ofShownRuns, const CurveChoice &choice)
    : m_choice(choice)
    , m_units(choice.metrics.size())
{
    for (const ChosenSeries &each : ofShownRuns)
        m_units[each.metric] = each.measured.unit;
}

/// A tag may be called as a measure is.
QString MetricTitles::title(std::size_t metric) const
{
    const Metric &each = m_choice.metrics[metric];
    const QString title = metricTitle(each, m_units[metric].value_or(CurveUnit::AsLogged));
    const bool isOfMeasure = std::ranges::any_of(m_choice.metrics, [&title](const Metric &other) {
        return other.kind != CurveMetric::Tag && metricTitle(other) == title;
    });
    return each.kind == CurveMetric::Tag && isOfMeasure ? tr("tag %1").arg(title) : title;
}

QString MetricTitles::label(const QString &run, const ChosenSeries &series) const
{
    QString label = run;
    if (series.measured.on == MeasuredOn::Validation)
        label = tr("%1, validation").arg(run);
    else if (series.measured.on == MeasuredOn::Training)
        label = tr("%1, training").arg(run);
    return m_units.size() > 1 ? tr("%1, %2").arg(label, title(series.metric)) : label;
}

/// Where no run has any, of all.
QString MetricTitles::yTitle() const
{
    const bool hasSome = std::ranges::any_of(m_units, [](const auto &unit) { return bool(unit); });
    QStringList titles;
    for (std::size_t i = 0; i < m_units.size(); ++i) {
        if (m_units[i] || !hasSome)
            titles += title(i);
    }
    return joinedTitles(titles);
}

bool MetricTitles::arePercent() const
{
    const auto percent = [](const auto &unit) { return unit && *unit != CurveUnit::AsLogged; };
    return std::ranges::any_of(m_units, percent)
        && std::ranges::all_of(m_units, [&](const auto &unit) { return !unit || percent(unit); });
}

QStringList MetricTitles::withoutCurve() const
{
    QStringList names;
    for (std::size_t i = 0; i < m_units.size(); ++i) {
        if (!m_units[i])
            names += metricName(m_choice.metrics[i]);
    }
    return names;
}

} // namespace inceptoscope
