#include "weights/publicweights.h"

#include "weights/publicweightsjson.h"

#include <QByteArray>

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

constexpr std::string_view timmReleases =
    "https://github.com/rwightman/pytorch-image-models/releases/download/v0.1-weights/";

/// What a row of the table says beyond its id and network.
struct Published
{
    std::string_view tag; ///< after the network's title: "timm tf_in1k"
    std::int64_t size;
    double top1;
    double top5;
    std::string url;
    std::string_view sha256 = {};
};

PublicWeights published(std::string_view id, std::string_view network, std::string_view title,
                        const Published &what)
{
    PublicWeights weights;
    weights.id = id;
    weights.network = network;
    weights.title = fmt::format("{} · {}", title, what.tag);
    weights.publisher = what.tag.substr(0, what.tag.find(' '));
    weights.size = what.size;
    if (what.top1 > 0.0) {
        weights.top1 = what.top1;
        weights.top5 = what.top5;
    }
    weights.url = what.url;
    weights.fileName = what.url.substr(what.url.rfind('/') + 1);
    weights.sha256 = what.sha256;
    return weights;
}

/// On Hugging Face's hub. The repository has the id's name.
PublicWeights timm(std::string_view id, std::string_view network, std::string_view title,
                   std::int64_t size, double top1, double top5, std::string_view sha256 = {})
{
    const std::string tag = fmt::format("timm {}", id.substr(id.find('.') + 1));
    const std::string url =
        fmt::format("https://huggingface.co/timm/{}/resolve/main/model.safetensors", id);
    PublicWeights weights = published(id, network, title, {tag, size, top1, top5, url, sha256});
    weights.licence = "Apache-2.0";
    weights.page = fmt::format("https://huggingface.co/timm/{}", id);
    return weights;
}

/// The ports of TensorFlow's weights as they were before the hub, with 1001 classes. The id is the
/// published name.
PublicWeights earlierTimm(std::string_view id, std::string_view network, std::string_view title,
                          std::int64_t size, double top1, double top5)
{
    const std::string url = fmt::format("{}{}.pth", timmReleases, id);
    const std::size_t dash = id.rfind('-');
    const std::string tag = fmt::format("timm {} (before 2023)", id.substr(0, dash));
    const std::string_view start = id.substr(dash + 1); // by PyTorch's convention
    PublicWeights weights = published(id, network, title, {tag, size, top1, top5, url, start});
    weights.licence = "Apache-2.0";
    weights.page = "https://github.com/huggingface/pytorch-image-models";
    return weights;
}

PublicWeights cadene(std::string_view id, std::string_view network, std::string_view title,
                     std::int64_t size, double top1, double top5, std::string url)
{
    const auto dash = url.rfind('-') + 1;
    const std::string start = url.substr(dash, url.rfind('.') - dash);
    PublicWeights weights =
        published(id, network, title, {"Cadene", size, top1, top5, std::move(url), start});
    weights.licence = "BSD-3-Clause";
    weights.page = "https://github.com/Cadene/pretrained-models.pytorch";
    return weights;
}

/// With the whole hash, and the size to the byte.
PublicWeights knownExactly(PublicWeights weights, std::string_view sha256)
{
    weights.sha256 = sha256;
    weights.sizeIsApproximate = false;
    return weights;
}

PublicWeights torchvision()
{
    PublicWeights weights = published(
        "inception_v3.torchvision", "inception_v3", "Inception-v3",
        {"torchvision", 108'900'000, 77.294, 93.450,
         "https://download.pytorch.org/models/inception_v3_google-0cc3c7bd.pth", "0cc3c7bd"});
    weights.licence = "BSD-3-Clause";
    weights.page = "https://pytorch.org/vision/stable/models/inception.html";
    return weights;
}

PublicWeights facenet(std::string_view id, std::string_view tag, std::int64_t size,
                      std::string_view accuracy, std::string_view file)
{
    const std::string url = fmt::format(
        "https://github.com/timesler/facenet-pytorch/releases/download/v2.2.9/{}", file);
    PublicWeights weights =
        published(id, "inception_resnet_v1_facenet", "Inception-ResNet-v1", {tag, size, 0, 0, url});
    weights.licence = "MIT";
    weights.page = "https://github.com/timesler/facenet-pytorch";
    weights.note = fmt::format("faces; LFW {} %", accuracy);
    weights.imagenetLabels = false;
    return weights;
}

/// Sizes that nobody states are those of the tensors. Left out: TF-slim's archives, which hold
/// TensorFlow's own checkpoints; the weights are the "tf_" ones below.
std::vector<PublicWeights> makeTable()
{
    constexpr auto v3 = "Inception-v3";
    constexpr auto v4 = "Inception-v4";
    constexpr auto resnet = "Inception-ResNet-v2";
    constexpr auto tfslim = "inception_resnet_v2_tfslim";
    const std::string lip6 = "https://data.lip6.fr/cadene/pretrainedmodels/";
    return {
        timm("inception_v4.tf_in1k", "inception_v4", v4, 171'000'000, 80.144, 94.982,
             "a756a086851c8d5a8de135ec15c76b90ea56cb5aef450e3299107e659e725bb1"),
        cadene("inception_v4.cadene", "inception_v4", v4, 171'000'000, 80.062, 94.926,
               lip6 + "inceptionv4-8e4777a0.pth"),
        timm("inception_resnet_v2.tf_in1k", tfslim, resnet, 224'000'000, 80.434, 95.312,
             "dbea26b13a5fc8351919fed6a94222c0577ce324b2765fd081a798f837ca9d72"),
        timm("inception_resnet_v2.tf_ens_adv_in1k", tfslim, resnet, 224'000'000, 79.998, 94.940),
        knownExactly(cadene("inception_resnet_v2.cadene", tfslim, resnet, 223'774'246, 80.170,
                            95.234, lip6 + "inceptionresnetv2-520b38e4.pth"),
                     "520b38e4fe58682abd64eeeb2057c71d0d3a50a95b9bce9dabbaae2be8d5d632"),
        earlierTimm("inception_resnet_v2-940b1cd6", tfslim, resnet, 224'000'000, 80.434, 95.312),
        earlierTimm("ens_adv_inception_resnet_v2-2592a550", tfslim, resnet, 224'000'000, 79.998,
                    94.940),
        timm("inception_v3.tv_in1k", "inception_v3", v3, 95'500'000, 77.472, 93.468,
             "9c452c63a67fd03a38a78c401ba12d4be0e926df63c93403de3a29f6df20fefb"),
        timm("inception_v3.tf_in1k", "inception_v3", v3, 95'500'000, 77.866, 93.644),
        timm("inception_v3.tf_adv_in1k", "inception_v3", v3, 95'500'000, 77.598, 93.726),
        timm("inception_v3.gluon_in1k", "inception_v3", v3, 95'500'000, 78.806, 94.372),
        torchvision(),
        earlierTimm("tf_inception_v3-e0069de4", "inception_v3", v3, 95'500'000, 77.866, 93.644),
        earlierTimm("adv_inception_v3-9e27bd63", "inception_v3", v3, 95'500'000, 77.598, 93.726),
        earlierTimm("gluon_inception_v3-9f746940", "inception_v3", v3, 95'500'000, 78.806, 94.372),
        cadene("bn_inception.cadene", "bn_inception", "BN-Inception", 45'300'000, 73.524, 91.562,
               lip6 + "bn_inception-52deb4733.pth"),
        facenet("inception_resnet_v1.vggface2", "facenet-pytorch vggface2", 112'000'000, "99.65",
                "20180402-114759-vggface2.pt"),
        facenet("inception_resnet_v1.casia_webface", "facenet-pytorch casia-webface", 116'000'000,
                "99.05", "20180408-102900-casia-webface.pt"),
    };
}

} // namespace

const std::vector<PublicWeights> &builtInPublicWeights()
{
    static const std::vector<PublicWeights> table = makeTable();
    return table;
}

Expected<std::vector<PublicWeights>> publicWeights()
{
    const QByteArray index = qgetenv("INCEPTOSCOPE_WEIGHTS_INDEX");
    if (index.isEmpty())
        return builtInPublicWeights();
    return readPublicWeights(index.toStdString());
}

const PublicWeights *findPublicWeights(const std::vector<PublicWeights> &table, std::string_view id)
{
    const auto found = std::ranges::find(table, id, &PublicWeights::id);
    return found == table.end() ? nullptr : &*found;
}

std::optional<PublicWeights> publicWeightsFor(std::string_view network)
{
    const auto table = publicWeights().value_or(builtInPublicWeights());
    const auto found = std::ranges::find(table, network, &PublicWeights::network);
    return found == table.end() ? std::nullopt : std::optional(*found);
}

} // namespace inceptoscope
