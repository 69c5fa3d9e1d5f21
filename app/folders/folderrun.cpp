#include "folders/folderrun.h"

#include "async/whendone.h"
#include "inference/inferencecontroller.h"
#include "photos/folderwalk.h"

#include <QThreadPool>
#include <QTimerEvent>

#include <algorithm>
#include <utility>

namespace inceptoscope {

static constexpr int meterInterval = 500; // milliseconds

static QString inOne(const QStringList &problems)
{
    return problems.join(QStringLiteral(". "));
}

/// Why there is nothing to run; empty where there is a photo. Blocks on the disk.
static QStringList lackOfPhotos(const QStringList &folders, const std::stop_token &stop)
{
    std::stop_source enough;
    const std::stop_callback forward(stop, [&enough] { enough.request_stop(); });
    bool isFound = false;
    QStringList problems = walkPictures(folders, enough.get_token(), [&](const QString &) {
        isFound = true;
        enough.request_stop();
    });
    return isFound ? QStringList() : problems;
}

std::optional<double> FolderProgress::remaining() const
{
    if (!total || speed <= 0.0)
        return std::nullopt;
    return std::max(0, *total - done) / speed;
}

FolderRun::FolderRun(InferenceController *inference, QObject *parent)
    : QObject(parent)
    , m_inference(inference)
{
    connect(inference, &InferenceController::idle, this, &FolderRun::take);
}

/// No turn is under way: the controller has gone and waited for it.
FolderRun::~FolderRun()
{
    m_count.request_stop();
    m_look.request_stop();
}

void FolderRun::start(const QStringList &folders, const FolderSettings &settings)
{
    start(folders, settings, [folders, settings](PhotoJob::Listener listener) {
        return std::make_shared<FolderJob>(folders, settings, std::move(listener));
    });
}

void FolderRun::start(const QStringList &folders, const FolderSettings &settings,
                      const MakeJob &make)
{
    m_look.request_stop();
    const int look = ++m_looks;
    if (!isUnderWay() && m_progress.done == 0) {
        begin(folders, settings, make);
        return;
    }
    m_look = {};
    const auto work = [folders, stop = m_look.get_token()] { return lackOfPhotos(folders, stop); };
    whenDone(this, m_walkers.run(work),
             [this, look, folders, settings, make](const Expected<QStringList> &lack) {
                 if (look != m_looks)
                     return;
                 if (!lack)
                     emit problemFound(QString::fromStdString(lack.error().message));
                 else if (lack->isEmpty())
                     begin(folders, settings, make);
                 else
                     emit problemFound(inOne(*lack));
             });
}

void FolderRun::begin(const QStringList &folders, const FolderSettings &settings,
                      const MakeJob &make)
{
    letGo();
    ++m_number;
    m_folders = folders;
    m_settings = settings;
    m_labels.clear();
    m_progress = {};
    m_problem.clear();
    m_speed.reset();
    m_job = make(listener());
    countPhotos();
    emit started();
    setState(State::Running);
    emit progressChanged();
    take();
}

PhotoJob::Listener FolderRun::listener()
{
    const auto here = [this, run = m_number](auto act) {
        QMetaObject::invokeMethod(
            this,
            [this, run, act = std::move(act)] {
                if (run == m_number && m_job)
                    act();
            },
            Qt::QueuedConnection);
    };
    return {.begun =
                [this, here](const QStringList &labels) {
                    here([this, labels] {
                        m_labels = labels;
                        emit labelsKnown(labels);
                    });
                },
            .answered =
                [this, here](const FolderRows &rows) {
                    here([this, rows] {
                        m_progress.done += static_cast<int>(rows->size());
                        m_speed.add(static_cast<std::int64_t>(rows->size()));
                        emit rowsReady(rows);
                        emit progressChanged();
                    });
                }};
}

/// Listing is quick beside answering, and tells how long that will take.
void FolderRun::countPhotos()
{
    m_count.request_stop();
    m_count = {};
    const auto count = [folders = m_folders, stop = m_count.get_token()] {
        int photos = 0;
        walkPictures(folders, stop, [&photos](const QString &) { ++photos; });
        return photos;
    };
    whenDone(this, m_walkers.run(count), [this, run = m_number](const Expected<int> &photos) {
        if (run != m_number || !isUnderWay())
            return;
        m_progress.total = photos ? std::optional(*photos) : std::nullopt;
        emit progressChanged();
    });
}

/// The engine, where it has nothing else to do.
void FolderRun::take()
{
    if (m_state != State::Running || m_isHeld || m_isLent || !m_job)
        return;
    m_turn = {};
    const auto work = [this, job = m_job, run = m_number,
                       turn = m_turn](EngineHost &host, const std::stop_token &leave) mutable {
        const std::stop_callback forward(leave, [&turn] { turn.request_stop(); });
        const auto end = outcomeOf([&] { return job->go(host, turn.get_token()); });
        const QStringList problems =
            end == PhotoJob::End::Finished ? job->problems() : QStringList();
        QMetaObject::invokeMethod(
            this, [this, run, end, problems] { endTurn(run, end, problems); },
            Qt::QueuedConnection);
    };
    m_isLent = m_inference->lend(work);
}

void FolderRun::endTurn(int run, const Expected<PhotoJob::End> &end, const QStringList &problems)
{
    m_isLent = false;
    if (run == m_number && isUnderWay()) {
        if (!end) {
            m_problem = QString::fromStdString(end.error().message);
            letGo();
            setState(State::Failed);
        } else if (*end == PhotoJob::End::Finished) {
            finish(problems);
        }
    }
    take(); // if it is idle; else when it is
}

void FolderRun::finish(const QStringList &problems)
{
    letGo();
    m_progress.total = m_progress.done;
    setState(State::Finished);
    emit progressChanged();
    if (!problems.isEmpty())
        emit problemFound(inOne(problems));
}

void FolderRun::pause()
{
    if (m_state != State::Running)
        return;
    m_turn.request_stop();
    setState(State::Paused);
}

void FolderRun::resume()
{
    if (m_state != State::Paused)
        return;
    setState(State::Running);
    take();
}

void FolderRun::setHeld(bool held)
{
    if (std::exchange(m_isHeld, held) == held)
        return;
    if (held)
        m_turn.request_stop();
    else
        take();
}

void FolderRun::cancel()
{
    if (!isUnderWay())
        return;
    letGo();
    setState(State::Cancelled);
}

/// A job that goes waits for the photos that are being read, elsewhere.
void FolderRun::letGo()
{
    m_turn.request_stop();
    m_count.request_stop();
    if (m_job)
        QThreadPool::globalInstance()->start(
            [job = std::exchange(m_job, nullptr)]() mutable { job.reset(); });
}

void FolderRun::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    if (state == State::Running) {
        m_meter.start(meterInterval, this);
    } else {
        m_meter.stop();
        m_speed.reset();
        m_progress.speed = 0.0;
        m_progress.isHeld = false;
    }
    emit stateChanged(state);
}

void FolderRun::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_meter.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    m_progress.speed = m_speed.measure(meterInterval / 1000.0);
    m_progress.isHeld = m_isHeld;
    emit progressChanged();
}

} // namespace inceptoscope
