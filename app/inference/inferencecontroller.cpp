#include "inference/inferencecontroller.h"

#include "async/whendone.h"

#include <QtConcurrentRun>

namespace inceptoscope {

InferenceController::InferenceController(QObject *parent)
    : QObject(parent)
{
    m_thread.setMaxThreadCount(1);
    m_thread.setExpiryTimeout(-1); // the engine keeps to one thread
}

InferenceController::~InferenceController()
{
    m_stop.request_stop();
    m_thread.waitForDone();
}

void InferenceController::ask(InferenceRequest request)
{
    m_stop.request_stop();
    m_next = std::move(request);
    setBusy(true);
    startNext();
}

void InferenceController::askInBackground(InferenceRequest request)
{
    if (m_isRunning || m_next)
        return;
    start(std::move(request), true);
}

void InferenceController::prepare(InferenceRequest request)
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_isBackground = true;
    whenDone(this,
             QtConcurrent::run(
                 &m_thread,
                 [request = std::move(request), host = m_host] { makeReady(request, *host); }),
             [this] {
                 m_isRunning = false;
                 startNext();
             });
}

bool InferenceController::lend(EngineWork work)
{
    if (m_isRunning || m_next)
        return false;
    m_isRunning = true;
    m_isBackground = true;
    m_stop = {};
    whenDone(this,
             QtConcurrent::run(&m_thread,
                               [work = std::move(work), host = m_host, stop = m_stop.get_token()] {
                                   work(*host, stop);
                               }),
             [this] {
                 m_isRunning = false;
                 startNext();
             });
    return true;
}

void InferenceController::cancel()
{
    m_stop.request_stop();
    m_next.reset();
    ++m_ticket;
    setBusy(false);
}

void InferenceController::startNext()
{
    if (m_isRunning)
        return; // its end comes back here
    if (!m_next) {
        emit idle();
        return;
    }
    InferenceRequest request = std::move(*m_next);
    m_next.reset();
    start(std::move(request), false);
}

void InferenceController::start(InferenceRequest request, bool isBackground)
{
    m_isRunning = true;
    m_isBackground = isBackground;
    m_stop = {};
    const int ticket = ++m_ticket;
    const int photo = request.photo;
    const auto progress = [this, ticket, isBackground](int done, int total) {
        if (isBackground || done * 20 / total == (done - 1) * 20 / total)
            return; // every twentieth is enough to look at
        QMetaObject::invokeMethod(this, [this, ticket, done, total] {
            if (ticket == m_ticket && !m_next)
                emit progressChanged(static_cast<double>(done) / total);
        });
    };
    whenDone(
        this,
        QtConcurrent::run(&m_thread,
                          [request = std::move(request), host = m_host, stop = m_stop.get_token(),
                           progress] { return answerTo(request, *host, stop, progress); }),
        [this, ticket, isBackground, photo](const Expected<AnswerPtr> &answer) {
            finish(ticket, isBackground, photo, answer);
        });
}

void InferenceController::finish(int ticket, bool isBackground, int photo,
                                 const Expected<AnswerPtr> &answer)
{
    m_isRunning = false;
    const bool isWanted = ticket == m_ticket && !m_stop.stop_requested();
    if (isWanted && isBackground)
        tellInBackground(photo, answer);
    else if (isWanted)
        tell(photo, answer);
    startNext();
}

/// The answer first, so that whoever shows it has it before the waiting is over.
void InferenceController::tell(int photo, const Expected<AnswerPtr> &answer)
{
    if (answer)
        emit answered(*answer);
    else
        emit failed(photo, QString::fromStdString(answer.error().message));
    if (!m_next && (!m_isRunning || m_isBackground)) // nothing new was asked for meanwhile
        setBusy(false);
}

void InferenceController::tellInBackground(int photo, const Expected<AnswerPtr> &answer)
{
    if (answer)
        emit answeredInBackground(*answer);
    else
        emit failedInBackground(photo, QString::fromStdString(answer.error().message));
}

void InferenceController::setBusy(bool busy)
{
    if (busy == m_isBusy)
        return;
    m_isBusy = busy;
    emit busyChanged(busy);
}

} // namespace inceptoscope
