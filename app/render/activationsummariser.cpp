#include "render/activationsummariser.h"

#include "async/outcome.h"

#include <QtConcurrent>

namespace inceptoscope {

ActivationSummariser::ActivationSummariser(QObject *parent)
    : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &ActivationSummariser::deliver);
}

void ActivationSummariser::start(const Activation &activation)
{
    m_activation = activation;
    m_running = true;
    // The watcher forgets the future it had, and with it an answer on its way.
    m_watcher.setFuture(QtConcurrent::run([activation]() -> ActivationSummaryPtr {
        return std::make_shared<const ActivationSummary>(summarise(activation));
    }));
}

void ActivationSummariser::cancel()
{
    m_running = false;
    m_activation = {};
    m_watcher.setFuture({});
}

void ActivationSummariser::deliver()
{
    if (!m_running)
        return;
    m_running = false;
    const Activation activation = std::exchange(m_activation, {});
    if (const auto summary = outcomeOf([this] { return m_watcher.result(); }))
        emit summarised(activation, *summary);
    else
        emit failed(QString::fromStdString(summary.error().message));
}

} // namespace inceptoscope
