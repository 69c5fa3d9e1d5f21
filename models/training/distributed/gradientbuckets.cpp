#include "training/distributed/gradientbuckets.h"

#include <algorithm>

namespace inceptoscope {

/// Gradients are written from the last layer to the first, so that what is complete at any moment
/// is the table's end, but for a few that wait for a neighbour.
std::vector<GradientBucket> gradientBuckets(const ParameterTable &table,
                                            std::span<const int> layers, std::size_t least)
{
    std::vector<GradientBucket> buckets;
    const auto &rows = table.rows();
    std::size_t open = rows.size(); // from this row on everything is complete
    std::size_t end = table.elements();
    for (std::size_t done = 1; done <= layers.size(); ++done) {
        const auto waiting = layers.subspan(done);
        while (open > 0 && std::ranges::find(waiting, rows[open - 1].spec.layer) == waiting.end())
            --open;
        const std::size_t begin = open == rows.size() ? end : rows[open].offset;
        if (begin < end && (end - begin >= least || done == layers.size())) {
            buckets.push_back({layers[done - 1], begin, end});
            end = begin;
        }
    }
    return buckets;
}

} // namespace inceptoscope
