#include "zoo/zoo.h"

#include "zoo/families.h"

#include <algorithm>

namespace inceptoscope {

const std::vector<NetworkFamily> &networkFamilies()
{
    static const std::vector<NetworkFamily> families{
        {"inception_v4", "Inception-v4", "arXiv 1602.07261, section 3.1, figures 3 to 9",
         "Convolutions in the released order. The paper's figures put 7×1 before 1×7 in the stem, "
         "order the third branches of Inception-B and Inception-C the other way round, print 1×7 "
         "for 7×1 in Inception-B and omit a stride of 2 in the stem; parameters and multiply-adds "
         "are the same either way.",
         299, 1000, zoo::inceptionV4},
        {"inception_resnet_v2", "Inception-ResNet-v2 (paper)",
         "arXiv 1602.07261, section 3.2, figures 15 to 19",
         "The expansions have 1152 and 2144 filters, as their inputs do; the figures print 1154 "
         "and 2048, which cannot be added. The paper gives a range for the residual scale; 0.17, "
         "0.10 and 0.20 are those of the released code.",
         299, 1000, zoo::inceptionResNetV2},
    };
    return families;
}

const NetworkFamily *findNetworkFamily(std::string_view id)
{
    const auto &families = networkFamilies();
    const auto found = std::ranges::find(families, id, &NetworkFamily::id);
    return found == families.end() ? nullptr : &*found;
}

Expected<NetworkGraph> buildNetwork(std::string_view id, const NetworkOptions &options)
{
    if (const NetworkFamily *family = findNetworkFamily(id))
        return family->build(options);
    std::string known;
    for (const NetworkFamily &family : networkFamilies())
        known += (known.empty() ? "" : ", ") + std::string(family.id);
    return failure("there is no network \"" + std::string(id) + "\"; the known ones are " + known);
}

} // namespace inceptoscope
