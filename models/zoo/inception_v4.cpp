#include "zoo/families.h"
#include "zoo/parts.h"

namespace inceptoscope::zoo {

namespace {

// Figures 4 to 8 of the paper, in the released order of convolutions.
const std::vector<Steps> inceptionA{{conv({1, 1}, 96)},
                                    {conv({1, 1}, 64), conv({3, 3}, 96)},
                                    {conv({1, 1}, 64), conv({3, 3}, 96), conv({3, 3}, 96)},
                                    {averagePool(false), conv({1, 1}, 96)}};

const std::vector<Steps> inceptionB{
    {conv({1, 1}, 384)},
    {conv({1, 1}, 192), conv({1, 7}, 224), conv({7, 1}, 256)},
    {conv({1, 1}, 192), conv({7, 1}, 192), conv({1, 7}, 224), conv({7, 1}, 224), conv({1, 7}, 256)},
    {averagePool(false), conv({1, 1}, 128)}};

const std::vector<Steps> reductionB{
    {conv({1, 1}, 192), convValid({3, 3}, 192, 2)},
    {conv({1, 1}, 256), conv({1, 7}, 256), conv({7, 1}, 320), convValid({3, 3}, 320, 2)},
    {maxPool()}};

const std::vector<Steps> inceptionC{
    {conv({1, 1}, 256)},
    {conv({1, 1}, 384), fork({{conv({1, 3}, 256)}, {conv({3, 1}, 256)}})},
    {conv({1, 1}, 384), conv({3, 1}, 448), conv({1, 3}, 512),
     fork({{conv({1, 3}, 256)}, {conv({3, 1}, 256)}})},
    {averagePool(false), conv({1, 1}, 256)}};

} // namespace

/// Stem -> 4 × A -> Reduction-A -> 7 × B -> Reduction-B -> 3 × C -> pool (figure 9).
Expected<NetworkGraph> inceptionV4(const NetworkOptions &options)
{
    const NetworkFamily &family = *findNetworkFamily("inception_v4");
    const auto resolved = resolve(options, family, {4, 7, 3}, {}, 0.8);
    if (!resolved)
        return tl::unexpected(resolved.error());

    GraphBuilder builder(std::string(family.id), std::string(family.title), resolved->width);
    const std::vector<int> &repeats = resolved->repeats;
    addInceptionV4Stem(builder);
    builder
        .released(
            {"Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "Mixed_3a", "Mixed_4a", "Mixed_5a"})
        .repeated("inception_a", "Inception-A", inceptionA, repeats[0])
        .released(letters("Mixed_5", 'b', repeats[0]))
        .stage("reduction_a", "Reduction-A")
        .inception("", reductionA({192, 224, 256, 384}))
        .released({"Mixed_6a"})
        .repeated("inception_b", "Inception-B", inceptionB, repeats[1])
        .released(letters("Mixed_6", 'b', repeats[1]))
        .stage("reduction_b", "Reduction-B")
        .inception("", reductionB)
        .released({"Mixed_7a"})
        .repeated("inception_c", "Inception-C", inceptionC, repeats[2])
        .released(letters("Mixed_7", 'b', repeats[2]))
        .classifier(resolved->classes, resolved->keepProbability);
    return builder.build(resolved->input);
}

} // namespace inceptoscope::zoo
