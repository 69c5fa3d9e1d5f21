#pragma once

#include "graph/graphbuilder.h"
#include "zoo/zoo.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace inceptoscope::zoo {

/// Options with everything unset filled in from the family.
struct Resolved
{
    Extent input;
    int classes;
    double width;
    std::vector<int> repeats;
    std::vector<double> residualScales;
    double keepProbability;
};

/// Fails where an option is out of range or has the wrong number of entries.
Expected<Resolved> resolve(const NetworkOptions &options, const NetworkFamily &family,
                           std::vector<int> repeats, std::vector<double> residualScales,
                           double keepProbability);

/// The stem of Inception-v4 and of the paper's Inception-ResNet-v2 (figure 3), in the released
/// order of convolutions: 384 channels.
void addInceptionV4Stem(GraphBuilder &builder);

/// The stem of Inception-v3 and of the sequential stems after it (figure 14 of 1602.07261) up to
/// the 3×3 convolution with 192 filters; what halves the grid after that differs.
void addSequentialStem(GraphBuilder &builder);

/// Reduction-A (figure 7); k, l, m, n as in the paper's table 1.
std::vector<Steps> reductionA(std::array<int, 4> klmn);

/// A stage of `count` blocks that differ: block i is made from row i of `rows`, the last row goes
/// on where there are more blocks than rows.
template<typename Row, typename MakeBranches>
void addVaried(GraphBuilder &builder, std::string id, std::string title, MakeBranches makeBranches,
               const std::vector<Row> &rows, int count)
{
    builder.stage(std::move(id), std::move(title));
    for (int i = 0; i < count; ++i)
        builder.inception(
            std::to_string(i),
            makeBranches(rows[std::min(static_cast<std::size_t>(i), rows.size() - 1)]));
}

/// "Mixed_5b", "Mixed_5c", … for "Mixed_5" and 'b'; after z comes aa.
std::vector<std::string> letters(const std::string &prefix, char first, int count);

} // namespace inceptoscope::zoo
