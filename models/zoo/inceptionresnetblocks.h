#pragma once

#include "graph/graphbuilder.h"

namespace inceptoscope::zoo {

/// The blocks of an Inception-ResNet, in the paper's order of branches. The released networks have
/// the same ones but for the place of the pool in Reduction-B.
struct InceptionResNetBlocks
{
    std::vector<Steps> a;
    std::vector<Steps> reductionA;
    std::vector<Steps> b;
    std::vector<Steps> reductionB; ///< pool first
    std::vector<Steps> c;
};

/// Figures 10 to 13 of the paper.
const InceptionResNetBlocks &inceptionResNetV1Blocks();
/// Figures 16 to 19 of the paper.
const InceptionResNetBlocks &inceptionResNetV2Blocks();

/// The first branch moved to the end: the released order of Reduction-B.
std::vector<Steps> poolLast(std::vector<Steps> branches);

/// The names TF-slim gives the blocks of a repeated stage: block35_1, block35_2, …
std::vector<std::string> blockNumbers(const std::string &block, int count);

} // namespace inceptoscope::zoo
