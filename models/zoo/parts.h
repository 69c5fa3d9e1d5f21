#pragma once

#include "graph/graphbuilder.h"
#include "zoo/zoo.h"

#include <array>

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

/// Reduction-A (figure 7); k, l, m, n as in the paper's table 1.
std::vector<Steps> reductionA(std::array<int, 4> klmn);

} // namespace inceptoscope::zoo
