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

/// By suffix: *.safetensors are weights, *.jsonl run logs, everything else photos, for the reader
/// of photos says best what is wrong with a file that is none.
SortedPaths sortedPaths(const QStringList &paths);

} // namespace inceptoscope
