#include "compare/disagreementtexts.h"

#include "folders/foldertally.h"
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

QString csvLine(const FolderRow &row, const QStringList &labels)
{
    QStringList fields{csvField(row.name)};
    if (row.isRead() && row.otherConfidence)
        fields << csvField(labelOf(labels, row.top)) << number(row.confidence)
               << csvField(labelOf(labels, row.truth)) << number(*row.otherConfidence)
               << (row.isWrong() ? QStringLiteral("no") : QStringLiteral("yes"));
    else
        fields << QStringList(5);
    fields << csvField(row.error);
    return fields.join(u',') + QStringLiteral("\r\n");
}

} // namespace

void AgreementTally::add(const FolderRow &row)
{
    ++photos;
    unreadable += row.isRead() ? 0 : 1;
    agreed += row.isRead() && !row.isWrong() ? 1 : 0;
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

QString disagreementText(const FolderRow &row, const QStringList &labels)
{
    const QString name = shownName(row.name);
    if (!row.isRead() || !row.otherConfidence)
        return translated("%1 could not be read: %2").arg(name, shownName(row.error));
    if (!row.isWrong())
        return translated("%1: both say %2, A %3, B %4")
            .arg(name, labelOf(labels, row.top), percentText(row.confidence),
                 percentText(*row.otherConfidence));
    return translated("%1: A says %2, %3; B says %4, %5")
        .arg(name, labelOf(labels, row.top), percentText(row.confidence),
             labelOf(labels, row.truth), percentText(*row.otherConfidence));
}

QByteArray disagreementCsv(const FolderListing &listing)
{
    std::vector<const FolderRow *> all;
    for (const FolderRows &chunk : listing.chunks) {
        for (const FolderRow &row : *chunk)
            all.push_back(&row);
    }
    QByteArray text("photo,answer_a,confidence_a,answer_b,confidence_b,agree,error\r\n");
    for (const int row : listing.rows)
        text += csvLine(*all[static_cast<std::size_t>(row)], listing.labels).toUtf8();
    return text;
}

} // namespace inceptoscope
