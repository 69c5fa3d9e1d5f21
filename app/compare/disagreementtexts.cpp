#include "compare/disagreementtexts.h"

#include "folders/foldertexts.h"
#include "images/shownname.h"
#include "texts/percenttext.h"

#include <QCoreApplication>

namespace inceptoscope {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("Comparison", text);
}

QString number(double value)
{
    return QString::number(value, 'f', 6);
}

QStringList csvFields(const FolderAnswer &answer, const QStringList &labels)
{
    if (!answer.isJudged())
        return {csvField(labelOf(labels, answer.top)), number(answer.confidence), {}, {}};
    return {csvField(labelOf(labels, answer.top)), number(answer.confidence),
            QString::number(answer.rank),
            answer.isWrong() ? QStringLiteral("no") : QStringLiteral("yes")};
}

QString csvLine(const FolderRow &row, const QStringList &labels)
{
    QStringList fields{csvField(row.name), csvField(labelOf(labels, row.folderClass()))};
    if (row.isCompared())
        fields << csvFields(row, labels) << csvFields(*row.other, labels)
               << (row.isDisputed() ? QStringLiteral("no") : QStringLiteral("yes"));
    else
        fields << QStringList(9);
    fields << csvField(row.error);
    return fields.join(u',') + QStringLiteral("\r\n");
}

QString answersText(const FolderRow &row, const QStringList &labels)
{
    const QString name = shownName(row.name);
    const FolderAnswer &other = *row.other;
    if (!row.isDisputed())
        return translated("%1: both say %2, A %3, B %4")
            .arg(name, labelOf(labels, row.top), percentText(row.confidence),
                 percentText(other.confidence));
    return translated("%1: A says %2, %3; B says %4, %5")
        .arg(name, labelOf(labels, row.top), percentText(row.confidence),
             labelOf(labels, other.top), percentText(other.confidence));
}

} // namespace

void AgreementTally::add(const FolderRow &row)
{
    ++photos;
    unreadable += row.isRead() ? 0 : 1;
    agreed += row.isCompared() && !row.isDisputed() ? 1 : 0;
    a.add(row);
    FolderRow asB = row;
    static_cast<FolderAnswer &>(asB) = row.other.value_or(FolderAnswer());
    b.add(asB);
}

QString agreementText(const AgreementTally &tally, bool isComplete)
{
    if (tally.photos == 0)
        return {};
    QStringList parts;
    if (tally.answered() > 0) {
        const double share = static_cast<double>(tally.agreed) / tally.answered();
        const QString counted =
            (isComplete ? translated("They agree on %1 of %2 photos: %3")
                        : translated("They agree on %1 of the first %2 photos: %3"))
                .arg(groupedText(tally.agreed), groupedText(tally.answered()), percentText(share));
        const ShareInterval interval = confidenceInterval(tally.agreed, tally.answered());
        parts << (isComplete ? translated("%1 (95 %: %2 to %3)")
                                   .arg(counted, QString::number(interval.low * 100.0, 'f', 1),
                                        percentText(interval.high))
                             : counted);
    }
    if (tally.unreadable > 0)
        parts << translated("%1 could not be read").arg(groupedText(tally.unreadable));
    return parts.join(QStringLiteral(" · "));
}

QString accuraciesText(const AgreementTally &tally, bool isComplete)
{
    QStringList lines;
    if (const QString text = folderAccuracyText(tally.a, isComplete); !text.isEmpty())
        lines << translated("A: %1").arg(text);
    if (const QString text = folderAccuracyText(tally.b, isComplete); !text.isEmpty())
        lines << translated("B: %1").arg(text);
    return lines.join(u'\n');
}

QString disagreementText(const FolderRow &row, const QStringList &labels)
{
    if (!row.isCompared())
        return translated("%1 could not be read: %2")
            .arg(shownName(row.name), shownName(row.error));
    QString answers = answersText(row, labels);
    if (row.folderClass() < 0)
        return answers;
    return translated("%1; class of the folder: %2")
        .arg(answers, labelOf(labels, row.folderClass()));
}

QByteArray disagreementCsv(const FolderListing &listing)
{
    const std::vector<const FolderRow *> all = rowsIn(listing.chunks);
    QByteArray text("photo,class,answer_a,confidence_a,rank_a,right_a,answer_b,confidence_b,rank_b,"
                    "right_b,agree,error\r\n");
    for (const int row : listing.rows)
        text += csvLine(*all[static_cast<std::size_t>(row)], listing.labels).toUtf8();
    return text;
}

} // namespace inceptoscope
