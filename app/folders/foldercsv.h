#pragma once

#include "folders/folderarrangement.h"
#include "graph/error.h"

#include <QObject>

#include <functional>

namespace inceptoscope {

/// What a table of photos is saved from.
struct FolderListing
{
    FolderChunks chunks;
    std::vector<int> rows; ///< positions in the chunks one after the other, in this order
    QStringList labels;
};

/// One field as RFC 4180 has it: in quotes where it holds a comma, a quote or a line break. A text
/// that a spreadsheet would take for a formula, since it begins with = + - @ or a tabulator, gets
/// an apostrophe before it, as one types it there.
QString csvField(const QString &text);

/// The table as RFC 4180 has it, UTF-8, with a header; a line for each photo.
QByteArray folderCsv(const FolderListing &listing);

/// Saves tables on a worker. The file appears whole or not at all; one that is there is replaced.
class FolderCsvExport : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// How a table is put down.
    using Writer = std::function<QByteArray(const FolderListing &listing)>;
    void save(const QString &path, const FolderListing &listing, const Writer &writer = folderCsv);

signals:
    void finished(const QString &sentence);
    void failed(const QString &sentence);
};

} // namespace inceptoscope
