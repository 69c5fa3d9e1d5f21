#include "opening/pathkinds.h"

#include "async/diskworkers.h"
#include "checkpoint/fileformat.h"
#include "opening/logpaths.h"

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

/// A pipe or a device is not opened: nothing may ever come out of it.
bool beginsAsWeights(const QString &path)
{
    const QByteArray beginning = askDisk([&] {
        QFile file(path);
        const bool isOpen =
            QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        return isOpen ? file.read(formatBytes) : QByteArray();
    });
    return isMeantAsWeights(std::as_bytes(std::span(beginning.constData(), beginning.size())));
}

void sortByContents(const QString &path, SortedPaths &sorted)
{
    const bool isFolder = askDisk([&] { return QFileInfo(path).isDir(); });
    if (!isFolder && beginsAsWeights(path)) {
        sorted.weights << path;
    } else if (isFolder ? holdsOnlyLogs(path) : isLogFile(path)) {
        sorted.logs << path;
    } else {
        sorted.photos << path;
        if (isFolder)
            sorted.folders << path;
    }
}

} // namespace

std::optional<SortedPaths> sortedByName(const QStringList &paths)
{
    SortedPaths sorted;
    for (const QString &path : paths) {
        if (path.endsWith(QStringLiteral(".jsonl"), Qt::CaseInsensitive))
            sorted.logs << path;
        else if (hasWeightSuffix(path.toStdString()))
            sorted.weights << path;
        else if (isCalledAPhoto(path))
            sorted.photos << path;
        else
            return std::nullopt;
    }
    return sorted;
}

SortedPaths sortedPaths(const QStringList &paths)
{
    SortedPaths sorted;
    for (const QString &path : paths) {
        if (const auto known = sortedByName({path})) {
            sorted.photos << known->photos;
            sorted.weights << known->weights;
            sorted.logs << known->logs;
        } else {
            sortByContents(path, sorted);
        }
    }
    return sorted;
}

} // namespace inceptoscope
