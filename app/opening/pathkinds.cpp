#include "opening/pathkinds.h"

namespace inceptoscope {

SortedPaths sortedPaths(const QStringList &paths)
{
    SortedPaths sorted;
    for (const QString &path : paths) {
        if (path.endsWith(QStringLiteral(".safetensors"), Qt::CaseInsensitive))
            sorted.weights << path;
        else if (path.endsWith(QStringLiteral(".jsonl"), Qt::CaseInsensitive))
            sorted.logs << path;
        else
            sorted.photos << path;
    }
    return sorted;
}

} // namespace inceptoscope
