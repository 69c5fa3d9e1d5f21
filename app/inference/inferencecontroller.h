#pragma once

#include "inference/inferencejob.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <optional>
#include <stop_token>

namespace inceptoscope {

/// Runs photos through networks on one thread of its own. A person's request overtakes everything:
/// the newest one is answered, those before it are dropped. Photos that nobody looks at, and those
/// of folders, are classified when there is nothing else to do.
class InferenceController : public QObject
{
    Q_OBJECT

public:
    /// What becomes of a person's request that is under way when another one comes.
    enum class UnderWay {
        Dropped,
        /// Where it differs in residual scales alone: something that is dragged would else show
        /// nothing until it rests.
        AnsweredFirst,
    };

    explicit InferenceController(QObject *parent = nullptr);
    ~InferenceController() override;

    /// What a person waits for.
    void ask(InferenceRequest request, UnderWay underWay = UnderWay::Dropped);
    /// Drops what is under way for what waits, if anything does.
    void hurry();
    /// What may wait: taken only when nothing is under way, see `idle`. Dropped by `ask`.
    void askInBackground(InferenceRequest request);
    /// Makes the engine ready for such a request, which will be asked when its picture is there;
    /// drops what a person waited for. What is under way for another network is ended, be it
    /// another preparation; what is prepared for this one goes on, also when it is asked.
    void prepare(InferenceRequest request);
    /// Lends the engine, on its thread, to somebody who has much to compute that may wait: only
    /// when nothing is under way, see `idle`; else this is false. `work` returns as soon as its
    /// token is stopped, as it is when a person asks.
    using EngineWork = std::function<void(EngineHost &, const std::stop_token &)>;
    bool lend(EngineWork work);
    /// Drops what is under way and what waits.
    void cancel();

    bool isIdle() const { return m_work == Work::None; }

signals:
    void answered(const inceptoscope::AnswerPtr &answer);
    void failed(int photo, const QString &message);
    void answeredInBackground(const inceptoscope::AnswerPtr &answer);
    void failedInBackground(int photo, const QString &message);
    /// The engine is ready for what `prepare` was told, which was not ended and did not fail.
    void prepared();
    /// A request that a person waits for is under way, or no longer.
    void busyChanged(bool busy);
    /// Part done of what a person waits for, 0 to 1.
    void progressChanged(double fraction);
    /// Nothing is under way and nothing waits: the moment for askInBackground and lend.
    void idle();

private:
    enum class Work { None, Preparation, Background, Asked };

    void start(InferenceRequest request, Work work);
    void startPreparing(InferenceRequest request);
    void startNext();
    void finish(int ticket, Work work, int photo, const Expected<AnswerPtr> &answer);
    void tell(int photo, const Expected<AnswerPtr> &answer);
    void tellInBackground(int photo, const Expected<AnswerPtr> &answer);
    void setBusy(bool busy);

    std::shared_ptr<EngineHost> m_host = std::make_shared<EngineHost>();
    QThreadPool m_thread;
    Work m_work = Work::None; ///< what is under way
    InferenceRequest m_current; ///< of it, without its picture
    std::stop_source m_stop; ///< of it
    std::optional<InferenceRequest> m_next;
    std::optional<InferenceRequest> m_nextPreparation;
    int m_ticket = 0; ///< of the request that may be answered
    bool m_isBusy = false;
};

} // namespace inceptoscope
