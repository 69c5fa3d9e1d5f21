#pragma once

#include "curves/runcollection.h"

#include <QObject>
#include <QThreadPool>

#include <stop_token>

namespace inceptoscope {

/// The training runs of the Curves page. Logs are read on a worker in the order they were asked
/// for; the newest reading of a log is the one that stays.
class CurvesController : public QObject
{
    Q_OBJECT

public:
    explicit CurvesController(QObject *parent = nullptr);
    ~CurvesController() override;

    const RunCollection &collection() const { return m_collection; }
    bool isLoading() const { return m_loading > 0; }

    /// The runs that come with the program.
    void loadBundled();
    /// Adds training logs of any format, and folders with all that are below them.
    void openLogs(const QStringList &paths);
    /// Reads every log again, for runs that go on. One that cannot be read stays as it was, and no
    /// run comes that was not there.
    void reload();
    /// Takes a run out of the collection; its log stays on the disk.
    void remove(const RunId &id);
    /// Gives up what is being read.
    void cancel();

signals:
    void collectionChanged(const inceptoscope::RunCollection &collection);
    void loadingChanged(bool loading);

private:
    enum class Take { All, KnownRuns };

    void read(const QStringList &paths, Take take);
    void finish(RunCollection loaded, Take take);

    RunCollection m_collection;
    int m_loading = 0; ///< requests that are not answered yet
    std::stop_source m_stop;
    QThreadPool m_workers;
};

} // namespace inceptoscope
