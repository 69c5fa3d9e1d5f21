#include "zoo/families.h"
#include "zoo/parts.h"

namespace inceptoscope::zoo {

namespace {

// Figures 16 to 19 of the paper.
const std::vector<Steps> blockA{{conv({1, 1}, 32)},
                                {conv({1, 1}, 32), conv({3, 3}, 32)},
                                {conv({1, 1}, 32), conv({3, 3}, 48), conv({3, 3}, 64)}};

const std::vector<Steps> blockB{{conv({1, 1}, 192)},
                                {conv({1, 1}, 128), conv({1, 7}, 160), conv({7, 1}, 192)}};

const std::vector<Steps> reductionB{
    {maxPool()},
    {conv({1, 1}, 256), convValid({3, 3}, 384, 2)},
    {conv({1, 1}, 256), convValid({3, 3}, 288, 2)},
    {conv({1, 1}, 256), conv({3, 3}, 288), convValid({3, 3}, 320, 2)}};

const std::vector<Steps> blockC{{conv({1, 1}, 192)},
                                {conv({1, 1}, 192), conv({1, 3}, 224), conv({3, 1}, 256)}};

} // namespace

/// The paper's network: Inception-v4's stem -> 5 × A -> Reduction-A -> 10 × B -> Reduction-B ->
/// 5 × C -> pool (figure 15). Scales as released, since the paper gives none per block.
Expected<NetworkGraph> inceptionResNetV2(const NetworkOptions &options)
{
    const NetworkFamily &family = *findNetworkFamily("inception_resnet_v2");
    const auto resolved = resolve(options, family, {5, 10, 5}, {0.17, 0.10, 0.20}, 0.8);
    if (!resolved)
        return tl::unexpected(resolved.error());

    const auto &[input, classes, width, repeats, scales, keep] = *resolved;
    GraphBuilder builder(std::string(family.id), std::string(family.title), width);
    addInceptionV4Stem(builder);
    builder
        .repeatedResidual("inception_resnet_a", "Inception-ResNet-A", blockA, repeats[0], scales[0])
        .stage("reduction_a", "Reduction-A")
        .inception("", reductionA({256, 256, 384, 384}))
        .repeatedResidual("inception_resnet_b", "Inception-ResNet-B", blockB, repeats[1], scales[1])
        .stage("reduction_b", "Reduction-B")
        .inception("", reductionB)
        .repeatedResidual("inception_resnet_c", "Inception-ResNet-C", blockC, repeats[2], scales[2])
        .classifier(classes, keep);
    return builder.build(input);
}

} // namespace inceptoscope::zoo
