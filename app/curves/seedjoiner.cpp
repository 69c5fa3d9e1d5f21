#include "curves/seedjoiner.h"

#include <QCoreApplication>

namespace inceptoscope {

namespace {

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
    return series;
}

} // namespace

void SeedJoiner::add(std::size_t group, CurveSeries series, CurveSet &set)
{
    const auto [joined, isNew] =
        m_joined.try_emplace({group, restOfLabel(series)}, Joined{set.series.size(), {}});
    if (isNew)
        set.series.emplace_back();
    joined->second.series.push_back(std::move(series));
}

/// What a label says behind the run's title: ", validation", or a metric of several.
QString SeedJoiner::restOfLabel(const CurveSeries &series) const
{
    return series.label.mid(m_arrangement.titles[qsizetype(series.run)].size());
}

/// "A, mean of 3 seeds, validation", or "A, mean ± s.d. of 3 seeds, validation"
QString SeedJoiner::label(std::size_t group, const CurveSeries &first, std::size_t count) const
{
    const QString title = m_band == SpreadBand::Deviation
        ? QCoreApplication::translate("CurveSet", "%1, mean ± s.d. of %2 seeds")
        : QCoreApplication::translate("CurveSet", "%1, mean of %2 seeds");
    return title.arg(m_arrangement.seedTitles[qsizetype(group)]).arg(count) + restOfLabel(first);
}

void SeedJoiner::join(CurveSet &set) const
{
    std::vector<CurveSeries> single;
    for (const auto &[key, each] : m_joined) {
        CurveSeries series = each.series.size() > 1 ? joined(each.series, m_band) : CurveSeries();
        series.label = label(key.first, each.series.front(), each.series.size());
        if (series.points.empty()) {
            series = each.series.front();
            single.insert(single.end(), each.series.begin() + 1, each.series.end());
        }
        set.series[each.place] = std::move(series);
    }
    set.series.insert(set.series.end(), single.begin(), single.end());
}

} // namespace inceptoscope
