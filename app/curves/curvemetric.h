#pragma once

#include <QString>

#include <span>
#include <string>
#include <vector>

namespace inceptoscope {

enum class CurveMetric {
    TopOneError, ///< what a run measured of itself, whatever its log calls it: see RunMeasures
    TopFiveError,
    Loss,
    Tag, ///< as a log has it
};

/// One of the things curves can show. Measures come before tags, and tags are in name order.
struct Metric
{
    CurveMetric kind = CurveMetric::TopOneError;
    std::string tag{}; ///< where it is that

    auto operator<=>(const Metric &) const = default;
};

Metric tagMetric(std::string tag);

/// What becomes of logged values before they are drawn.
enum class CurveUnit {
    AsLogged,
    Error, ///< in percent; fractions are made that
    ErrorOfAccuracy, ///< 100 % less the accuracy
};

/// Accuracies and errors are taken for fractions, or for percent where one of `all` is above 1.
void putInUnit(std::span<double> values, CurveUnit unit, std::span<const double> all);

/// "Top-1 error", "Loss", or the tag, as it stands in a list.
QString metricName(const Metric &metric);
/// "top-1 error (%)", "loss", "error by val_acc (%)" or the tag, as it stands beside an axis.
QString metricTitle(const Metric &metric, CurveUnit unit = CurveUnit::AsLogged);
/// As many as have room beside an axis, at least the first, and how many more.
QString joinedTitles(const QStringList &titles);

} // namespace inceptoscope
