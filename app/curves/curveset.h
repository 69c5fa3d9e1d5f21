#pragma once

#include "curves/curve.h"
#include "curves/curvemetric.h"
#include "curves/runarrangement.h"
#include "curves/spread.h"

#include <QStringList>

#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace inceptoscope {

/// What of the runs is to be drawn.
struct CurveChoice
{
    std::vector<Metric> metrics{Metric()}; ///< several are drawn together
    bool validation = true; ///< of measures
    bool training = true;
    double smoothing = 0.0; ///< weight, 0 (none) to below 1
    std::optional<CurveAxis> axis{}; ///< else epochs where all curves know them, or steps
    bool accuracyAsError = false; ///< where a tag is an accuracy, its error in percent
    bool joinsSeeds = true; ///< of groups by hand, too: their runs as the mean and its spread
    bool references = false; ///< the paper's results, where the first metric is an error
    SpreadBand band = SpreadBand::Extremes; ///< of joined runs

    bool operator==(const CurveChoice &) const = default;
};

/// One curve, ready to be drawn: errors in percent, anything else as it was logged. Values may be
/// non-finite, where there is a gap in the curve.
struct CurveSeries
{
    QString label; ///< "Inception-v4, validation"
    RunShade shade;
    bool validation = true; ///< drawn solid, training dashed
    Curve points; ///< smoothed, if that was chosen
    Curve raw; ///< as logged, beside smoothed ones; else empty
    Curve low{}; ///< of the runs that `points` are the mean of; else empty
    Curve high{};
    std::size_t run = 0; ///< its position, or that of the first of those
    std::vector<Curve> overwritten{}; ///< what was logged before the run was resumed further back
    std::vector<double> notFinite{}; ///< where a value is not, at least in one of a hundred places
    std::optional<Bounds> inner{}; ///< without outliers, where that was asked for
    std::size_t metric = 0; ///< its position among the chosen ones

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
    CurveMetric metric = CurveMetric::TopOneError; ///< of several, Tag
    QString xTitle;
    QString yTitle;
    std::vector<CurveSeries> series;
    CurveAxis axis = CurveAxis::Epoch;
    TimeUnit timeUnit = TimeUnit::Seconds; ///< of the relative axis; wall time is in seconds
    bool isPercent = false;
    bool rises = false; ///< the highest value is the best: accuracies as they are
    std::vector<ReferenceLine> references{};
    std::vector<std::filesystem::path> sources{}; ///< logs that they were read from
    std::size_t withoutPlace = 0; ///< curves left out, as their logs do not know where on the axis
    SpreadBand band = SpreadBand::Extremes; ///< of joined runs
    QStringList withoutCurve{}; ///< names of metrics that no run has which is shown

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

class CurveCache;
struct CurveSelection;
/// Of a selection, which is all it takes, on any thread. Takes from the cache what it made before.
CurveSet curveSet(const CurveSelection &selection, CurveCache &cache);

/// The place nearest to `x` where any curve has a finite value.
std::optional<double> nearestPlace(const CurveSet &curves, double x);
/// The next such place to the right of `x`, or to the left; nothing: from the left end, or the
/// right one. Nothing where there is none.
std::optional<double> nextPlace(const CurveSet &curves, std::optional<double> x, bool toTheRight);
/// The finite point of each curve at that epoch; on other axes, that runs do not share, the last
/// one there or before.
std::vector<std::optional<CurvePoint>> pointsAt(const CurveSet &curves, double x);

} // namespace inceptoscope
