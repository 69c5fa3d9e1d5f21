#include "opening/pathkinds.h"

#include "checkpoint/fileformat.h"

#include <QFile>
#include <QFileInfo>

namespace inceptoscope {

namespace {

/// A pipe or a device is not opened: it could keep the window waiting.
bool beginsAsWeights(const QString &path)
{
    if (!QFileInfo(path).isFile())
        return false;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return false;
    const QByteArray beginning = file.read(formatBytes);
    return isMeantAsWeights(std::as_bytes(std::span(beginning.constData(), beginning.size())));
}

} // namespace

SortedPaths sortedPaths(const QStringList &paths)
{
    SortedPaths sorted;
    for (const QString &path : paths) {
        if (path.endsWith(QStringLiteral(".jsonl"), Qt::CaseInsensitive))
            sorted.logs << path;
        else if (hasWeightSuffix(path.toStdString()) || beginsAsWeights(path))
            sorted.weights << path;
        else
            sorted.photos << path;
    }
    return sorted;
}

} // namespace inceptoscope
