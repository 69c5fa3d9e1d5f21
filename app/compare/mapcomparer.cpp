#include "compare/mapcomparer.h"

#include "async/whendone.h"
#include "compare/channeldifference.h"

#include <QtConcurrentRun>

namespace inceptoscope {

static ActivationSummaryPtr summaryOf(const Activation &activation)
{
    if (!activation.values)
        return {};
    return std::make_shared<const ActivationSummary>(summarise(activation));
}

ComparedMaps comparedMaps(const Activation &a, const Activation &b, bool isSameLayer)
{
    ComparedMaps maps{a, b, summaryOf(a), summaryOf(b), {}, {}};
    if (isSameLayer && maps.summaryA && maps.summaryB && a.shape == b.shape) {
        maps.energyDifferences = channelDifferences(a, b, DifferenceMeasure::Energy);
        maps.mapDifferences = channelDifferences(a, b, DifferenceMeasure::Maps);
    }
    return maps;
}

void MapComparer::start(const Activation &a, const Activation &b, bool isSameLayer)
{
    const int ticket = ++m_ticket;
    m_isRunning = true;
    whenDone(this,
             QtConcurrent::run([a, b, isSameLayer] { return comparedMaps(a, b, isSameLayer); }),
             [this, ticket](const Expected<ComparedMaps> &maps) {
                 if (ticket != m_ticket)
                     return;
                 m_isRunning = false;
                 if (maps)
                     emit compared(*maps);
                 else
                     emit failed(QString::fromStdString(maps.error().message));
             });
}

void MapComparer::cancel()
{
    ++m_ticket;
    m_isRunning = false;
}

} // namespace inceptoscope
