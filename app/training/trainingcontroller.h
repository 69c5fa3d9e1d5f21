#pragma once

#include "async/diskworkers.h"
#include "training/trainingfolder.h"

#include <QObject>
#include <QTimer>

#include <cstddef>
#include <set>

namespace inceptoscope {

/// The training that the page Train shows. Its runs are processes of their own: they go on when
/// this object, the window or the session ends, and are found again by their folders. What happens
/// there is looked at twice a second while a run is under way. Nothing here waits for a disk
/// but what was asked for last: runs that are to start or to end do so when this goes, too.
class TrainingController : public QObject
{
    Q_OBJECT

public:
    enum class State {
        None, ///< no training is shown
        Preparing, ///< its folder is being made or read, its runs are being started
        Running,
        Stopping, ///< the runs were asked to end, and write where they are
        Paused, ///< by a person, who is to go on
        Stopped, ///< early, by a person or by a fault
        Finished,
    };

    /// `program`: what runs are started with; empty: this program.
    explicit TrainingController(const QString &program = {}, QObject *parent = nullptr);
    const QString &program() const { return m_program; }

    State state() const;
    /// Of the training that is shown; empty where none is.
    const TrainingFolder &folder() const { return m_folder; }
    /// By variant.
    const std::vector<RunStatus> &runs() const { return m_runs; }

    /// Trains into a new folder below `parent`.
    void start(const TrainingChoice &choice, const QString &parent);
    /// Ends the runs with a checkpoint, from which goOn() takes them up: after a restart of the
    /// computer, too.
    void pause() { interrupt(true); }
    /// The same, and the person is through with it.
    void stop() { interrupt(false); }
    /// Takes up what is paused, was stopped or has ended early; what is under way goes on.
    void goOn();
    /// Shows a training that is there.
    void open(const QString &path);
    /// Shows the one that was shown last, or one below `parent` where that is under way and the
    /// other is not. What is shown meanwhile stays.
    void findAgain(const QString &parent);
    /// Looks at what is shown: somebody else may have begun or removed a run since it ended.
    void lookAgain();

signals:
    void changed(); ///< any of the above
    void opened(); ///< another training is shown
    void failed(const QString &sentence); ///< of start, goOn, open; plain text

private:
    int beginPreparing();
    void fail(const Error &error);
    void show(const TrainingFolder &folder);
    void startRuns();
    void interrupt(bool pauses);
    void look();
    void take(std::vector<RunStatus> runs);
    bool isUnderWay() const;

    const QString m_program;
    TrainingFolder m_folder;
    std::vector<RunStatus> m_runs;
    std::vector<int> m_started; ///< processes, by run
    std::set<std::size_t> m_asked; ///< runs that were, since they were started, to end
    bool m_isPreparing = false;
    bool m_isInterrupted = false; ///< since the runs were started
    bool m_isPaused = false; ///< rather than stopped
    bool m_isLooking = false;
    int m_ticket = 0; ///< of what was asked last
    QTimer m_timer;
    DiskWorkers m_disks; ///< on which the folders lie
};

} // namespace inceptoscope
