#pragma once

#include <QStringList>

namespace inceptoscope {

/// What a person opens or drops, sorted by what it is.
struct SortedPaths
{
    QStringList photos; ///< and folders of them
    QStringList weights;
    QStringList logs;

    bool operator==(const SortedPaths &) const = default;
};

/// Run logs are told by their suffix, *.jsonl; weights by the usual suffixes of such files or by
/// the first bytes, a few of each file being read. Everything else are photos, for the reader of
/// photos says best what is wrong with a file that is none.
SortedPaths sortedPaths(const QStringList &paths);

/// Those of them that are folders. What has a photo's suffix is not looked at.
QStringList foldersAmong(const QStringList &paths);

} // namespace inceptoscope
