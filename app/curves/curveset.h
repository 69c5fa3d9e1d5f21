#pragma once

#include "curves/runcollection.h"

#include <QString>

#include <optional>
#include <span>
#include <vector>

namespace inceptoscope {

enum class CurveMetric {
    TopOneError, ///< of the project's own logs, as are the two that follow
    TopFiveError,
    Loss,
    Tag, ///< one of any log
};

/// What of the runs is to be drawn.
struct CurveChoice
{
    CurveMetric metric = CurveMetric::TopOneError;
    bool validation = true;
    bool training = true;
    double smoothing = 0.0; ///< weight, 0 (none) to below 1
    std::string tag{}; ///< where the metric is one

    bool operator==(const CurveChoice &) const = default;
};

/// One curve, ready to be drawn, from left to right: errors in percent, anything else as it was
/// logged. Values may be non-finite, where there is a gap in the curve.
struct CurveSeries
{
    QString label; ///< "Inception-v4, validation"
    RunShade shade;
    bool validation = true; ///< drawn solid, training dashed
    std::vector<CurvePoint> points; ///< smoothed, if that was chosen
    std::vector<CurvePoint> raw; ///< as logged, beside smoothed ones; else empty

    bool operator==(const CurveSeries &) const = default;
};

struct CurveSet
{
    CurveMetric metric = CurveMetric::TopOneError;
    QString xTitle;
    QString yTitle;
    std::vector<CurveSeries> series;
    CurveAxis axis = CurveAxis::Epoch; ///< or steps, where not all of the curves know epochs

    bool operator==(const CurveSet &) const = default;
};

/// `shown` says of each run whether it is drawn; their titles are those of runTitles().
CurveSet curveSet(const std::vector<RunLog> &runs, const std::vector<bool> &shown,
                  const CurveChoice &choice);
/// All of them, by titles of their own.
CurveSet curveSet(const std::vector<RunLog> &runs, const QStringList &titles,
                  const CurveChoice &choice);

/// What a plot shows of the plane, in the axis' and in the metric's unit.
struct CurveRanges
{
    double xFrom = 0.0;
    double xTo = 1.0;
    double yFrom = 0.0;
    double yTo = 1.0;

    bool operator==(const CurveRanges &) const = default;
};

/// All finite points with some room around them; on a logarithmic y axis, all that are positive.
CurveRanges fittedRanges(const CurveSet &curves, bool logarithmic);

/// Where the ticks of a logarithmic axis stand: at 1, 2 and 5 times the powers of ten, or at all
/// digits times these in a range that is less than a factor of ten.
std::vector<double> logarithmicTicks(double from, double to);

/// The epochs, or steps, that any curve has a finite value at, rising.
std::vector<double> epochsOf(const CurveSet &curves);
/// The one nearest to `x`, of those that epochsOf gives.
std::optional<double> nearestEpoch(std::span<const double> epochs, double x);
/// The finite value of each curve at that epoch.
std::vector<std::optional<double>> valuesAt(const CurveSet &curves, double epoch);

/// "22.0 %", "1.357" or "1.5e-05".
QString curveValueText(CurveMetric metric, double value);
/// "5", or "2.5" where a run logs more often.
QString epochText(double epoch);
/// "Epoch 5" or "Step 1234567".
QString placeText(CurveAxis axis, double x);

} // namespace inceptoscope
