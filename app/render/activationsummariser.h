#pragma once

#include "render/channelsummary.h"

#include <QFutureWatcher>
#include <QObject>

namespace inceptoscope {

/// Summarises activations on a worker. The newest wins: what was asked for before and is not done
/// is dropped.
class ActivationSummariser : public QObject
{
    Q_OBJECT

public:
    explicit ActivationSummariser(QObject *parent = nullptr);

    void start(const Activation &activation);
    /// Drops what is going on.
    void cancel();
    bool isRunning() const { return m_running; }

signals:
    void summarised(const inceptoscope::Activation &activation,
                    const inceptoscope::ActivationSummaryPtr &summary);
    void failed(const QString &sentence);

private:
    void deliver();

    bool m_running = false;
    Activation m_activation;
    QFutureWatcher<ActivationSummaryPtr> m_watcher;
};

} // namespace inceptoscope
