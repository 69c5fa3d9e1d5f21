#pragma once

#include "weights/downloadrequest.h"

#include <QObject>
#include <QString>

#include <memory>

class QThread;

namespace inceptoscope {

class Transfer;

/// Fetches one file over HTTP so that it is either whole, checked and in its place, or not there. A
/// part stays beside its place, also when the program ends, and the next start() goes on from it if
/// the server still has the same file. What is cut or stalls is tried again after a while. Network
/// and files are on a thread of its own; the signals come on this object's.
class Downloader : public QObject
{
    Q_OBJECT

public:
    using State = DownloadState;

    explicit Downloader(DownloadRequest request, DownloadLimits limits = {},
                        QObject *parent = nullptr);
    ~Downloader() override; ///< as pause()

    const DownloadRequest &request() const { return m_request; }
    State state() const { return m_state; }
    bool isActive() const; ///< between start() and the end or a pause
    const DownloadProgress &progress() const { return m_progress; }
    /// One sentence in Waiting and Failed, otherwise empty.
    const QString &message() const { return m_message; }

    /// Begins, or goes on.
    void start();
    /// Keeps the part. Paused follows, unless the end is nearer.
    void pause();
    /// Throws the part away. Idle follows, unless the end is nearer.
    void cancel();

signals:
    void stateChanged(inceptoscope::DownloadState state);
    void progressChanged(); ///< ten times a second at most, and at each change of the state
    void finished(); ///< the file is in its place
    void failed(const QString &message);

private:
    void take(State state, const QString &message);

    DownloadRequest m_request;
    State m_state = State::Idle;
    DownloadProgress m_progress;
    QString m_message;
    std::stop_source m_stop;
    std::unique_ptr<QThread> m_thread;
    Transfer *m_transfer; ///< on the thread
};

} // namespace inceptoscope
