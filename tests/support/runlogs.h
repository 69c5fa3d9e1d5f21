#pragma once

#include "curves/curvepoints.h"
#include "curves/runlogwriter.h"

#include <filesystem>
#include <string>
#include <vector>

namespace inceptoscope::test {

/// Fractions by epoch, from the first; training is 0.1 above validation, the loss twice the error
/// and the top-5 error a fourth of it.
using Errors = std::vector<double>;

/// A series against the epoch.
inline Series seriesOf(const std::vector<CurvePoint> &points)
{
    Series series;
    for (const CurvePoint &point : points)
        series.append({point.x, point.y, point.x});
    return series;
}

/// A log as the trainer writes it, in folders that are made for it.
inline void writeRunLog(const std::filesystem::path &path, const std::string &network,
                        const std::string &title, const Errors &errors)
{
    std::filesystem::create_directories(path.parent_path());
    auto writer = RunLogWriter::open(path).value();
    writer.writeRun({{"network", network}, {"title", title}, {"dataset", "imagenette"}});
    for (std::size_t i = 0; i < errors.size(); ++i) {
        const double error = errors[i];
        writer.writeEpoch(static_cast<int>(i) + 1,
                          {{"val_top1_error", error},
                           {"val_top5_error", error / 4},
                           {"val_loss", 2 * error},
                           {"train_top1_error", error + 0.1},
                           {"train_loss", 2 * error + 0.2}});
    }
}

} // namespace inceptoscope::test
