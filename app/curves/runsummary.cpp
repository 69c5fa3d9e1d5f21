#include "curves/runsummary.h"

#include "curves/curvetexts.h"
#include "curves/milestones.h"

#include <QCoreApplication>

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

} // namespace

std::vector<Series> comparedSeries(const std::vector<RunLog> &runs, const std::vector<bool> &shown,
                                   CurveMetric metric)
{
    const std::string tag =
        metric == CurveMetric::TopFiveError ? "val_top5_error" : "val_top1_error";
    std::vector<Series> compared(runs.size());
    for (std::size_t run = 0; run < runs.size(); ++run) {
        const auto found = runs[run].series.find(tag);
        if (shown[run] && found != runs[run].series.end())
            compared[run] = found->second;
    }
    return compared;
}

QString runSummary(const std::vector<RunLog> &runs, const std::vector<bool> &shown,
                   CurveMetric metric)
{
    return runSummary(comparedSeries(runs, shown, metric), runTitles(runs), metric);
}

QString runSummary(const std::vector<Series> &compared, const QStringList &titles,
                   CurveMetric metric)
{
    std::vector<std::vector<CurvePoint>> curves;
    curves.reserve(compared.size());
    for (const Series &series : compared)
        curves.push_back(curvePoints(series, CurveAxis::Epoch));
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
