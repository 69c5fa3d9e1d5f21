#include "curves/runloader.h"

#include "images/shownname.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <new>

namespace inceptoscope {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("RunLoader", text);
}

Expected<RunLog> readLog(const QString &path)
{
    try {
        return readRunLog(QFile::encodeName(path).toStdString());
    } catch (const std::bad_alloc &) {
        return failure(path.toStdString()
                       + " needs more memory than there is; close other programs");
    }
}

QString canonical(const QString &path)
{
    const QString resolved = QFileInfo(path).canonicalFilePath();
    return resolved.isEmpty() ? path : resolved;
}

class RunLoader
{
public:
    explicit RunLoader(std::stop_token stop)
        : m_stop(std::move(stop))
    {
    }

    void add(const QString &path)
    {
        if (QFileInfo(path).isDir())
            addFolder(path);
        else
            addLog(path);
    }

    RunCollection collection() const { return m_collection; }

private:
    void addFolder(const QString &folder)
    {
        QStringList logs = logsBelow(folder);
        if (logs.isEmpty()) {
            tell(tr("%1 has no training logs in it; choose a folder with *.jsonl files that the "
                    "trainer wrote")
                     .arg(folder));
        } else if (logs.size() > mostLogsOfAFolder) {
            tell(tr("%1 has more than %2 training logs; the first %2 are taken, open the others in "
                    "parts")
                     .arg(folder, QString::number(mostLogsOfAFolder)));
            logs.resize(mostLogsOfAFolder);
        }
        for (const QString &log : std::as_const(logs))
            addLog(log);
    }

    /// One more than are taken, where there are more.
    QStringList logsBelow(const QString &folder) const
    {
        QStringList logs;
        QDirIterator files(folder, {QStringLiteral("*.jsonl")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext() && logs.size() <= mostLogsOfAFolder && !m_stop.stop_requested())
            logs += files.next();
        logs.sort();
        return logs;
    }

    void addLog(const QString &path)
    {
        const QString source = canonical(path);
        if (m_stop.stop_requested() || m_seen.contains(source))
            return;
        m_seen += source;
        if (auto log = readLog(source))
            m_collection.runs.push_back(std::move(*log));
        else
            tell(QString::fromStdString(log.error().message));
    }

    void tell(const QString &sentence) { m_collection.problems += shownName(sentence); }

    std::stop_token m_stop;
    QStringList m_seen;
    RunCollection m_collection;
};

} // namespace

RunCollection loadRuns(const QStringList &paths, std::stop_token stop)
{
    RunLoader loader(std::move(stop));
    for (const QString &path : paths)
        loader.add(path);
    return loader.collection();
}

} // namespace inceptoscope
