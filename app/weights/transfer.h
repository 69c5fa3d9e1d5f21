#pragma once

#include "weights/downloadrequest.h"
#include "weights/httpanswer.h"
#include "weights/partfile.h"
#include "weights/speedmeter.h"

#include <QElapsedTimer>
#include <QLockFile>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

namespace inceptoscope {

/// The work of a Downloader, on the thread it lives on. One request is under way at a time; each
/// goes on from what the part holds. Whatever happens ends in Finished, Failed, Paused or Idle, or
/// in another request, and the number of those that bring nothing new is bounded.
class Transfer : public QObject
{
    Q_OBJECT

public:
    Transfer(DownloadRequest request, DownloadLimits limits);
    ~Transfer() override;

    void begin(const std::stop_token &stop);
    void pause();
    void cancel();

signals:
    void stateChanged(inceptoscope::DownloadState state, const QString &message);
    void progressed(const inceptoscope::DownloadProgress &progress);

private:
    // Getting going and ending.
    Expected<void> prepare();
    Expected<void> lock();
    void setState(DownloadState state, const QString &message = {});
    void end(DownloadState state, const QString &message = {});
    void fail(const std::string &reason);
    void tellProgress();

    // Requests.
    void send();
    void sendTo(const QUrl &url);
    void dropReply();
    void retry(const std::string &reason, std::chrono::milliseconds atLeast = {});
    void startOver(const std::string &reason);

    // Answers.
    void onHeaders();
    void follow(const QUrl &target);
    void onRange(const HttpAnswer &answer);
    void onRangeRefused(const HttpAnswer &answer);
    void onWhole(const HttpAnswer &answer);
    bool isAcceptable(const HttpAnswer &answer, std::int64_t total);
    Expected<void> checkSpace(std::int64_t bytes) const;
    void onBytes();
    void onFinished();

    // The end of the file.
    void complete();
    std::string wrongHash(const std::string &sha256) const;
    void install(const std::string &sha256);

    const DownloadRequest m_request;
    const DownloadLimits m_limits;
    std::stop_token m_stop;
    DownloadState m_state = DownloadState::Idle;

    std::unique_ptr<QNetworkAccessManager> m_network;
    QNetworkReply *m_reply = nullptr;
    bool m_hasAnswer = false; ///< the reply's body is being taken
    int m_hops = 0; ///< redirects followed for this request
    int m_fruitless = 0; ///< requests in a row that brought nothing new
    std::int64_t m_most = 0; ///< bytes there ever were
    std::string m_linkedSha256; ///< as the server states it
    QString m_untrusted; ///< what is wrong with the server's certificate
    bool m_goesOn = false; ///< part of the file came by another request

    QLockFile m_lock;
    PartFile m_part;
    QTimer m_stall;
    QTimer m_wait;
    QTimer m_tick;
    QElapsedTimer m_sinceTick;
    SpeedMeter m_speed;
    DownloadProgress m_progress;
};

} // namespace inceptoscope
