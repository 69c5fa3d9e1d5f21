#include "curves/runsummary.h"

#include "curves/curvetexts.h"
#include "curves/milestones.h"
#include "curves/spread.h"

#include <QCoreApplication>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr std::size_t mostNamed = 4; // runs; a line has no room for more

QString tr(const char *text)
{
    return QCoreApplication::translate("RunSummary", text);
}

QString joined(QStringList parts)
{
    const auto most = static_cast<qsizetype>(mostNamed);
    if (parts.size() > most) {
        const auto more = parts.size() - most;
        parts.resize(most);
        parts += tr("%1 more").arg(more);
    }
    return parts.join(QStringLiteral(", "));
}

QString reachedText(const Comparison &comparison, const QStringList &titles)
{
    QStringList parts;
    for (const Milestone &milestone : comparison.milestones) {
        const double epoch = milestone.reached.value_or(0);
        const QString after = !parts.isEmpty() ? tr("%1 after %2")
            : epoch == 1                       ? tr("%1 after %2 epoch")
                                               : tr("%1 after %2 epochs");
        parts += after.arg(titles[qsizetype(milestone.curve)], epochText(epoch));
    }
    return joined(parts);
}

QString bestText(const Comparison &comparison, const QStringList &titles)
{
    QStringList parts;
    for (const Milestone &milestone : comparison.milestones) {
        parts += titles[qsizetype(milestone.curve)] + u' '
            + curveValueText(CurveMetric::TopOneError, milestone.best.y * 100);
    }
    return joined(parts);
}

/// The mean stands for all, where there are two and they have one.
void join(const RunGroup &group, std::vector<std::vector<CurvePoint>> &curves, QStringList &titles)
{
    std::vector<std::vector<CurvePoint>> members;
    std::vector<std::size_t> runs;
    for (const std::size_t run : group.runs) {
        if (curves[run].empty())
            continue;
        runs.push_back(run);
        members.push_back(curves[run]);
    }
    Spread spread = runs.size() > 1 ? spreadOf(members) : Spread();
    if (spread.mean.empty())
        return;
    for (const std::size_t run : runs)
        curves[run].clear();
    curves[runs.front()] = std::move(spread.mean);
    titles[qsizetype(runs.front())] = group.title;
}

} // namespace

CurveMetric comparedMetric(const std::vector<Metric> &metrics)
{
    for (const CurveMetric kind :
         {CurveMetric::TopOneError, CurveMetric::TopFiveError, CurveMetric::Loss}) {
        if (std::ranges::find(metrics, kind, &Metric::kind) != metrics.end())
            return kind;
    }
    return CurveMetric::Tag;
}

std::vector<ComparedError> comparedErrors(const std::vector<RunLog> &runs,
                                          const std::vector<bool> &shown, CurveMetric metric)
{
    std::vector<ComparedError> compared(runs.size());
    if (metric == CurveMetric::Tag)
        return compared;
    const CurveMetric error = metric == CurveMetric::Loss ? CurveMetric::TopOneError : metric;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        const auto measured = shown[run] ? validationSeries(runs[run], error) : std::nullopt;
        if (measured)
            compared[run] = {*measured->series, measured->unit};
    }
    return compared;
}

QString runSummary(const std::vector<RunLog> &runs, const std::vector<bool> &shown,
                   CurveMetric metric)
{
    return runSummary(comparedErrors(runs, shown, metric), {runTitles(runs), {}, {}, {}}, false,
                      metric);
}

QString runSummary(const std::vector<ComparedError> &compared, const RunArrangement &arrangement,
                   bool joinsGroups, CurveMetric metric)
{
    std::vector<std::vector<CurvePoint>> curves;
    curves.reserve(compared.size());
    for (const ComparedError &error : compared) {
        curves.push_back(measuredCurve(error.series, error.unit));
        for (CurvePoint &point : curves.back())
            point.y /= 100; // fractions are compared
    }
    QStringList titles = arrangement.titles;
    for (const RunGroup &group : joinsGroups ? arrangement.groups : std::vector<RunGroup>())
        join(group, curves, titles);
    const Comparison comparison = compareErrors(curves);
    if (comparison.milestones.empty())
        return {};
    const QString error = metric == CurveMetric::TopFiveError ? tr("Validation top-5 error")
                                                              : tr("Validation top-1 error");
    const QString best = bestText(comparison, titles);
    if (!comparison.target)
        return tr("%1, best: %2.").arg(error, best);
    return tr("%1 of %2 %: %3.\nBest: %4.")
        .arg(error, QString::number(*comparison.target * 100, 'f', 0),
             reachedText(comparison, titles), best);
}

} // namespace inceptoscope
