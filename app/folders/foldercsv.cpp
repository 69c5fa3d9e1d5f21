#include "folders/foldercsv.h"

#include "async/whendone.h"
#include "checkpoint/atomicfile.h"
#include "folders/foldertexts.h"
#include "images/shownname.h"

#include <QFile>
#include <QtConcurrentRun>

#include <algorithm>

namespace inceptoscope {

namespace {

bool looksLikeFormula(const QString &text)
{
    return !text.isEmpty() && QStringLiteral("=+-@\t\r").contains(text.front());
}

QString number(double value, int digits)
{
    return QString::number(value, 'f', digits);
}

QString lineOf(const FolderRow &row, const QStringList &labels)
{
    QStringList fields{csvField(row.name), csvField(labelOf(labels, row.truth)),
                       csvField(labelOf(labels, row.top))};
    if (row.isRead()) {
        fields << number(row.confidence, 6)
               << (row.rank > 0 ? QString::number(row.rank) : QString());
        for (const double milliseconds :
             {row.decodeMilliseconds, row.preprocessMilliseconds, row.forwardMilliseconds})
            fields << number(milliseconds, 3);
    } else {
        fields << QStringList(5);
    }
    fields << csvField(row.error);
    return fields.join(u',') + QStringLiteral("\r\n");
}

Expected<QString> write(const QString &path, const FolderListing &listing,
                        const FolderCsvExport::Writer &writer)
{
    const QByteArray text = writer(listing);
    auto file = AtomicFile::create(QFile::encodeName(path).toStdString());
    if (!file)
        return tl::unexpected(file.error());
    Expected<void> written = file->write(std::string_view(text.constData(), text.size()));
    if (written)
        written = file->commit();
    return written.map([&] {
        return FolderCsvExport::tr("Saved %1, a line for each of %2 photos.")
            .arg(shownName(path), groupedText(qsizetype(listing.rows.size())));
    });
}

} // namespace

QString csvField(const QString &text)
{
    QString field = looksLikeFormula(text) ? u'\'' + text : text;
    const bool isQuoted = std::ranges::any_of(
        field, [](QChar character) { return QStringLiteral(",\"\r\n").contains(character); });
    if (!isQuoted)
        return field;
    return u'"' + field.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QByteArray folderCsv(const FolderListing &listing)
{
    const std::vector<const FolderRow *> all = rowsIn(listing.chunks);
    QByteArray text("photo,class,answer,confidence,rank,decode_ms,preprocess_ms,network_ms,error"
                    "\r\n");
    for (const int row : listing.rows)
        text += lineOf(*all[static_cast<std::size_t>(row)], listing.labels).toUtf8();
    return text;
}

void FolderCsvExport::save(const QString &path, const FolderListing &listing, const Writer &writer)
{
    whenDone(this,
             QtConcurrent::run([path, listing, writer] { return write(path, listing, writer); }),
             [this](const Expected<QString> &result) {
                 if (result)
                     emit finished(*result);
                 else
                     emit failed(QString::fromStdString(result.error().message));
             });
}

} // namespace inceptoscope
