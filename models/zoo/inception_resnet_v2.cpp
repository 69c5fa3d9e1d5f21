#include "zoo/families.h"
#include "zoo/inceptionresnetblocks.h"
#include "zoo/parts.h"

namespace inceptoscope::zoo {

/// The paper's network: Inception-v4's stem -> 5 × A -> Reduction-A -> 10 × B -> Reduction-B ->
/// 5 × C -> pool (figure 15). Scales as released, since the paper gives none per block.
Expected<NetworkGraph> inceptionResNetV2(const NetworkOptions &options)
{
    const NetworkFamily &family = *findNetworkFamily("inception_resnet_v2");
    const auto resolved = resolve(options, family, {5, 10, 5}, {0.17, 0.10, 0.20}, 0.8);
    if (!resolved)
        return tl::unexpected(resolved.error());

    const auto &[input, classes, width, repeats, scales, keep] = *resolved;
    const InceptionResNetBlocks &blocks = inceptionResNetV2Blocks();
    GraphBuilder builder(std::string(family.id), std::string(family.title), width);
    addInceptionV4Stem(builder);
    builder
        .repeatedResidual("inception_resnet_a", "Inception-ResNet-A", blocks.a, repeats[0],
                          scales[0])
        .stage("reduction_a", "Reduction-A")
        .inception("", blocks.reductionA)
        .repeatedResidual("inception_resnet_b", "Inception-ResNet-B", blocks.b, repeats[1],
                          scales[1])
        .stage("reduction_b", "Reduction-B")
        .inception("", blocks.reductionB)
        .repeatedResidual("inception_resnet_c", "Inception-ResNet-C", blocks.c, repeats[2],
                          scales[2])
        .classifier(classes, keep);
    return builder.build(input);
}

} // namespace inceptoscope::zoo
