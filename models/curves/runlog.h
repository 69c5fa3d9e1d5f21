#pragma once

#include "curves/series.h"

#include <compare>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace inceptoscope {

/// Who wrote a log, and how. The project's own is JSON Lines, appended to and never rewritten:
/// first
/// {"event":"run", ...settings...}, then one
/// {"event":"epoch","epoch":3,"step":444,"wall":1732.5,"train_loss":…,"train_top1_error":…,
///  "val_loss":…,"val_top1_error":…,"val_top5_error":…,"learning_rate":…,"photos_per_second":…}
/// an epoch. Errors are fractions from 0 to 1; epochs count from 1; wall is seconds since the
/// start.
enum class LogFormat {
    Own,
    TensorBoard, ///< event files
    TensorBoardCsv, ///< downloads, one tag each
    TensorBoardJson,
    Keras, ///< CSVLogger
    Lightning, ///< metrics.csv
    Timm, ///< summary.csv
    HuggingFace, ///< trainer_state.json
    JsonLines,
    Json, ///< a list of objects
    WeightsAndBiases, ///< the CSV file of a chart
    Caffe, ///< what it prints
    CaffeCsv, ///< what its parse_log.py makes of that
    MLflow, ///< files of a file store, one a metric
    Table, ///< any other CSV or TSV file with a header
};

/// "tensorboard", "keras", …: as `inceptoscope curves` calls it.
std::string_view formatName(LogFormat format);

/// What is wrong with a file or folder, once for each kind of fault.
struct LogProblem
{
    std::filesystem::path source;
    std::string reason; ///< without the source's name

    /// One line of text.
    std::string sentence() const;

    bool operator==(const LogProblem &) const = default;
};

using SeriesByTag = std::map<std::string, Series, std::less<>>; ///< "val_top1_error", …

/// Which run it is, whoever read it.
struct RunId
{
    std::filesystem::path source; ///< a file, or the folder that holds the files of one run
    std::string part; ///< which run of that file, where a file holds several

    auto operator<=>(const RunId &) const = default;
};

/// One training run as its logs tell it. A copy is cheap (see Series).
struct RunLog
{
    std::string name; ///< the shortest path that tells it from the runs read with it
    RunId id;
    LogFormat format = LogFormat::Own;
    std::map<std::string, std::string> settings; ///< "network", "width", "repeats", "recipe", …
    bool residual = false; ///< of a network with residual connections
    bool absoluteTime = false; ///< walls count from 1970, and not from the run's start
    SeriesByTag series;
    std::size_t leftOut = 0; ///< lines, records or values that could not be read

    bool operator==(const RunLog &) const = default;
};

} // namespace inceptoscope
