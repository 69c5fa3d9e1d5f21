#pragma once

#include "async/diskworkers.h"
#include "folders/folderjob.h"
#include "weights/speedmeter.h"

#include <QBasicTimer>
#include <QObject>

#include <memory>
#include <optional>
#include <stop_token>

namespace inceptoscope {

class InferenceController;

struct FolderProgress
{
    int done = 0; ///< photos, also those that could not be read
    std::optional<int> total{}; ///< nothing while the folder is still being listed
    double speed = 0.0; ///< photos a second, lately; 0: not known yet
    bool isHeld = false; ///< something else goes first, for longer than a moment

    /// Seconds; nothing where that cannot be told.
    std::optional<double> remaining() const;
};

/// Runs all photos below some folders through a network while nothing else is to be computed, with
/// the engine of the page Explore: what a person looks at goes first.
class FolderRun : public QObject
{
    Q_OBJECT

public:
    enum class State { Empty, Running, Paused, Finished, Cancelled, Failed };
    Q_ENUM(State)

    /// The controller is gone before the run is.
    explicit FolderRun(InferenceController *inference, QObject *parent = nullptr);
    ~FolderRun() override;

    /// Begins anew; what was there before is void. Where there is something to lose, that stays
    /// until it is known that the folders have photos; if they have none, it goes on.
    void start(const QStringList &folders, const FolderSettings &settings);
    /// With a job of another kind, which is lent an engine for `settings`.
    using MakeJob = std::function<std::shared_ptr<PhotoJob>(PhotoJob::Listener listener)>;
    void start(const QStringList &folders, const FolderSettings &settings, const MakeJob &make);
    void pause();
    void resume();
    void cancel();
    /// While held it leaves the turn that it has and takes no other, and goes on by itself after
    /// that: something else goes first (Precedence).
    void setHeld(bool held);

    bool isHeld() const { return m_isHeld; }
    State state() const { return m_state; }
    bool isUnderWay() const { return m_state == State::Running || m_state == State::Paused; }
    const QStringList &folders() const { return m_folders; }
    const FolderSettings &settings() const { return m_settings; }
    const FolderProgress &progress() const { return m_progress; }
    /// Of the network's classes; empty until the network is ready.
    const QStringList &labels() const { return m_labels; }
    /// Why it failed.
    QString problem() const { return m_problem; }

signals:
    void started(); ///< the rows of before are void
    void stateChanged(inceptoscope::FolderRun::State state);
    void labelsKnown(const QStringList &labels); ///< before any row
    void rowsReady(const inceptoscope::FolderRows &rows);
    void progressChanged();
    void problemFound(const QString &sentence); ///< about the folders, all at once

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void begin(const QStringList &folders, const FolderSettings &settings, const MakeJob &make);
    void setState(State state);
    PhotoJob::Listener listener();
    void countPhotos();
    void take();
    void endTurn(int run, const Expected<PhotoJob::End> &end, const QStringList &problems);
    void finish(const QStringList &problems);
    void letGo();

    InferenceController *m_inference;
    QStringList m_folders;
    FolderSettings m_settings;
    QStringList m_labels;
    FolderProgress m_progress;
    QString m_problem;
    State m_state = State::Empty;
    int m_number = 0; ///< of the run; what comes of others is dropped
    std::shared_ptr<PhotoJob> m_job;
    std::stop_source m_turn; ///< ends the turn under way
    std::stop_source m_count;
    std::stop_source m_look; ///< whether folders to come have photos
    int m_looks = 0; ///< the newest counts
    bool m_isHeld = false;
    bool m_isLent = false; ///< the engine, to this or to a run before
    SpeedMeter m_speed;
    QBasicTimer m_meter;
    DiskWorkers m_walkers;
};

} // namespace inceptoscope
