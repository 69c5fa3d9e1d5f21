#include "curves/curvescontroller.h"

#include "curves/logwatch.h"
#include "images/shownname.h"
#include "resourcelocator.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace inceptoscope {

namespace {

/// A network mount whose server is gone may hold whoever asks it forever: who waits for longer than
/// this leaves the thread behind.
constexpr int patience = 1000; // milliseconds

/// As the file system calls them: a log that is opened by another way is the same one. Asks the
/// disk.
std::vector<std::filesystem::path> canonical(const QStringList &paths)
{
    std::vector<std::filesystem::path> sources;
    sources.reserve(static_cast<std::size_t>(paths.size()));
    for (const QString &path : paths) {
        const QString resolved = QFileInfo(path).canonicalFilePath();
        sources.emplace_back(QFile::encodeName(resolved.isEmpty() ? path : resolved).toStdString());
    }
    return sources;
}

QStringList sentences(const std::vector<LogProblem> &problems)
{
    QStringList sentences;
    for (const LogProblem &problem : problems)
        sentences += shownName(QString::fromStdString(problem.sentence()));
    return sentences;
}

} // namespace

CurvesController::CurvesController(QObject *parent)
    : QObject(parent)
    , m_thread(new QThread)
    , m_watch(new LogWatch)
{
    m_watch->moveToThread(m_thread);
    connect(m_thread, &QThread::finished, m_watch, &QObject::deleteLater);
    connect(m_watch, &LogWatch::news, this, &CurvesController::take);
    m_thread->start();
}

CurvesController::~CurvesController()
{
    m_stop.request_stop();
    m_watch->requestStop();
    m_thread->quit();
    if (m_thread->wait(patience))
        delete m_thread;
}

void CurvesController::loadBundled()
{
    openLogs({resourcePath(QStringLiteral("runs/networks"))});
}

void CurvesController::openExperiments()
{
    openLogs({resourcePath(QStringLiteral("runs/experiments"))});
}

int CurvesController::beginRequest()
{
    m_open.insert(++m_lastRequest);
    if (m_open.size() == 1)
        emit loadingChanged(true);
    return m_lastRequest;
}

void CurvesController::openLogs(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    QMetaObject::invokeMethod(
        m_watch, [watch = m_watch, paths, request = beginRequest(), stop = m_stop.get_token()] {
            watch->open(canonical(paths), request, stop);
        });
}

void CurvesController::reload()
{
    if (m_collection.runs.empty())
        return;
    QMetaObject::invokeMethod(m_watch,
                              [watch = m_watch, request = beginRequest(),
                               stop = m_stop.get_token()] { watch->readAnew(request, stop); });
}

void CurvesController::remove(const std::set<RunId> &ids)
{
    for (const RunId &id : ids) {
        const int number = ++m_lastRemoval;
        m_removed[id] = number;
        QMetaObject::invokeMethod(m_watch,
                                  [watch = m_watch, id, number] { watch->drop(id, number); });
    }
    removeRuns(ids);
}

void CurvesController::removeRuns(const std::set<RunId> &ids)
{
    if (std::erase_if(m_collection.runs,
                      [&ids](const RunLog &run) { return ids.contains(run.id); }))
        emit collectionChanged(m_collection);
}

void CurvesController::cancel()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    std::set<RunId> begun;
    for (const auto &[id, request] : m_requests)
        begun.insert(id);
    m_requests.clear();
    for (const int request : m_open) {
        m_cancelled.insert(request);
        QMetaObject::invokeMethod(m_watch, [watch = m_watch, request] { watch->forget(request); });
    }
    removeRuns(begun);
}

void CurvesController::take(const LogNews &news)
{
    const bool hasRuns = takeRuns(news);
    const bool isWanted = !news.done || !m_cancelled.contains(*news.done);
    const bool hasProblems = isWanted && takeProblems(news);
    if (hasRuns || hasProblems || (isWanted && news.done))
        emit collectionChanged(m_collection);
    if (!news.done)
        return;
    std::erase_if(m_requests, [&news](const auto &each) { return each.second == *news.done; });
    m_open.erase(*news.done);
    if (m_open.empty())
        emit loadingChanged(false);
}

/// Whether they have changed.
bool CurvesController::takeProblems(const LogNews &news)
{
    if (news.done)
        m_problems.clear();
    std::erase_if(m_problems, [&news](const LogProblem &problem) {
        return std::ranges::find(news.settled, problem.source) != news.settled.end();
    });
    m_problems.insert(m_problems.end(), news.problems.begin(), news.problems.end());
    return std::exchange(m_collection.problems, sentences(m_problems)) != m_collection.problems;
}

/// Whether there were any.
bool CurvesController::takeRuns(const LogNews &news)
{
    RunCollection newer{{}, std::move(m_collection.problems)};
    for (const LogFollower::Changed &changed : news.changed) {
        if (m_cancelled.contains(changed.request) || isRemoved(changed.run.id, news.removals))
            continue;
        newer.runs.push_back(changed.run);
        if (m_open.contains(changed.request))
            m_requests.try_emplace(changed.run.id, changed.request);
    }
    const std::set<RunId> gone(news.gone.begin(), news.gone.end());
    const auto erased = std::erase_if(m_collection.runs,
                                      [&gone](const RunLog &run) { return gone.contains(run.id); });
    m_collection = merged(std::move(m_collection), newer);
    return erased > 0 || !newer.runs.empty();
}

/// What was on its way when a run was removed does not bring it back.
bool CurvesController::isRemoved(const RunId &id, int removals)
{
    const auto removed = m_removed.find(id);
    if (removed == m_removed.end() || removals < removed->second)
        return removed != m_removed.end();
    m_removed.erase(removed);
    return false;
}

} // namespace inceptoscope
