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
    QStringList logs; ///< and folders of them

    bool operator==(const SortedPaths &) const = default;
};

/// Logs are told as in logpaths.h, weights by the usual suffixes of such files or by the first
/// bytes, 64 KiB of each file being read at most. A folder is one of photos unless there are logs
/// in it and no photo. Everything else are photos, for the reader of photos says best what is wrong
/// with a file that is none. What has a photo's suffix is not looked at. Blocks on the disk, for
/// ever where it is a network mount whose server is gone: call it from one of DiskWorkers.
SortedPaths sortedPaths(const QStringList &paths);

/// The same where the names alone tell, else nothing. Asks no disk.
std::optional<SortedPaths> sortedByName(const QStringList &paths);

} // namespace inceptoscope
