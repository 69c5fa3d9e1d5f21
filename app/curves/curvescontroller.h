#pragma once

#include "curves/runcollection.h"

#include <QObject>
#include <QThread>

#include <map>
#include <set>
#include <stop_token>

namespace inceptoscope {

class LogWatch;
struct LogNews;

/// The training runs of the Curves page. Logs are read on a thread of their own in the order they
/// were asked for, and followed: what is appended to them, and runs that come to their folders,
/// come to the collection, too.
class CurvesController : public QObject
{
    Q_OBJECT

public:
    explicit CurvesController(QObject *parent = nullptr);
    ~CurvesController() override;

    const RunCollection &collection() const { return m_collection; }
    bool isLoading() const { return !m_open.empty(); }

    /// The runs of the networks that come with the program.
    void loadBundled();
    /// Adds the paper's experiments, small, that come with it: docs/experiments.md.
    void openExperiments();
    /// Adds training logs of any format, and folders with all that are below them.
    void openLogs(const QStringList &paths);
    /// Reads every log again from its beginning. One that cannot be read stays as it was, and no
    /// run comes back that was removed.
    void reload();
    /// Takes runs out of the collection; their logs stay on the disk.
    void remove(const std::set<RunId> &ids);
    /// Reads on a thread of its own. A disk that does not answer holds that, and nobody else.
    LogWatch *watch() const { return m_watch; }
    /// Gives up what is being read, and the runs it brought so far.
    void cancel();

signals:
    void collectionChanged(const inceptoscope::RunCollection &collection);
    void loadingChanged(bool loading);

private:
    int beginRequest();
    void take(const LogNews &news);
    bool takeRuns(const LogNews &news);
    bool takeProblems(const LogNews &news);
    bool isRemoved(const RunId &id, int removals);
    void removeRuns(const std::set<RunId> &ids);

    RunCollection m_collection;
    std::vector<LogProblem> m_problems; ///< those of the collection
    std::map<RunId, int> m_removed; ///< with the number of the removal
    int m_lastRemoval = 0;
    std::map<RunId, int> m_requests; ///< which of those that are not answered brought it
    std::set<int> m_open; ///< requests that are not answered yet
    std::set<int> m_cancelled;
    int m_lastRequest = 0;
    std::stop_source m_stop;
    QThread *m_thread; ///< outlives this while a disk holds it
    LogWatch *m_watch; ///< on the thread
};

} // namespace inceptoscope
