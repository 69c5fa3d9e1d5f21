#include "curves/curvepreparer.h"

#include "async/whendone.h"

#include <QtConcurrentRun>

#include <utility>

namespace inceptoscope {

PreparedCurves prepared(const CurveRequest &request, CurveCache &cache)
{
    const CurveSelection &selection = request.selection;
    PreparedCurves prepared{curveSet(selection, cache), selection.scales, {}, {}, {}, {}};
    prepared.pairs = curvePairs(prepared.curves, selection.arrangement);
    if (request.wantsGap)
        prepared.gap = gapSet(prepared.curves, prepared.pairs);
    if (request.wantsFigures) {
        const auto asked = [](const std::optional<CurveTarget> &target, const QString &title) {
            return target && target->title == title ? std::optional(target->value) : std::nullopt;
        };
        prepared.figures = curveFigures(prepared.curves, prepared.pairs,
                                        asked(request.target, prepared.curves.yTitle),
                                        asked(request.place, prepared.curves.xTitle));
    }
    prepared.summary =
        runSummary(request.compared, selection.arrangement, selection.choice.joinsSeeds,
                   comparedMetric(selection.choice.metrics));
    return prepared;
}

CurvePreparer::CurvePreparer(QObject *parent)
    : QObject(parent)
    , m_cache(std::make_shared<CurveCache>())
{
    m_worker.setMaxThreadCount(1);
}

CurvePreparer::~CurvePreparer()
{
    m_worker.waitForDone();
}

void CurvePreparer::request(const CurveRequest &request)
{
    m_next = request;
    startNext();
}

void CurvePreparer::startNext()
{
    if (m_running || !m_next)
        return;
    m_running = true;
    whenDone(this,
             QtConcurrent::run(&m_worker,
                               [request = *std::exchange(m_next, {}), cache = m_cache] {
                                   return prepared(request, *cache);
                               }),
             [this](const Expected<PreparedCurves> &result) {
                 m_running = false;
                 if (result)
                     emit ready(*result);
                 else
                     emit failed(QString::fromStdString(result.error().message));
                 startNext();
             });
}

} // namespace inceptoscope
