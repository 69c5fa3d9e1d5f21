#include "opening/logpaths.h"

#include "async/diskworkers.h"
#include "curves/readers/recognition.h"
#include "images/imagedecoder.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace inceptoscope {

namespace {

std::string nameOf(const QString &path)
{
    return QFile::encodeName(QFileInfo(path).fileName()).toStdString();
}

bool isCalledALog(const std::string &name)
{
    constexpr std::array<std::string_view, 5> suffixes{".csv", ".tsv", ".jsonl", ".ndjson", ".log"};
    return isCalledAnEventFile(name)
        || std::ranges::any_of(suffixes,
                               [&name](std::string_view suffix) { return name.ends_with(suffix); });
}

/// Nothing where it is none, or cannot be read. A pipe or a device is not opened: nothing may ever
/// come out of it.
QByteArray beginningOf(const QString &path)
{
    return askDisk([&] {
        QFile file(path);
        const bool isOpen =
            QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        return isOpen ? file.read(qint64(recognisedBytes)) : QByteArray();
    });
}

bool beginsAsLog(const QString &path)
{
    const QByteArray beginning = beginningOf(path);
    return recognisedFormat(nameOf(path), {beginning.constData(), std::size_t(beginning.size())})
        .has_value();
}

/// Below a folder a file is only opened where its name allows a log, or MLflow may have named it
/// after a metric, as findRuns does.
bool isLogBelow(const QString &folder, const QString &path)
{
    const auto name = QDir::cleanPath(folder).lastIndexOf(u'/') + 1;
    const bool isInMetrics = path.indexOf(QLatin1String("metrics/"), name) == name
        || path.indexOf(QLatin1String("/metrics/"), name) >= 0;
    return (isInMetrics || mayBeLog(nameOf(path))) && beginsAsLog(path);
}

} // namespace

QString logNamePatterns()
{
    return QStringLiteral("*tfevents* *.csv *.json *.jsonl *.log *.ndjson *.tsv *.txt");
}

bool isLogFile(const QString &path)
{
    const bool isFile = askDisk([&] { return QFileInfo(path).isFile(); });
    return isFile && (isCalledALog(nameOf(path)) || beginsAsLog(path));
}

bool holdsOnlyLogs(const QString &folder)
{
    QDirIterator files(folder, QDir::Files,
                       QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
    const auto next = [&files] { return files.hasNext() ? files.next() : QString(); };
    bool hasLogs = false;
    for (int count = 0; count < mostFilesLookedAt; ++count) {
        const QString path = askDisk(next);
        if (path.isEmpty())
            break;
        if (isLogBelow(folder, path))
            hasLogs = true;
        else if (isPictureFile(path))
            return false;
    }
    return hasLogs;
}

} // namespace inceptoscope
