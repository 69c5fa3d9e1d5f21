#include "training/trainingtexts.h"

#include "curves/curveset.h"
#include "curves/curvetexts.h"
#include "curves/milestones.h"
#include "curves/runcollection.h"
#include "images/shownname.h"
#include "texts/clocktext.h"
#include "texts/numbertext.h"
#include "zoo/zoo.h"

#include <QCoreApplication>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr double mostApart = 1.15; // times, of multiply-adds

QString tr(const char *text)
{
    return QCoreApplication::translate("TrainPage", text);
}

int lastEpoch(const RunStatus &run)
{
    const auto errors = curveOf(run.log, "val_top1_error");
    return errors.empty() ? 0 : static_cast<int>(errors.back().x);
}

/// By the seconds since the run's start.
std::vector<CurvePoint> wallsOf(const RunStatus &run)
{
    const auto found = run.log.series.find("val_top1_error");
    return found == run.log.series.end() ? std::vector<CurvePoint>()
                                         : curvePoints(found->second, CurveAxis::Wall);
}

/// The last one of this run, or what the one under way will come to.
std::optional<double> secondsOfEpoch(const RunStatus &run, const TrainingChoice &choice)
{
    const auto walls = wallsOf(run);
    if (walls.size() > 1)
        return walls.back().x - walls[walls.size() - 2].x;
    if (!walls.empty())
        return walls.back().x;
    if (run.progress->photosPerSecond <= 0.0)
        return std::nullopt;
    return run.progress->batches * batchSize(choice) / run.progress->photosPerSecond;
}

double shareOfEpoch(const TrainingProgress &progress)
{
    return progress.batches == 0 ? 0.0 : static_cast<double>(progress.batch) / progress.batches;
}

QString epochOf(int epoch, const TrainingChoice &choice)
{
    return tr("epoch %1 of %2").arg(QString::number(epoch), QString::number(choice.epochs));
}

QString underWayText(const RunStatus &run, const TrainingChoice &choice)
{
    if (!run.progress)
        return run.state == RunStatus::State::Starting ? tr("starting")
                                                       : tr("reading the pictures");
    const TrainingProgress &progress = *run.progress;
    QStringList parts{epochOf(progress.epoch, choice)};
    if (progress.batch < progress.batches)
        parts += tr("batch %1 of %2")
                     .arg(groupedNumber(progress.batch), groupedNumber(progress.batches));
    else
        parts += tr("validating");
    if (progress.photosPerSecond > 0.0)
        parts += tr("%1 photos/s").arg(QString::number(progress.photosPerSecond, 'f', 0));
    if (const auto seconds = secondsLeft(run, choice))
        parts += tr("about %1 left").arg(clockText(*seconds));
    return parts.join(QStringLiteral(" · "));
}

QString finishedText(const RunStatus &run)
{
    const auto errors = curveOf(run.log, "val_top1_error");
    const auto best = bestPoint(errors);
    if (!best)
        return tr("finished");
    return tr("finished · top-1 error %1, best %2 after epoch %3")
        .arg(curveValueText(CurveMetric::TopOneError, errors.back().y * 100),
             curveValueText(CurveMetric::TopOneError, best->y * 100), epochText(best->x));
}

QString repeatsText(const VariantChoice &variant)
{
    QStringList repeats;
    for (const int each : variant.repeats)
        repeats += QString::number(each);
    return repeats.join(QStringLiteral(", "));
}

} // namespace

QString variantTitle(const VariantChoice &variant)
{
    const NetworkFamily *family = findNetworkFamily(variant.network.toStdString());
    return family ? QString::fromUtf8(family->title.data(), qsizetype(family->title.size()))
                  : variant.network;
}

QStringList variantTitles(const TrainingChoice &choice)
{
    QStringList titles;
    for (const VariantChoice &variant : choice.variants)
        titles += variantTitle(variant);
    if (titles.size() < 2 || titles[0] != titles[1])
        return titles;
    const bool areAsWide = choice.variants[0].width == choice.variants[1].width;
    for (qsizetype i = 0; i < titles.size(); ++i) {
        const VariantChoice &variant = choice.variants[std::size_t(i)];
        titles[i] = areAsWide ? tr("%1 · repeats %2").arg(titles[i], repeatsText(variant))
                              : tr("%1 · width %2").arg(titles[i], QString::number(variant.width));
    }
    return titles;
}

QString costText(const NetworkGraph &graph)
{
    return tr("%1 parameters · %2 multiply-adds")
        .arg(prefixedNumber(static_cast<double>(graph.parameters())),
             prefixedNumber(static_cast<double>(graph.multiplyAdds())));
}

QString mismatchText(const NetworkGraph &a, const NetworkGraph &b)
{
    const auto costA = static_cast<double>(a.multiplyAdds());
    const auto costB = static_cast<double>(b.multiplyAdds());
    const double times = std::max(costA, costB) / std::max(1.0, std::min(costA, costB));
    if (times <= mostApart)
        return {};
    const NetworkGraph &larger = costA > costB ? a : b;
    const NetworkGraph &smaller = costA > costB ? b : a;
    return tr("Not matched: %1 computes %2 times as much as %3. Change a width or repeats to "
              "compare "
              "like with like.")
        .arg(QString::fromStdString(larger.title()), QString::number(times, 'f', 1),
             QString::fromStdString(smaller.title()));
}

QString runText(const RunStatus &run, const TrainingChoice &choice)
{
    const int epoch = lastEpoch(run);
    switch (run.state) {
    case RunStatus::State::None:
        return tr("not begun");
    case RunStatus::State::Starting:
    case RunStatus::State::Running:
        return underWayText(run, choice);
    case RunStatus::State::Stopped:
        return epoch > 0 ? tr("stopped after %1").arg(epochOf(epoch, choice))
                         : tr("stopped before the first epoch was done");
    case RunStatus::State::Ended:
        return epoch > 0 ? tr("ended after %1").arg(epochOf(epoch, choice))
                         : tr("ended before the first epoch was done");
    case RunStatus::State::Finished:
        return finishedText(run);
    case RunStatus::State::Gone:
        return tr("gone");
    }
    return {};
}

QString runProblem(const RunStatus &run, const QString &title)
{
    if (run.state != RunStatus::State::Ended && run.state != RunStatus::State::Gone)
        return run.problem;
    if (!run.problem.isEmpty())
        return tr("%1: %2.").arg(title, run.problem);
    if (!run.lastWords.isEmpty())
        return tr("%1 ended without a reason: it was killed, or the computer was switched off. Its "
                  "last words were: %2. It goes on from its last checkpoint.")
            .arg(title, run.lastWords);
    return tr("%1 ended without a reason: it was killed, or the computer was switched off. It "
              "goes on from its last checkpoint.")
        .arg(title);
}

std::optional<double> runFraction(const RunStatus &run, const TrainingChoice &choice)
{
    if (run.progress)
        return (run.progress->epoch - 1 + shareOfEpoch(*run.progress)) / choice.epochs;
    if (run.isUnderWay())
        return std::nullopt;
    return static_cast<double>(lastEpoch(run)) / choice.epochs;
}

std::optional<double> secondsLeft(const RunStatus &run, const TrainingChoice &choice)
{
    if (!run.progress)
        return std::nullopt;
    const auto each = secondsOfEpoch(run, choice);
    if (!each)
        return std::nullopt;
    return *each * (choice.epochs - run.progress->epoch + 1 - shareOfEpoch(*run.progress));
}

} // namespace inceptoscope
