#include "zoo/inceptionresnetblocks.h"

#include "zoo/parts.h"

#include <algorithm>

namespace inceptoscope::zoo {

const InceptionResNetBlocks &inceptionResNetV1Blocks()
{
    static const InceptionResNetBlocks blocks{
        .a = {{conv({1, 1}, 32)},
              {conv({1, 1}, 32), conv({3, 3}, 32)},
              {conv({1, 1}, 32), conv({3, 3}, 32), conv({3, 3}, 32)}},
        .reductionA = reductionA({192, 192, 256, 384}),
        .b = {{conv({1, 1}, 128)}, {conv({1, 1}, 128), conv({1, 7}, 128), conv({7, 1}, 128)}},
        .reductionB = {{maxPool()},
                       {conv({1, 1}, 256), convValid({3, 3}, 384, 2)},
                       {conv({1, 1}, 256), convValid({3, 3}, 256, 2)},
                       {conv({1, 1}, 256), conv({3, 3}, 256), convValid({3, 3}, 256, 2)}},
        .c = {{conv({1, 1}, 192)}, {conv({1, 1}, 192), conv({1, 3}, 192), conv({3, 1}, 192)}}};
    return blocks;
}

const InceptionResNetBlocks &inceptionResNetV2Blocks()
{
    static const InceptionResNetBlocks blocks{
        .a = {{conv({1, 1}, 32)},
              {conv({1, 1}, 32), conv({3, 3}, 32)},
              {conv({1, 1}, 32), conv({3, 3}, 48), conv({3, 3}, 64)}},
        .reductionA = reductionA({256, 256, 384, 384}),
        .b = {{conv({1, 1}, 192)}, {conv({1, 1}, 128), conv({1, 7}, 160), conv({7, 1}, 192)}},
        .reductionB = {{maxPool()},
                       {conv({1, 1}, 256), convValid({3, 3}, 384, 2)},
                       {conv({1, 1}, 256), convValid({3, 3}, 288, 2)},
                       {conv({1, 1}, 256), conv({3, 3}, 288), convValid({3, 3}, 320, 2)}},
        .c = {{conv({1, 1}, 192)}, {conv({1, 1}, 192), conv({1, 3}, 224), conv({3, 1}, 256)}}};
    return blocks;
}

std::vector<Steps> poolLast(std::vector<Steps> branches)
{
    std::rotate(branches.begin(), branches.begin() + 1, branches.end());
    return branches;
}

std::vector<std::string> blockNumbers(const std::string &block, int count)
{
    std::vector<std::string> names;
    for (int i = 1; i <= count; ++i)
        names.push_back(block + "_" + std::to_string(i));
    return names;
}

} // namespace inceptoscope::zoo
