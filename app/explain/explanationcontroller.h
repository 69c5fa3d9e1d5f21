#pragma once

#include "explain/explanationjob.h"

#include <QObject>
#include <QThreadPool>

#include <optional>
#include <stop_token>

namespace inceptoscope {

/// Explains answers on one thread of its own, beside the one that infers: loading LibTorch and many
/// passes hold nobody up. The newest request is answered, those before it are dropped.
class ExplanationController : public QObject
{
    Q_OBJECT

public:
    explicit ExplanationController(QObject *parent = nullptr);
    ~ExplanationController() override;

    void ask(ExplanationRequest request);
    /// Drops what is under way and what waits.
    void cancel();
    bool isBusy() const { return m_asked.has_value(); }
    /// What is under way; nothing where nothing is.
    const std::optional<ExplanationRequest> &asked() const { return m_asked; }

signals:
    /// Part of one, while it is under way.
    void progressed(const inceptoscope::ExplanationPtr &soFar);
    void explained(const inceptoscope::ExplanationPtr &explanation);
    void failed(const QString &message);
    void busyChanged(bool busy);

private:
    void startNext();
    void finish(int ticket, const Expected<ExplanationPtr> &explanation);

    std::shared_ptr<ExplanationHost> m_host = std::make_shared<ExplanationHost>();
    QThreadPool m_thread;
    std::optional<ExplanationRequest> m_asked; ///< the newest, until it is answered
    std::stop_source m_stop;
    int m_ticket = 0; ///< of the newest
    bool m_isRunning = false;
};

} // namespace inceptoscope
