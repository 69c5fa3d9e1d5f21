#include "training/growthcurves.h"

namespace inceptoscope {

static std::vector<RunLog> logsOf(const std::vector<RunStatus> &runs)
{
    std::vector<RunLog> logs;
    logs.reserve(runs.size());
    for (const RunStatus &run : runs)
        logs.push_back(run.log);
    return logs;
}

CurveSet growthCurves(const std::vector<RunStatus> &runs, const QStringList &titles)
{
    return curveSet(logsOf(runs), titles, {});
}

std::optional<CurveSeries> validationCurve(const CurveSet &curves,
                                           const std::vector<RunStatus> &runs, std::size_t run)
{
    const RunShade shade = runShades(logsOf(runs))[run];
    for (const CurveSeries &series : curves.series) {
        if (series.validation && series.shade == shade)
            return series;
    }
    return std::nullopt;
}

} // namespace inceptoscope
