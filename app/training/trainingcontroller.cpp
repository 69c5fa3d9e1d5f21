#include "training/trainingcontroller.h"

#include "async/whendone.h"

#include <QCoreApplication>
#include <QSettings>

#include <algorithm>
#include <chrono>
#include <utility>

namespace inceptoscope {

namespace {

constexpr std::chrono::milliseconds lookInterval(500);

const QString folderKey = QStringLiteral("train/folder");
const QString pausedKey = QStringLiteral("train/paused");

/// Tests are programs of their own, in the same folder.
QString ownProgram()
{
    return QCoreApplication::applicationDirPath() + QStringLiteral("/inceptoscope");
}

bool areUnderWay(const std::vector<RunStatus> &runs)
{
    return std::ranges::any_of(runs, &RunStatus::isUnderWay);
}

bool areFinished(const std::vector<RunStatus> &runs)
{
    return std::ranges::all_of(
        runs, [](const RunStatus &run) { return run.state == RunStatus::State::Finished; });
}

/// What is remembered goes first; it may be anywhere.
Expected<TrainingFolder> lastTraining(const QString &remembered, const QString &parent)
{
    auto last = remembered.isEmpty() ? failure("there was none") : readTrainingFolder(remembered);
    if (last && areUnderWay(readRuns(*last, {})))
        return last;
    const QStringList others = trainingsUnderWay(parent);
    return others.isEmpty() ? last : readTrainingFolder(others.constFirst());
}

} // namespace

TrainingController::TrainingController(const QString &program, QObject *parent)
    : QObject(parent)
    , m_program(program.isEmpty() ? ownProgram() : program)
{
    m_timer.setInterval(lookInterval);
    connect(&m_timer, &QTimer::timeout, this, &TrainingController::look);
}

TrainingController::State TrainingController::state() const
{
    if (m_isPreparing)
        return State::Preparing;
    if (m_runs.empty())
        return State::None;
    if (isUnderWay())
        return m_isInterrupted ? State::Stopping : State::Running;
    if (areFinished(m_runs))
        return State::Finished;
    return m_isPaused ? State::Paused : State::Stopped;
}

bool TrainingController::isUnderWay() const
{
    return areUnderWay(m_runs);
}

/// What was asked before is no longer waited for.
int TrainingController::beginPreparing()
{
    m_isPreparing = true;
    emit changed();
    return ++m_ticket;
}

void TrainingController::fail(const Error &error)
{
    m_isPreparing = false;
    emit failed(QString::fromStdString(error.message));
    emit changed();
}

void TrainingController::start(const TrainingChoice &choice, const QString &parent)
{
    const int ticket = beginPreparing();
    const auto make = [choice, parent] {
        return askDisk([&] { return makeTrainingFolder(parent, choice); });
    };
    whenDone(this, m_disks.run(make), [this, ticket](const Expected<TrainingFolder> &folder) {
        if (ticket != m_ticket)
            return;
        if (!folder)
            return fail(folder.error());
        show(*folder);
        startRuns();
    });
}

void TrainingController::open(const QString &path)
{
    const int ticket = beginPreparing();
    const auto read = [path] { return askDisk([&] { return readTrainingFolder(path); }); };
    whenDone(this, m_disks.run(read), [this, ticket](const Expected<TrainingFolder> &folder) {
        if (ticket != m_ticket)
            return;
        if (!folder)
            return fail(folder.error());
        show(*folder);
        look();
    });
}

void TrainingController::findAgain(const QString &parent)
{
    const QString remembered = QSettings().value(folderKey).toString();
    const auto find = [remembered, parent] {
        return askDisk([&] { return lastTraining(remembered, parent); });
    };
    whenDone(this, m_disks.run(find),
             [this, ticket = m_ticket](const Expected<TrainingFolder> &folder) {
                 if (!folder || ticket != m_ticket)
                     return;
                 show(*folder);
                 look();
             });
}

/// Remembered at once, for the window may crash.
void TrainingController::show(const TrainingFolder &folder)
{
    QSettings settings;
    const bool isRemembered = settings.value(folderKey).toString() == folder.path;
    m_isPaused = isRemembered && settings.value(pausedKey).toBool();
    settings.setValue(folderKey, folder.path);
    settings.setValue(pausedKey, m_isPaused);
    m_folder = folder;
    m_runs.assign(folder.choice.variants.size(), {});
    m_started.clear();
    m_asked.clear();
    m_isInterrupted = false;
    m_isPreparing = true;
    ++m_ticket;
    emit opened();
    emit changed();
}

void TrainingController::goOn()
{
    beginPreparing();
    startRuns();
}

void TrainingController::startRuns()
{
    m_isInterrupted = false;
    m_asked.clear();
    m_isPaused = false;
    QSettings().setValue(pausedKey, false);
    const auto start = [program = m_program, folder = m_folder, before = m_started] {
        return inceptoscope::startRuns(program, folder, before);
    };
    whenDone(this, m_disks.run(start),
             [this, ticket = m_ticket](const Expected<std::vector<int>> &started) {
                 if (ticket != m_ticket)
                     return;
                 if (!started)
                     fail(started.error()); // one of two may be under way all the same
                 else
                     m_started = *started;
                 ++m_ticket; // whoever looks now may have looked before that
                 look();
             });
}

/// A second signal would end a run at once, without its checkpoint.
void TrainingController::interrupt(bool pauses)
{
    m_isPaused = pauses;
    QSettings().setValue(pausedKey, pauses);
    const bool isFirst = isUnderWay() && !std::exchange(m_isInterrupted, true);
    for (std::size_t i = 0; isFirst && i < m_runs.size(); ++i) {
        if (m_runs[i].isUnderWay())
            m_asked.insert(i);
    }
    const auto ask = [folder = m_folder, started = m_started] { interruptRuns(folder, started); };
    if (isFirst)
        whenDone(this, m_disks.run(ask), [](const Expected<void> &) { });
    emit changed();
}

void TrainingController::lookAgain()
{
    if (!m_isPreparing && !m_runs.empty())
        look();
}

void TrainingController::look()
{
    if (m_isLooking)
        return;
    m_isLooking = true;
    const auto read = [folder = m_folder, started = m_started] {
        return askDisk([&] { return readRuns(folder, started); });
    };
    whenDone(this, m_disks.run(read),
             [this, ticket = m_ticket](const Expected<std::vector<RunStatus>> &runs) {
                 m_isLooking = false;
                 if (ticket != m_ticket)
                     return look();
                 if (runs)
                     take(*runs);
             });
}

void TrainingController::take(std::vector<RunStatus> runs)
{
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const bool endedSilently =
            runs[i].state == RunStatus::State::Ended && runs[i].problem.isEmpty();
        if (endedSilently && m_asked.contains(i)) // before it could say so
            runs[i].state = RunStatus::State::Stopped;
    }
    const bool wasPreparing = std::exchange(m_isPreparing, false);
    const bool isOther = runs != m_runs;
    m_runs = std::move(runs);
    if (isUnderWay())
        m_timer.start();
    else
        m_timer.stop();
    if (isOther || wasPreparing)
        emit changed();
}

} // namespace inceptoscope
