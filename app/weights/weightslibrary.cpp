#include "weights/weightslibrary.h"

#include "async/whendone.h"
#include "weights/downloader.h"

#include <QtConcurrentRun>

#include <algorithm>

namespace inceptoscope {

WeightsLibrary::WeightsLibrary(WeightStore store, DownloadLimits limits, QObject *parent)
    : QObject(parent)
    , m_store(std::move(store))
    , m_limits(limits)
{
    m_pool.setMaxThreadCount(1);
}

WeightsLibrary::~WeightsLibrary()
{
    m_stop.request_stop();
    for (const auto &[id, downloader] : m_downloads)
        downloader->pause(); // all at once, then wait for each
}

int WeightsLibrary::downloads() const
{
    return static_cast<int>(std::ranges::count_if(
        m_downloads, [](const auto &each) { return each.second->isActive(); }));
}

/// Whatever else happened to the folder before, `done` finds it as `work` left it.
template<typename Work, typename Done> void WeightsLibrary::run(Work work, const Done &done)
{
    if (m_jobs++ == 0)
        emit busyChanged(true);
    whenDone(this, QtConcurrent::run(&m_pool, std::move(work)),
             [this, done](const std::invoke_result_t<Work> &result) {
                 done(result);
                 if (--m_jobs == 0)
                     emit busyChanged(false);
             });
}

void WeightsLibrary::refreshThen(const std::function<void()> &then)
{
    run([store = m_store] { return weightsRows(store); },
        [this, then](const Expected<std::vector<WeightsRow>> &rows) {
            setRows(rows);
            then();
        });
}

void WeightsLibrary::setRows(const Expected<std::vector<WeightsRow>> &rows)
{
    if (!rows) {
        emit failed(QString::fromStdString(rows.error().message));
        return;
    }
    auto merged = *rows;
    for (WeightsRow &row : merged) {
        const auto found = m_downloads.find(row.weights.id);
        if (found == m_downloads.end())
            continue;
        row.download = found->second->state();
        row.progress = found->second->progress();
        row.message = found->second->message().toStdString();
    }
    m_model.setRows(std::move(merged));
    emit refreshed();
}

Downloader *WeightsLibrary::downloaderFor(const WeightsRow &row)
{
    auto &downloader = m_downloads[row.weights.id];
    if (!downloader) {
        downloader = std::make_unique<Downloader>(m_store.requestFor(row.weights), m_limits);
        follow(QString::fromStdString(row.weights.id), downloader.get());
    }
    return downloader.get();
}

void WeightsLibrary::follow(const QString &id, Downloader *downloader)
{
    const auto show = [this, id = id.toStdString(), downloader] { showProgress(id, *downloader); };
    connect(downloader, &Downloader::progressChanged, this, show);
    connect(downloader, &Downloader::stateChanged, this, show);
    connect(downloader, &Downloader::stateChanged, this,
            [this] { emit downloadsChanged(downloads()); });
    connect(
        downloader, &Downloader::finished, this, [this, id] { finish(id.toStdString()); },
        Qt::QueuedConnection); // it ends the downloader
}

void WeightsLibrary::showProgress(const std::string &id, const Downloader &downloader)
{
    const WeightsRow *shown = m_model.find(id);
    if (!shown)
        return;
    WeightsRow row = *shown;
    row.download = downloader.state();
    row.progress = downloader.progress();
    row.message = downloader.message().toStdString();
    m_model.update(row);
}

void WeightsLibrary::finish(const std::string &id)
{
    m_downloads.erase(id);
    refreshThen([this, id] { emit installed(QString::fromStdString(id)); });
}

void WeightsLibrary::get(const QString &id)
{
    const WeightsRow *row = m_model.find(id.toStdString());
    if (row && row->canGet())
        downloaderFor(*row)->start();
}

void WeightsLibrary::pause(const QString &id)
{
    const auto found = m_downloads.find(id.toStdString());
    if (found != m_downloads.end())
        found->second->pause();
}

void WeightsLibrary::discard(const QString &id)
{
    const auto found = m_downloads.find(id.toStdString());
    if (found != m_downloads.end())
        found->second->cancel();
    else if (const WeightsRow *row = m_model.find(id.toStdString()); row && row->canDiscard())
        remove(id); // of one that is not installed, the part
}

void WeightsLibrary::remove(const QString &id)
{
    run([store = m_store, id = id.toStdString()] { return store.remove(id); },
        [this, id](const Expected<void> &done) {
            if (done)
                refreshThen([this, id] { emit removed(id); });
            else
                emit failed(QString::fromStdString(done.error().message));
        });
}

void WeightsLibrary::importFile(const QString &path)
{
    run([store = m_store, path = path.toStdString(),
         stop = m_stop.get_token()] { return store.import(path, {}, stop); },
        [this](const Expected<InstalledWeights> &done) {
            if (done)
                refreshThen([this, id = done->id] { emit installed(QString::fromStdString(id)); });
            else
                emit failed(QString::fromStdString(done.error().message));
        });
}

void WeightsLibrary::keepFile(const QString &path)
{
    run([store = m_store, path = path.toStdString(),
         stop = m_stop.get_token()] { return store.keep(path, stop); },
        [this, path](const Expected<InstalledWeights> &done) {
            if (done)
                refreshThen(
                    [this, path, id = done->id] { emit kept(path, QString::fromStdString(id)); });
            else
                emit notKept(path, QString::fromStdString(done.error().message));
        });
}

} // namespace inceptoscope
