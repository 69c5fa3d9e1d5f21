#pragma once

#include "curves/curvepoints.h"
#include "curves/runlog.h"

#include <QStringList>

#include <cstdint>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// Training runs as they were read from their logs. A value: whoever has one may keep it.
struct RunCollection
{
    std::vector<RunLog> runs; ///< in the order they came, none twice
    QStringList problems; ///< of the newest reading, one sentence each, plain text

    bool operator==(const RunCollection &) const = default;
};

/// What tells a run's curves from others: hues are warm for networks with residual connections and
/// cool for those without, unless runs have the hue of their pair, or a colour chosen by hand.
struct RunShade
{
    bool residual = false;
    int number = 0; ///< among the runs that are alike in that, from 0
    int family = -1; ///< which pair of several it belongs to, or the run alone beside them
    std::uint32_t colour = 0; ///< 0xffRRGGBB, by hand

    bool operator==(const RunShade &) const = default;
};

/// `older` with what was read since: a log that was read again takes its older reading's place.
RunCollection merged(RunCollection older, const RunCollection &newer);

/// Those of the runs that are among others, or are not.
std::vector<RunLog> runsAmong(std::vector<RunLog> runs, const std::vector<RunLog> &others);
std::vector<RunLog> runsBeyond(std::vector<RunLog> runs, const std::vector<RunLog> &others);

/// A name for each run, such as "Inception-v4"; of runs with the same name each also has its
/// folder's, so that no two are equal. Short, one line, plain text.
QStringList runTitles(const std::vector<RunLog> &runs);

std::vector<RunShade> runShades(const std::vector<RunLog> &runs);

/// The curve of a tag such as "val_top1_error", against the epoch; empty where the run has none.
std::vector<CurvePoint> curveOf(const RunLog &run, std::string_view tag);

} // namespace inceptoscope
