#pragma once

#include "weights/downloadrequest.h"
#include "weights/weightstablemodel.h"
#include "weights/weightstore.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <map>
#include <memory>

namespace inceptoscope {

class Downloader;

/// The weights that can be had and those that are here, and what a person does about them: get,
/// pause, discard, import, remove. Files and network are on other threads. What the person sees of
/// it is in the model; ids are those of its rows.
class WeightsLibrary : public QObject
{
    Q_OBJECT

public:
    explicit WeightsLibrary(WeightStore store = WeightStore(), DownloadLimits limits = {},
                            QObject *parent = nullptr);
    ~WeightsLibrary() override; ///< downloads are paused: another run can go on with them

    WeightsTableModel *model() { return &m_model; }
    /// The folder is being read, a file copied or removed.
    bool isBusy() const { return m_jobs > 0; }
    /// Downloads under way.
    int downloads() const;

    /// Reads the table and the folder again.
    void refresh()
    {
        refreshThen([] { });
    }
    /// Fetches public weights, or goes on with what is here of them.
    void get(const QString &id);
    /// Keeps what has come.
    void pause(const QString &id);
    /// Throws away what has come of a download.
    void discard(const QString &id);
    /// Removes installed weights.
    void remove(const QString &id);
    /// Copies a file of weights to the installed ones.
    void importFile(const QString &path);
    /// The same for what a person has made here; see WeightStore::keep.
    void keepFile(const QString &path);

signals:
    void refreshed(); ///< where it is quick, before refresh() returns
    void busyChanged(bool busy);
    void downloadsChanged(int count);
    void installed(const QString &id); ///< fetched or imported; the model knows it
    void removed(const QString &id); ///< the model knows it
    void kept(const QString &path, const QString &id); ///< the model knows it
    void notKept(const QString &path, const QString &message);
    void failed(const QString &message); ///< not of downloads: those say it in their row

private:
    template<typename Work, typename Done> void run(Work work, const Done &done);
    void refreshThen(const std::function<void()> &then);
    void setRows(const Expected<std::vector<WeightsRow>> &rows);
    Downloader *downloaderFor(const WeightsRow &row);
    void follow(const QString &id, Downloader *downloader);
    void showProgress(const std::string &id, const Downloader &downloader);
    void finish(const std::string &id);

    const WeightStore m_store;
    const DownloadLimits m_limits;
    WeightsTableModel m_model;
    std::map<std::string, std::unique_ptr<Downloader>> m_downloads;
    int m_jobs = 0;
    std::stop_source m_stop;
    QThreadPool m_pool; ///< one thread: what is done to the folder is done in turn
};

} // namespace inceptoscope
