#include "zoo/zoo.h"

#include "graph/residualscales.h"
#include "zoo/families.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

const std::vector<NetworkFamily> &networkFamilies()
{
    static const std::vector<NetworkFamily> families{
        {"inception_v3", "Inception-v3", "arXiv 1512.00567, table 1, as released",
         "As in torchvision and timm, where the padding counts in the average pools (in TensorFlow "
         "it does not). The auxiliary head, 3,326,696 parameters, is there for training only; it "
         "needs an input of 299×299.",
         299, 1000, zoo::inceptionV3, true},
        {"inception_v4", "Inception-v4", "arXiv 1602.07261, section 3.1, figures 3 to 9",
         "Convolutions in the released order. The paper's figures put 7×1 before 1×7 in the stem, "
         "order the third branches of Inception-B and Inception-C the other way round, print 1×7 "
         "for 7×1 in Inception-B and omit a stride of 2 in the stem; parameters and multiply-adds "
         "are the same either way.",
         299, 1000, zoo::inceptionV4},
        {"inception_resnet_v1", "Inception-ResNet-v1 (paper)",
         "arXiv 1602.07261, section 3.2, figures 10 to 15",
         "The paper gives a range for the residual scale; 0.17, 0.10 and 0.20 are those of the "
         "released code.",
         299, 1000, zoo::inceptionResNetV1},
        {"inception_resnet_v1_facenet", "Inception-ResNet-v1 (facenet)",
         "facenet and facenet-pytorch, after arXiv 1602.07261, figures 10 to 15",
         "The paper's network and one more Inception-ResNet-C with scale 1 and no activation; then "
         "an embedding of 512 values (linear without bias, BatchNorm) before the classes. Classes "
         "are the people of VGGFace2; Reduction-B concatenates its pool last.",
         160, 8631, zoo::inceptionResNetV1Facenet},
        {"inception_resnet_v2", "Inception-ResNet-v2 (paper)",
         "arXiv 1602.07261, section 3.2, figures 15 to 19",
         "The expansions have 1152 and 2144 filters, as their inputs do; the figures print 1154 "
         "and 2048, which cannot be added. The paper gives a range for the residual scale; 0.17, "
         "0.10 and 0.20 are those of the released code.",
         299, 1000, zoo::inceptionResNetV2},
        {"inception_resnet_v2_tfslim", "Inception-ResNet-v2 (TF-slim)",
         "TF-slim's released network, after arXiv 1602.07261, section 3.2",
         "The network whose weights were published, under the paper's name but wider and deeper: "
         "Inception-v3's stem and a plain Inception block (Mixed_5b) first, 10, 20 and 9 residual "
         "blocks instead of 5, 10 and 5, a last one with scale 1 and no activation, and a 1×1 "
         "convolution to 1536 before the pool.",
         299, 1000, zoo::inceptionResNetV2TfSlim},
        {"bn_inception", "BN-Inception", "arXiv 1502.03167, figure 5, as released for Caffe",
         "Blocks 4c, 4d and 4e have 608, 608 and 1056 filters, the sums of their branches; the "
         "figure prints 576, 576 and 1024. The first convolution is an ordinary one, where the "
         "paper has a separable one. Pools round their size up and padded convolutions round down, "
         "so only some input sizes fit.",
         224, 1000, zoo::bnInception},
    };
    return families;
}

const NetworkFamily *findNetworkFamily(std::string_view id)
{
    const auto &families = networkFamilies();
    const auto found = std::ranges::find(families, id, &NetworkFamily::id);
    return found == families.end() ? nullptr : &*found;
}

/// Families know a scale for each stage alone.
static Expected<NetworkGraph> build(const NetworkFamily &family, const NetworkOptions &options)
{
    if (options.residualScales.size() != 1)
        return family.build(options);
    const double scale = options.residualScales.front();
    if (!std::isfinite(scale))
        return failure(std::string(family.title) + ": the residual scale must be a finite number");
    NetworkOptions others = options;
    others.residualScales.clear();
    auto graph = family.build(others);
    if (graph && residualScales(*graph).empty())
        return failure(std::string(family.title) + " has no residual blocks to scale");
    return graph ? graph->withResidualScale("", scale) : graph;
}

Expected<NetworkGraph> buildNetwork(std::string_view id, const NetworkOptions &options)
{
    if (const NetworkFamily *family = findNetworkFamily(id))
        return build(*family, options);
    std::string known;
    for (const NetworkFamily &family : networkFamilies())
        known += (known.empty() ? "" : ", ") + std::string(family.id);
    return failure("there is no network \"" + std::string(id) + "\"; the known ones are " + known);
}

} // namespace inceptoscope
