#include "folders/foldertexts.h"

#include "compare/comparison.h"
#include "folders/folderarrangement.h"
#include "images/shownname.h"
#include "networks/networktexts.h"
#include "texts/clocktext.h"
#include "texts/percenttext.h"
#include "texts/plaintooltip.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>

#include <cmath>

namespace inceptoscope {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("FolderPage", text);
}

QString millisecondsText(double milliseconds)
{
    return QString::number(milliseconds, 'f', 1) + QStringLiteral(" ms");
}

QString intervalText(int hits, int all)
{
    const ShareInterval interval = confidenceInterval(hits, all);
    return translated("%1 to %2")
        .arg(QString::number(interval.low * 100.0, 'f', 1), percentText(interval.high));
}

/// Why a photo could not be read, without its path, with which sentences begin: its name stands
/// beside it.
QString reasonText(const FolderRow &row)
{
    const QString sentence = shownName(row.error);
    const QString path = shownName(row.path);
    return !path.isEmpty() && sentence.startsWith(path) ? sentence.sliced(path.size()).trimmed()
                                                        : sentence;
}

/// Of two answers.
QString agreementSign(const FolderRow &row)
{
    if (!row.isCompared())
        return {};
    return row.isDisputed() ? QStringLiteral("≠") : QStringLiteral("=");
}

double shareOf(int hits, int all)
{
    return static_cast<double>(hits) / all;
}

} // namespace

QString folderSettingsText(const FolderSettings &settings)
{
    const QString title = networkTitle(settings.entry);
    const QString size = settings.inputSize == 0
        ? title
        : translated("%1 at %2 px").arg(title, QString::number(settings.inputSize));
    if (settings.scales.empty())
        return size;
    const auto graph = graphOf(settings.entry, settings.inputSize);
    const auto scale =
        graph ? commonScale(withResidualScales(*graph, settings.scales)) : std::nullopt;
    return scale ? translated("%1, residual scale %2").arg(size, QString::number(*scale))
                 : translated("%1, other residual scales").arg(size);
}

QString folderSettingsText(const std::vector<FolderSettings> &settings)
{
    if (settings.size() != 2)
        return settings.empty() ? QString() : folderSettingsText(settings.front());
    return translated("A: %1 · B: %2")
        .arg(folderSettingsText(settings.front()), folderSettingsText(settings.back()));
}

QString folderNamesText(const QStringList &folders)
{
    QStringList names;
    for (const QString &folder : folders)
        names << shownName(QFileInfo(folder + u'/').dir().dirName());
    return names.join(QStringLiteral(", "));
}

QString groupedText(qsizetype number)
{
    return QLocale(QLocale::English).toString(number);
}

QString folderCellText(const FolderRow &row, int column, const QStringList &labels)
{
    if (!row.isRead() && column == FolderTopColumn)
        return reasonText(row);
    const auto [answer, kind] = answerColumn(row, column);
    switch (kind) {
    case FolderPhotoColumn:
        return shownName(row.name);
    case FolderTopColumn:
        return labelOf(labels, answer.top);
    case FolderConfidenceColumn:
        return answer.top >= 0 ? percentText(answer.confidence) : QString();
    case FolderRankColumn:
        return answer.rank > 0 ? QString::number(answer.rank) : QString();
    case FolderClassColumn:
        return labelOf(labels, row.folderClass());
    case FolderAgreeColumn:
        return agreementSign(row);
    case FolderTimeColumn:
        return row.isRead() ? millisecondsText(row.milliseconds()) : QString();
    default:
        return {};
    }
}

QString folderToolTip(const FolderRow &row, const QStringList &labels)
{
    QStringList lines{shownName(row.path)};
    if (!row.isRead())
        return plainToolTip((lines << shownName(row.error)).join(u'\n'));
    lines << labelOf(labels, row.top) + u' ' + percentText(row.confidence);
    if (row.isJudged()) {
        lines << translated("Class of the folder: %1, number %2 of the answers")
                     .arg(labelOf(labels, row.truth), QString::number(row.rank));
    }
    lines << translated("Decoded in %1, prepared in %2, computed in %3")
                 .arg(millisecondsText(row.decodeMilliseconds),
                      millisecondsText(row.preprocessMilliseconds),
                      millisecondsText(row.forwardMilliseconds));
    return plainToolTip(lines.join(u'\n'));
}

QString folderAccessibleText(const FolderRow &row, const QStringList &labels)
{
    const QString name = shownName(row.name);
    if (!row.isRead())
        return translated("%1 could not be read: %2").arg(name, shownName(row.error));
    const QString answer =
        translated("%1: %2, %3").arg(name, labelOf(labels, row.top), percentText(row.confidence));
    if (!row.isJudged())
        return answer;
    if (!row.isWrong())
        return translated("%1, right").arg(answer);
    return translated("%1, wrong: %2 is number %3")
        .arg(answer, labelOf(labels, row.truth), QString::number(row.rank));
}

QString folderRowsText(const FolderChunks &chunks, const std::vector<int> &rows,
                       const QStringList &labels)
{
    const std::vector<const FolderRow *> all = rowsIn(chunks);
    QString text;
    for (const int row : rows) {
        for (int column = 0; column < FolderColumnCount; ++column)
            text += folderCellText(*all[static_cast<std::size_t>(row)], column, labels)
                + (column + 1 < FolderColumnCount ? u'\t' : u'\n');
    }
    return text;
}

QString confusionText(const ConfusionMatrix &matrix, const QStringList &labels)
{
    QString text;
    for (const int answer : matrix.answers)
        text += u'\t' + labelOf(labels, answer);
    text += u'\n';
    for (const int truth : matrix.truths) {
        text += labelOf(labels, truth);
        for (const int answer : matrix.answers)
            text += u'\t' + QString::number(matrix.count(truth, answer));
        text += u'\n';
    }
    return text;
}

QString folderProgressText(const FolderProgress &progress, FolderRun::State state)
{
    const QString done = groupedText(progress.done);
    QStringList parts;
    if (!progress.total || *progress.total == progress.done)
        parts << translated("%1 photos").arg(done);
    else
        parts << translated("%1 of %2 photos").arg(done, groupedText(*progress.total));
    if (state == FolderRun::State::Paused)
        parts << translated("paused");
    if (state == FolderRun::State::Cancelled)
        parts << translated("cancelled");
    if (progress.isHeld)
        parts << translated("waiting for what goes first");
    if (progress.speed > 0.0)
        parts << translated("%1 photos/s").arg(QString::number(progress.speed, 'f', 1));
    if (const auto remaining = progress.remaining(); remaining && *remaining > 0.0)
        parts << translated("%1 left").arg(clockText(*remaining));
    return parts.join(QStringLiteral(" · "));
}

QString folderAccuracyText(const FolderTally &tally, bool isComplete)
{
    const int all = tally.judged();
    if (all == 0)
        return {};
    if (!isComplete) {
        return translated("Top-1 %1, %2 of the first %3 · top-5 %4, %5")
            .arg(percentText(shareOf(tally.top1(), all)), groupedText(tally.top1()),
                 groupedText(all), percentText(shareOf(tally.top5(), all)),
                 groupedText(tally.top5()));
    }
    return translated("Top-1 %1, %2 of %3 (95 %: %4) · top-5 %5, %6 (%7)")
        .arg(percentText(shareOf(tally.top1(), all)), groupedText(tally.top1()), groupedText(all),
             intervalText(tally.top1(), all), percentText(shareOf(tally.top5(), all)),
             groupedText(tally.top5()), intervalText(tally.top5(), all));
}

QString unmatchedFoldersText(const FolderTally &tally)
{
    constexpr std::size_t mostNames = 5;
    if (tally.unmatched().empty())
        return {};
    QStringList names;
    for (const QString &folder : tally.unmatched()) {
        if (static_cast<std::size_t>(names.size()) == mostNames)
            break;
        names << shownName(folder);
    }
    QString list = names.join(QStringLiteral(", "));
    if (tally.unmatched().size() > mostNames) {
        list = translated("%1 and %2 more")
                   .arg(list, groupedText(qsizetype(tally.unmatched().size() - mostNames)));
    }
    return translated("Not named after a class of this network: %1").arg(list);
}

} // namespace inceptoscope
