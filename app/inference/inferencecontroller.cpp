#include "inference/inferencecontroller.h"

#include "async/whendone.h"

#include <QtConcurrentRun>

namespace inceptoscope {

namespace {

bool areOfOneNetwork(const InferenceRequest &one, const InferenceRequest &other)
{
    return one.entry == other.entry && one.inputSize == other.inputSize;
}

bool differInScalesAlone(const InferenceRequest &one, const InferenceRequest &other)
{
    return areOfOneNetwork(one, other) && one.photo == other.photo && one.element == other.element
        && one.keepBlocks == other.keepBlocks && one.figures == other.figures
        && one.times == other.times;
}

InferenceRequest withoutPicture(InferenceRequest request)
{
    request.picture = {};
    return request;
}

} // namespace

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

void InferenceController::ask(InferenceRequest request, UnderWay underWay)
{
    const bool isPrepared = m_work == Work::Preparation && areOfOneNetwork(m_current, request);
    const bool isAnsweredFirst = m_work == Work::Asked && underWay == UnderWay::AnsweredFirst
        && differInScalesAlone(m_current, request);
    if (!isPrepared && !isAnsweredFirst)
        m_stop.request_stop();
    m_nextPreparation.reset();
    m_next = std::move(request);
    setBusy(true);
    startNext();
}

void InferenceController::hurry()
{
    if (m_next && m_work != Work::Preparation)
        m_stop.request_stop();
}

void InferenceController::askInBackground(InferenceRequest request)
{
    if (isIdle() && !m_next)
        start(std::move(request), Work::Background);
}

void InferenceController::prepare(InferenceRequest request)
{
    const bool goesOn = (m_work == Work::Preparation || m_work == Work::Background)
        && areOfOneNetwork(m_current, request) && !m_stop.stop_requested();
    if (!goesOn) {
        cancel();
        m_nextPreparation = std::move(request);
    }
    m_next.reset();
    setBusy(false);
    startNext();
}

bool InferenceController::lend(EngineWork work)
{
    if (!isIdle() || m_next)
        return false;
    m_work = Work::Background;
    m_stop = {};
    m_current = {}; // whatever network it is for, a person's comes first
    whenDone(this,
             QtConcurrent::run(&m_thread,
                               [work = std::move(work), host = m_host, stop = m_stop.get_token()] {
                                   work(*host, stop);
                               }),
             [this](const Expected<void> &) { // whoever was lent it tells what came of it
                 m_work = Work::None;
                 startNext();
             });
    return true;
}

void InferenceController::cancel()
{
    m_stop.request_stop();
    m_next.reset();
    m_nextPreparation.reset();
    ++m_ticket;
    setBusy(false);
}

void InferenceController::startNext()
{
    if (!isIdle())
        return; // its end comes back here
    if (m_next)
        start(*std::exchange(m_next, {}), Work::Asked);
    else if (m_nextPreparation)
        startPreparing(*std::exchange(m_nextPreparation, {}));
    else
        emit idle();
}

void InferenceController::startPreparing(InferenceRequest request)
{
    m_work = Work::Preparation;
    m_stop = {};
    m_current = withoutPicture(request);
    whenDone(
        this,
        QtConcurrent::run(&m_thread,
                          [request = std::move(request), host = m_host, stop = m_stop.get_token()] {
                              return makeReady(request, *host, stop);
                          }),
        [this](const Expected<bool> &isReady) { // if not, the answer will say why
            m_work = Work::None;
            if (isReady.value_or(false))
                emit prepared();
            startNext();
        });
}

void InferenceController::start(InferenceRequest request, Work work)
{
    m_work = work;
    m_stop = {};
    m_current = withoutPicture(request);
    const int ticket = ++m_ticket;
    const int photo = request.photo;
    const auto progress = [this, ticket, work](int done, int total) {
        if (work == Work::Background || done * 20 / total == (done - 1) * 20 / total)
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
        [this, ticket, work, photo](const Expected<AnswerPtr> &answer) {
            finish(ticket, work, photo, answer);
        });
}

void InferenceController::finish(int ticket, Work work, int photo,
                                 const Expected<AnswerPtr> &answer)
{
    m_work = Work::None;
    const bool isWanted = ticket == m_ticket && !m_stop.stop_requested();
    if (isWanted && work == Work::Background)
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
    if (!m_next && m_work != Work::Asked) // nothing new was asked for meanwhile
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
