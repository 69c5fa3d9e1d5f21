#include "curves/runloader.h"

#include "curves/runlogs.h"
#include "images/shownname.h"

#include <QFile>
#include <QFileInfo>

#include <vector>

namespace inceptoscope {

/// As the file system calls it: a log that is opened by another way is the same one.
static std::filesystem::path canonical(const QString &path)
{
    const QString resolved = QFileInfo(path).canonicalFilePath();
    return QFile::encodeName(resolved.isEmpty() ? path : resolved).toStdString();
}

RunCollection loadRuns(const QStringList &paths, std::stop_token stop)
{
    std::vector<std::filesystem::path> sources;
    for (const QString &path : paths)
        sources.push_back(canonical(path));
    RunLogs read = readRunLogs(sources, stop);
    RunCollection collection;
    collection.runs = std::move(read.runs);
    for (const LogProblem &problem : read.problems)
        collection.problems += shownName(QString::fromStdString(problem.sentence()));
    return collection;
}

} // namespace inceptoscope
