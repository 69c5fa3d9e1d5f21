#include "opening/pathkinds.h"

#include "checkpoint/fileformat.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace inceptoscope {

namespace {

/// Suffixes of most photos: thousands of them may come at once, and none need be opened here.
bool isCalledAPhoto(const QString &path)
{
    static const std::array<QLatin1String, 4> suffixes{
        QLatin1String(".jpg"), QLatin1String(".jpeg"), QLatin1String(".png"),
        QLatin1String(".webp")};
    return std::ranges::any_of(
        suffixes, [&](QLatin1String suffix) { return path.endsWith(suffix, Qt::CaseInsensitive); });
}

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
        else if (hasWeightSuffix(path.toStdString())
                 || (!isCalledAPhoto(path) && beginsAsWeights(path)))
            sorted.weights << path;
        else
            sorted.photos << path;
    }
    return sorted;
}

QStringList foldersAmong(const QStringList &paths)
{
    QStringList folders;
    for (const QString &path : paths) {
        if (!isCalledAPhoto(path) && QFileInfo(path).isDir())
            folders << path;
    }
    return folders;
}

} // namespace inceptoscope
