#include "curves/groupjoiner.h"

#include <QCoreApplication>

#include <set>

namespace inceptoscope {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CurveSet", text);
}

/// Where any of them has such a value, of which the mean knows nothing.
std::vector<double> placesNotFinite(const std::vector<CurveSeries> &all)
{
    std::set<double> places;
    for (const CurveSeries &each : all)
        places.insert(each.notFinite.begin(), each.notFinite.end());
    return {places.begin(), places.end()};
}

CurveSeries joined(const std::vector<CurveSeries> &all, SpreadBand band)
{
    std::vector<std::vector<CurvePoint>> curves;
    curves.reserve(all.size());
    for (const CurveSeries &each : all)
        curves.push_back(each.points.points());
    const Spread spread = spreadOf(curves, band);
    CurveSeries series = all.front();
    series.raw = {};
    series.overwritten.clear();
    series.points = spread.mean;
    series.low = spread.low;
    series.high = spread.high;
    series.notFinite = placesNotFinite(all);
    return series;
}

} // namespace

void GroupJoiner::add(std::size_t group, CurveSeries series, CurveSet &set)
{
    const auto [joined, isNew] = m_joined.try_emplace({group, series.metric, restOfLabel(series)},
                                                      Joined{set.series.size(), {}});
    if (isNew)
        set.series.emplace_back();
    joined->second.series.push_back(std::move(series));
}

/// What a label says behind the run's title: ", validation", or a metric of several.
QString GroupJoiner::restOfLabel(const CurveSeries &series) const
{
    return series.label.mid(m_arrangement.titles[qsizetype(series.run)].size());
}

/// "A, mean of 3 seeds, validation", or "A, mean ± s.d. of 3 runs, validation"
QString GroupJoiner::label(std::size_t group, const CurveSeries &first, std::size_t count) const
{
    const RunGroup &runs = m_arrangement.groups[group];
    const bool isDeviation = m_band == SpreadBand::Deviation;
    const QString label = runs.isByHand()
        ? (isDeviation ? tr("%1, mean ± s.d. of %2 runs") : tr("%1, mean of %2 runs"))
        : (isDeviation ? tr("%1, mean ± s.d. of %2 seeds") : tr("%1, mean of %2 seeds"));
    return label.arg(runs.title, QString::number(count)) + restOfLabel(first);
}

void GroupJoiner::join(CurveSet &set) const
{
    std::vector<CurveSeries> single;
    for (const auto &[key, each] : m_joined) {
        CurveSeries series = each.series.size() > 1 ? joined(each.series, m_band) : CurveSeries();
        series.label = label(std::get<0>(key), each.series.front(), each.series.size());
        if (series.points.empty()) {
            series = each.series.front();
            single.insert(single.end(), each.series.begin() + 1, each.series.end());
        }
        set.series[each.place] = std::move(series);
    }
    set.series.insert(set.series.end(), single.begin(), single.end());
}

} // namespace inceptoscope
