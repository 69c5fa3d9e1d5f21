#pragma once

#include <QStringList>

#include <optional>

namespace inceptoscope {

/// What a person opens or drops, sorted by what it is.
struct SortedPaths
{
    QStringList photos; ///< and folders of them
    QStringList folders; ///< those of the photos that are
    QStringList weights;
    QStringList logs;

    bool operator==(const SortedPaths &) const = default;
};

/// Run logs are told by their suffix, *.jsonl; weights by the usual suffixes of such files or by
/// the first bytes, a few of each file being read. Everything else are photos, for the reader of
/// photos says best what is wrong with a file that is none. What has a photo's suffix is not looked
/// at. Blocks on the disk, for ever where it is a network mount whose server is gone: within
/// `askDisk`.
SortedPaths sortedPaths(const QStringList &paths);

/// The same where the names alone tell, else nothing. Asks no disk.
std::optional<SortedPaths> sortedByName(const QStringList &paths);

} // namespace inceptoscope
