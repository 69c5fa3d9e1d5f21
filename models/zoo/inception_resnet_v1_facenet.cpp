#include "zoo/families.h"
#include "zoo/inceptionresnetblocks.h"
#include "zoo/parts.h"

namespace inceptoscope::zoo {

namespace {

constexpr double batchNormEpsilon = 0.001;

/// Linear without bias, then BatchNorm, no activation.
Step embedding(int values)
{
    Step step = linear(values);
    step.layer.bias = false;
    step.layer.batchNormEpsilon = batchNormEpsilon;
    return step;
}

} // namespace

/// The network published for faces: the paper's, one more Inception-ResNet-C without scale and
/// activation, and 512 values between pool and classes. The embedding is those values divided by
/// their Euclidean norm.
Expected<NetworkGraph> inceptionResNetV1Facenet(const NetworkOptions &options)
{
    const NetworkFamily &family = *findNetworkFamily("inception_resnet_v1_facenet");
    const auto resolved = resolve(options, family, {5, 10, 5}, {0.17, 0.10, 0.20}, 0.4);
    if (!resolved)
        return tl::unexpected(resolved.error());

    const auto &[input, classes, width, repeats, scales, keep] = *resolved;
    const InceptionResNetBlocks &blocks = inceptionResNetV1Blocks();
    GraphBuilder builder(std::string(family.id), std::string(family.title), width);
    addSequentialStem(builder);
    builder.single("conv6", convValid({3, 3}, 256, 2))
        .released({"Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "MaxPool_3a_3x3",
                   "Conv2d_3b_1x1", "Conv2d_4a_3x3", "Conv2d_4b_3x3"})
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
        .averagePooling()
        .dropout(keep)
        .stage("embedding", "Embedding")
        .single("", embedding(builder.scaled(512)))
        .released({"Bottleneck"})
        .softmax(classes);
    return builder.build(input);
}

} // namespace inceptoscope::zoo
