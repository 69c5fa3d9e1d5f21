#pragma once

#include "graph/error.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace inceptoscope {

/// One point of a training curve.
struct CurvePoint
{
    double x = 0.0; ///< epoch
    double y = 0.0;

    bool operator==(const CurvePoint &) const = default;
};

/// One training run as its log tells it. The project's own log is JSON Lines (`*.jsonl`), appended
/// to and never rewritten: first {"event":"run", ...settings...}, then one
/// {"event":"epoch","epoch":3,"step":444,"wall":1732.5,"train_loss":…,"train_top1_error":…,
///  "val_loss":…,"val_top1_error":…,"val_top5_error":…,"learning_rate":…,"photos_per_second":…}
/// an epoch. Errors are fractions from 0 to 1; epochs count from 1; wall is seconds since the
/// start.
struct RunLog
{
    std::string name; ///< "inception_v4-imagenette"
    std::filesystem::path source;
    std::map<std::string, std::string> settings; ///< "network", "width", "repeats", "recipe", …
    bool residual = false; ///< of a network with residual connections
    std::map<std::string, std::vector<CurvePoint>> series; ///< by tag: "val_top1_error", …
    int unreadableLines = 0; ///< such as an unfinished last one

    bool operator==(const RunLog &) const = default;
};

Expected<RunLog> readRunLog(const std::filesystem::path &path);

} // namespace inceptoscope
