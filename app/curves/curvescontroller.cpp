#include "curves/curvescontroller.h"

#include "async/whendone.h"
#include "curves/runloader.h"
#include "resourcelocator.h"

#include <QFile>
#include <QtConcurrent>

namespace inceptoscope {

CurvesController::CurvesController(QObject *parent)
    : QObject(parent)
{
    m_workers.setMaxThreadCount(1); // so that the newest reading arrives last
}

CurvesController::~CurvesController()
{
    m_stop.request_stop();
    m_workers.waitForDone();
}

void CurvesController::loadBundled()
{
    openLogs({resourcePath(QStringLiteral("runs"))});
}

static RunCollection withProblem(const Error &error)
{
    RunCollection collection;
    collection.problems += QString::fromStdString(error.message);
    return collection;
}

void CurvesController::openLogs(const QStringList &paths)
{
    read(paths, Take::All);
}

void CurvesController::reload()
{
    QStringList paths;
    for (const RunLog &run : m_collection.runs)
        paths += QFile::decodeName(QByteArray::fromStdString(run.id.source.string()));
    paths.removeDuplicates(); // of runs in one file
    read(paths, Take::KnownRuns);
}

void CurvesController::read(const QStringList &paths, Take take)
{
    if (paths.isEmpty())
        return;
    if (++m_loading == 1)
        emit loadingChanged(true);
    whenDone(this, QtConcurrent::run(&m_workers, loadRuns, paths, m_stop.get_token()),
             [this, take, stop = m_stop.get_token()](const Expected<RunCollection> &loaded) {
                 if (!stop.stop_requested())
                     finish(loaded ? *loaded : withProblem(loaded.error()), take);
                 if (--m_loading == 0)
                     emit loadingChanged(false);
             });
}

void CurvesController::remove(const RunId &id)
{
    if (std::erase_if(m_collection.runs, [&](const RunLog &run) { return run.id == id; }))
        emit collectionChanged(m_collection);
}

void CurvesController::cancel()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
}

/// The folder of a run may have others below it, which were taken out.
void CurvesController::finish(RunCollection loaded, Take take)
{
    if (take == Take::KnownRuns)
        loaded.runs = runsAmong(std::move(loaded.runs), m_collection.runs);
    m_collection = merged(std::move(m_collection), loaded);
    emit collectionChanged(m_collection);
}

} // namespace inceptoscope
