#pragma once

#include "curves/runchoices.h"
#include "curves/runcollection.h"
#include "curves/runpairs.h"

namespace inceptoscope {

/// Runs that stand below one row and are drawn as one curve, by their positions. Two and more, in
/// their order.
struct RunGroup
{
    std::vector<std::size_t> runs;
    int number = 0; ///< of a group by hand; 0: they differ only in their seeds
    QString title{};

    bool isByHand() const { return number > 0; }

    bool operator==(const RunGroup &) const = default;
};

/// How runs are shown: by their positions, a title and a shade each, and what belongs together. A
/// run is in one group at most.
struct RunArrangement
{
    QStringList titles;
    std::vector<RunShade> shades;
    std::vector<RunPair> pairs;
    std::vector<RunGroup> groups; ///< in the order of their first runs
};

RunArrangement arranged(const std::vector<RunLog> &runs, const RunChoices &choices = {});

} // namespace inceptoscope
