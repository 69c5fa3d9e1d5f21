#include "explain/explanationcontroller.h"

#include "async/whendone.h"

#include <QtConcurrentRun>

namespace inceptoscope {

ExplanationController::ExplanationController(QObject *parent)
    : QObject(parent)
{
    m_thread.setMaxThreadCount(1);
    m_thread.setExpiryTimeout(-1); // the engines keep to one thread
}

ExplanationController::~ExplanationController()
{
    m_stop.request_stop();
    m_thread.waitForDone();
}

void ExplanationController::ask(ExplanationRequest request)
{
    m_stop.request_stop();
    ++m_ticket;
    const bool wasBusy = isBusy();
    m_asked = std::move(request);
    if (!wasBusy)
        emit busyChanged(true);
    startNext();
}

void ExplanationController::cancel()
{
    m_stop.request_stop();
    ++m_ticket;
    if (!isBusy())
        return;
    m_asked.reset();
    emit busyChanged(false);
}

void ExplanationController::startNext()
{
    if (m_isRunning || !m_asked)
        return; // its end comes back here
    m_isRunning = true;
    m_stop = {};
    const int ticket = m_ticket;
    const auto progress = [this, ticket](const ExplanationPtr &soFar) {
        QMetaObject::invokeMethod(this, [this, ticket, soFar] {
            if (ticket == m_ticket)
                emit progressed(soFar);
        });
    };
    whenDone(this,
             QtConcurrent::run(&m_thread,
                               [request = *m_asked, host = m_host, stop = m_stop.get_token(),
                                progress] { return explain(request, *host, stop, progress); }),
             [this, ticket](const Expected<ExplanationPtr> &explanation) {
                 finish(ticket, explanation);
             });
}

/// The explanation first, so that whoever shows it has it before the waiting is over.
void ExplanationController::finish(int ticket, const Expected<ExplanationPtr> &explanation)
{
    m_isRunning = false;
    if (ticket == m_ticket && m_asked) {
        m_asked.reset();
        if (explanation)
            emit explained(*explanation);
        else
            emit failed(QString::fromStdString(explanation.error().message));
        if (!m_asked) // nothing new was asked for meanwhile
            emit busyChanged(false);
    }
    startNext();
}

} // namespace inceptoscope
