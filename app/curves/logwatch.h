#pragma once

#include "curves/logfollower.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <stop_token>

namespace inceptoscope {

/// What came of logs since it was last told.
struct LogNews
{
    std::vector<LogFollower::Changed> changed;
    std::vector<RunId> gone;
    /// Sources, some of whose problems are over: those that are left are among the new ones.
    std::vector<std::filesystem::path> settled;
    std::vector<LogProblem> problems; ///< of the request that is done, else new ones
    int removals = 0; ///< how many runs had been dropped by then
    std::optional<int> done; ///< the request that is answered with it
};

/// Follows training logs on a thread of its own, which it is moved to. Tells at most ten times a
/// second what has come, but of what was just opened soon, and of appended points within half a
/// second.
class LogWatch : public QObject
{
    Q_OBJECT

public:
    LogWatch();

    /// Paths are canonical. What comes is told under the request's number; `stop` gives it up.
    void open(const std::vector<std::filesystem::path> &paths, int request,
              const std::stop_token &stop);
    /// Reads everything again.
    void readAnew(int request, const std::stop_token &stop);
    /// `number`: how many were dropped so far.
    void drop(const RunId &id, int number);
    void forget(int request);
    /// From any thread: gives up whatever it is doing.
    void requestStop() { m_stop.request_stop(); }

signals:
    void news(const inceptoscope::LogNews &news);

private:
    void tick();
    void readUntilDone(int request, const std::stop_token &stop);
    void lookAgain();
    void tell(const LogNews &news);
    void tellInTime();
    void tellWhatCame();
    void planTick(bool hasMore);

    LogFollower m_follower;
    std::stop_source m_stop;
    QTimer m_timer;
    QElapsedTimer m_sinceTold;
    QElapsedTimer m_sinceLook;
    int m_removals = 0;
    qint64 m_lookTook = 0; ///< milliseconds
};

} // namespace inceptoscope
