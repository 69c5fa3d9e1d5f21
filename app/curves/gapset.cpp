#include "curves/gapset.h"

#include "curves/spread.h"

#include <QCoreApplication>

#include <algorithm>

namespace inceptoscope {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CurveSet", text);
}

/// Of each run the one whose curve has it in it.
std::vector<std::size_t> standIns(const CurveSet &curves, const RunArrangement &arrangement)
{
    std::vector<std::size_t> runs(arrangement.shades.size());
    for (std::size_t run = 0; run < runs.size(); ++run)
        runs[run] = run;
    for (const CurveSeries &series : curves.series) {
        for (const RunGroup &group : arrangement.groups) {
            const bool isMean = !series.low.empty()
                && std::ranges::find(group.runs, series.run) != group.runs.end();
            for (const std::size_t run : isMean ? group.runs : std::vector<std::size_t>())
                runs[run] = series.run;
        }
    }
    return runs;
}

} // namespace

QString gapLabel(const QString &residual, const QString &plain)
{
    QString shorter = residual;
    for (qsizetype comma = residual.indexOf(u','); comma >= 0;
         comma = residual.indexOf(u',', comma + 1)) {
        if (plain.endsWith(QStringView(residual).mid(comma))) {
            shorter.truncate(comma);
            break;
        }
    }
    return tr("%1 − %2").arg(shorter, plain);
}

std::vector<CurvePair> curvePairs(const CurveSet &curves, const RunArrangement &arrangement)
{
    const auto standIn = standIns(curves, arrangement);
    std::vector<CurvePair> pairs;
    for (const RunPair &pair : arrangement.pairs) {
        if (standIn[pair.residual] == standIn[pair.plain])
            continue; // both are in one mean
        for (std::size_t a = 0; a < curves.series.size(); ++a) {
            if (curves.series[a].run != standIn[pair.residual])
                continue;
            for (std::size_t b = 0; b < curves.series.size(); ++b) {
                const bool isOther = curves.series[b].run == standIn[pair.plain]
                    && curves.series[b].metric == curves.series[a].metric
                    && curves.series[b].validation == curves.series[a].validation;
                if (isOther && std::ranges::find(pairs, CurvePair{a, b}) == pairs.end())
                    pairs.push_back({a, b});
            }
        }
    }
    return pairs;
}

CurveSet gapSet(const CurveSet &curves, const std::vector<CurvePair> &pairs)
{
    CurveSet gaps;
    gaps.metric = curves.isPercent ? CurveMetric::Loss : curves.metric; // three digits
    gaps.axis = curves.axis;
    gaps.timeUnit = curves.timeUnit;
    gaps.sources = curves.sources;
    gaps.xTitle = curves.xTitle;
    gaps.yTitle = curves.isPercent ? tr("gap (points)") : tr("gap");
    for (const CurvePair &pair : pairs) {
        const CurveSeries &residual = curves.series[pair.residual];
        const CurveSeries &plain = curves.series[pair.plain];
        CurveSeries gap;
        gap.label = gapLabel(residual.label, plain.label);
        gap.shade = residual.shade;
        gap.validation = residual.validation;
        gap.run = residual.run;
        gap.points = difference(residual.points.points(), plain.points.points());
        if (!gap.points.empty())
            gaps.series.push_back(std::move(gap));
    }
    return gaps;
}

} // namespace inceptoscope
