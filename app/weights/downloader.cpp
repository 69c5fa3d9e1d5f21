#include "weights/downloader.h"

#include "weights/transfer.h"

#include <QThread>

namespace inceptoscope {

Downloader::Downloader(DownloadRequest request, DownloadLimits limits, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_thread(std::make_unique<QThread>())
    , m_transfer(new Transfer(m_request, limits))
{
    m_thread->setObjectName(QStringLiteral("download"));
    m_transfer->moveToThread(m_thread.get());
    connect(m_thread.get(), &QThread::finished, m_transfer, &QObject::deleteLater);
    connect(m_transfer, &Transfer::stateChanged, this, &Downloader::take);
    connect(m_transfer, &Transfer::progressed, this, [this](const DownloadProgress &progress) {
        if (m_progress == progress)
            return;
        m_progress = progress;
        emit progressChanged();
    });
}

Downloader::~Downloader()
{
    m_stop.request_stop();
    if (!m_thread->isRunning()) {
        delete m_transfer;
        return;
    }
    m_thread->quit();
    m_thread->wait();
}

bool Downloader::isActive() const
{
    switch (m_state) {
    case State::Connecting:
    case State::Receiving:
    case State::Waiting:
    case State::Checking:
        return true;
    case State::Idle:
    case State::Paused:
    case State::Finished:
    case State::Failed:
        break;
    }
    return false;
}

void Downloader::start()
{
    if (!m_thread->isRunning())
        m_thread->start();
    if (m_stop.stop_requested())
        m_stop = {};
    QMetaObject::invokeMethod(
        m_transfer, [transfer = m_transfer, stop = m_stop.get_token()] { transfer->begin(stop); });
}

void Downloader::pause()
{
    m_stop.request_stop();
    QMetaObject::invokeMethod(m_transfer, &Transfer::pause);
}

void Downloader::cancel()
{
    m_stop.request_stop();
    if (!m_thread->isRunning())
        m_thread->start();
    QMetaObject::invokeMethod(m_transfer, &Transfer::cancel);
}

void Downloader::take(State state, const QString &message)
{
    m_state = state;
    m_message = message;
    emit stateChanged(state);
    if (state == State::Finished)
        emit finished();
    else if (state == State::Failed)
        emit failed(message);
}

} // namespace inceptoscope
