#pragma once

#include "curves/runarrangement.h"

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
    std::optional<CurveAxis> axis{}; ///< else epochs where all curves know them, or steps
    bool accuracyAsError = false; ///< where the tag is an accuracy, its error in percent
    bool joinsSeeds = true; ///< runs that differ only in their seeds as their mean and spread
    bool references = false; ///< the paper's results, where the metric is an error

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
    std::vector<CurvePoint> low{}; ///< of the runs that `points` are the mean of; else empty
    std::vector<CurvePoint> high{};
    std::size_t run = 0; ///< its position, or that of the first of those

    bool operator==(const CurveSeries &) const = default;
};

/// A value that is drawn across the whole plot.
struct ReferenceLine
{
    QString label;
    double value = 0.0;

    bool operator==(const ReferenceLine &) const = default;
};

/// Of times since the start.
enum class TimeUnit { Seconds, Minutes, Hours };

struct CurveSet
{
    CurveMetric metric = CurveMetric::TopOneError;
    QString xTitle;
    QString yTitle;
    std::vector<CurveSeries> series;
    CurveAxis axis = CurveAxis::Epoch;
    TimeUnit timeUnit = TimeUnit::Seconds; ///< of the relative axis; wall time is in seconds
    bool isPercent = false;
    std::vector<ReferenceLine> references{};
    std::size_t withoutPlace = 0; ///< curves left out, as their logs do not know where on the axis

    bool operator==(const CurveSet &) const = default;
};

/// `shown` says of each run whether it is drawn.
CurveSet curveSet(const std::vector<RunLog> &runs, const RunArrangement &arrangement,
                  const std::vector<bool> &shown, const CurveChoice &choice);
/// As they are arranged if nobody has a say in it.
CurveSet curveSet(const std::vector<RunLog> &runs, const std::vector<bool> &shown,
                  const CurveChoice &choice);
/// All of them, by titles of their own.
CurveSet curveSet(const std::vector<RunLog> &runs, const QStringList &titles,
                  const CurveChoice &choice);

/// The epochs, or steps, that any curve has a finite value at, rising.
std::vector<double> epochsOf(const CurveSet &curves);
/// The one nearest to `x`, of those that epochsOf gives.
std::optional<double> nearestEpoch(std::span<const double> epochs, double x);
/// The finite point of each curve at that epoch; on other axes, that runs do not share, the last
/// one there or before.
std::vector<std::optional<CurvePoint>> pointsAt(const CurveSet &curves, double x);

} // namespace inceptoscope
