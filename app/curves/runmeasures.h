#pragma once

#include "curves/curvemetric.h"
#include "curves/curvepoints.h"
#include "curves/runlog.h"

#include <optional>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// On which photos something was measured, as far as a log tells.
enum class MeasuredOn { Validation, Training, Unknown };

/// What a tag says of itself: "val_acc" is a top-1 accuracy on the validation photos.
struct MeasureName
{
    CurveMetric kind = CurveMetric::TopOneError; ///< no tag
    MeasuredOn on = MeasuredOn::Unknown;
    bool isAccuracy = false; ///< an error is 100 % less it

    bool operator==(const MeasureName &) const = default;
};

/// Nothing where the name has a word that it would not have if it were a top-1 or top-5 error or
/// accuracy, or a loss, of the whole network: "balanced_accuracy" is another thing, and "aux/loss"
/// a part.
std::optional<MeasureName> measureNamed(std::string_view tag);

/// What a run logged of a measure.
struct MeasuredSeries
{
    MeasuredOn on = MeasuredOn::Unknown;
    const std::string *tag = nullptr; ///< the run's, as is the series
    const Series *series = nullptr;
    CurveUnit unit = CurveUnit::AsLogged;
};

/// One on the validation photos, one on those of the training, or one of which nobody knows; so
/// that runs of different programs can be compared. A tag that does not say is taken for the
/// training's where another is the validation's, as Keras has it, unless one of as many points says
/// so. Of several that say the same the one with the shortest name, and rather that of a whole
/// epoch.
std::vector<MeasuredSeries> measuredSeries(const RunLog &run, CurveMetric kind);
/// The one on the validation photos, if it says so.
std::optional<MeasuredSeries> validationSeries(const RunLog &run, CurveMetric kind);

/// Against the epoch, in that unit; empty where the log knows none.
std::vector<CurvePoint> measuredCurve(const Series &series, CurveUnit unit);

} // namespace inceptoscope
