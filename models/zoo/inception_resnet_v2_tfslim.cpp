#include "zoo/families.h"
#include "zoo/inceptionresnetblocks.h"
#include "zoo/parts.h"

namespace inceptoscope::zoo {

namespace {

const std::vector<Steps> mixed5b{{conv({1, 1}, 96)},
                                 {conv({1, 1}, 48), conv({5, 5}, 64)},
                                 {conv({1, 1}, 64), conv({3, 3}, 96), conv({3, 3}, 96)},
                                 {averagePool(false), conv({1, 1}, 64)}};

} // namespace

/// The network whose weights were published: Inception-v3's stem -> Mixed_5b -> 10 × A ->
/// Reduction-A -> 20 × B -> Reduction-B -> 9 × C and one without scale and activation -> 1×1
/// convolution -> pool.
Expected<NetworkGraph> inceptionResNetV2TfSlim(const NetworkOptions &options)
{
    const NetworkFamily &family = *findNetworkFamily("inception_resnet_v2_tfslim");
    const auto resolved = resolve(options, family, {10, 20, 9}, {0.17, 0.10, 0.20}, 0.8);
    if (!resolved)
        return tl::unexpected(resolved.error());

    const auto &[input, classes, width, repeats, scales, keep] = *resolved;
    const InceptionResNetBlocks &blocks = inceptionResNetV2Blocks();
    GraphBuilder builder(std::string(family.id), std::string(family.title), width);
    addSequentialStem(builder);
    builder.single("pool2", maxPool())
        .released({"Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "MaxPool_3a_3x3",
                   "Conv2d_3b_1x1", "Conv2d_4a_3x3", "MaxPool_5a_3x3"})
        .stage("mixed_5b", "Mixed 5b")
        .inception("", mixed5b)
        .released({"Mixed_5b"})
        .repeatedResidual("inception_resnet_a", "Inception-ResNet-A", blocks.a, repeats[0],
                          scales[0])
        .released(blockNumbers("block35", repeats[0]))
        .stage("reduction_a", "Reduction-A")
        .inception("", blocks.reductionA)
        .released({"Mixed_6a"})
        .repeatedResidual("inception_resnet_b", "Inception-ResNet-B", blocks.b, repeats[1],
                          scales[1])
        .released(blockNumbers("block17", repeats[1]))
        .stage("reduction_b", "Reduction-B")
        .inception("", poolLast(blocks.reductionB))
        .released({"Mixed_7a"})
        .repeatedResidual("inception_resnet_c", "Inception-ResNet-C", blocks.c, repeats[2],
                          scales[2])
        .released(blockNumbers("block8", repeats[2]))
        .stage("inception_resnet_c_final", "Inception-ResNet-C, final")
        .residual("", blocks.c, 1.0, false)
        .released({"Block8"})
        .stage("final_conv", "1×1 convolution")
        .single("", conv({1, 1}, 1536))
        .released({"Conv2d_7b_1x1"})
        .classifier(classes, keep);
    return builder.build(input);
}

} // namespace inceptoscope::zoo
