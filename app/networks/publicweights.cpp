#include "networks/publicweights.h"

#include <algorithm>
#include <array>

namespace inceptoscope {

namespace {

struct PublicWeights
{
    std::string_view network;
    std::string_view url;
};

/// timm's; the others are published in PyTorch's own format only.
constexpr std::array publicWeights{
    PublicWeights{
        "inception_v3",
        "https://huggingface.co/timm/inception_v3.tv_in1k/resolve/main/model.safetensors"},
    PublicWeights{
        "inception_v4",
        "https://huggingface.co/timm/inception_v4.tf_in1k/resolve/main/model.safetensors"},
    PublicWeights{
        "inception_resnet_v2_tfslim",
        "https://huggingface.co/timm/inception_resnet_v2.tf_in1k/resolve/main/model.safetensors"},
};

} // namespace

std::string_view publicWeightsUrl(std::string_view network)
{
    const auto *found = std::ranges::find(publicWeights, network, &PublicWeights::network);
    return found == publicWeights.end() ? std::string_view() : found->url;
}

} // namespace inceptoscope
