#include "checkpoint/publisher.h"

#include "zoo/zoo.h"

#include <algorithm>
#include <cctype>

namespace inceptoscope {

namespace {

/// ImageNet's classes and, before them, "background": files made from TensorFlow's.
constexpr int classesWithBackground = 1001;

constexpr std::array imagenetMean{0.485, 0.456, 0.406};
constexpr std::array imagenetStd{0.229, 0.224, 0.225};

/// One set of weights, and the words by which a file's name gives it away: the stems under which it
/// was published, or the publisher's own name.
struct Entry
{
    std::string_view network;
    WeightSource source;
    std::string_view variant; ///< timm's tag
    std::vector<std::string_view> words;
};

/// The stems are those of timm (hub and releases), download.pytorch.org, data.lip6.fr/cadene and
/// facenet-pytorch's releases. Where the same file went out under two names, its first home counts.
const std::vector<Entry> &entries()
{
    using enum WeightSource;
    static const std::vector<Entry> all{
        {"inception_v3", Timm, "tv_in1k", {"inception_v3.tv_in1k"}},
        {"inception_v3", Timm, "tf_in1k", {"inception_v3.tf_in1k", "tf_inception_v3"}},
        {"inception_v3", Timm, "tf_adv_in1k", {"inception_v3.tf_adv_in1k", "adv_inception_v3"}},
        {"inception_v3", Timm, "gluon_in1k", {"inception_v3.gluon_in1k", "gluon_inception_v3"}},
        {"inception_v3", Torchvision, {}, {"inception_v3_google", "torchvision"}},
        {"inception_v3", Timm, {}, {"timm"}},
        {"inception_v4", Timm, "tf_in1k", {"inception_v4.tf_in1k"}},
        {"inception_v4", Cadene, {}, {"inceptionv4-", "cadene"}},
        {"inception_v4", Timm, {}, {"timm"}},
        {"inception_resnet_v2_tfslim",
         Timm,
         "tf_in1k",
         {"inception_resnet_v2.tf_in1k", "inception_resnet_v2-940b1cd6"}},
        {"inception_resnet_v2_tfslim",
         Timm,
         "tf_ens_adv_in1k",
         {"inception_resnet_v2.tf_ens_adv_in1k", "ens_adv_inception_resnet_v2"}},
        {"inception_resnet_v1_facenet", FacenetPyTorch, "vggface2", {"vggface2"}},
        {"inception_resnet_v1_facenet", FacenetPyTorch, "casia-webface", {"casia-webface"}},
    };
    return all;
}

/// Whether two publishers use the same names for a network's tensors.
bool sharesNames(std::string_view network, WeightSource one, WeightSource other)
{
    return one == other
        || (network == "inception_v3" && one != WeightSource::Own && other != WeightSource::Own)
        || (network == "inception_v4" && one != WeightSource::Own && other != WeightSource::Own);
}

std::string lowerCase(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// The entry with the longest word that a hint holds: "adv_inception_v3" before "inception_v3".
const Entry *entryIn(const std::string &hint, const PublisherSigns &signs)
{
    const std::string text = lowerCase(hint);
    const Entry *best = nullptr;
    std::size_t longest = 0;
    for (const Entry &entry : entries()) {
        if (entry.network != signs.network
            || !sharesNames(signs.network, entry.source, signs.names))
            continue;
        for (const std::string_view word : entry.words) {
            if (word.size() > longest && text.find(word) != std::string::npos) {
                best = &entry;
                longest = word.size();
            }
        }
    }
    return best;
}

/// Without a telling name. Of the files of Inception-v3, torchvision's has the auxiliary head, and
/// timm's copy of it, called as everything on the hub is; of those of Inception-v4, Cadene's has
/// 1001 classes.
WeightSource sourceByContent(const PublisherSigns &signs)
{
    const bool hubName = std::ranges::any_of(signs.hints, [](const std::string &hint) {
        return hint == "model" || hint == "pytorch_model";
    });
    if (signs.network == "inception_v3" && signs.names != WeightSource::Own && signs.auxiliaryHead)
        return hubName ? WeightSource::Timm : WeightSource::Torchvision;
    if (signs.network == "inception_v4" && signs.names == WeightSource::Timm
        && signs.classes == classesWithBackground)
        return WeightSource::Cadene;
    return signs.names;
}

Preprocessing cropped(Preprocessing preprocessing, double share)
{
    preprocessing.cropShare = share;
    return preprocessing.withInputSize(preprocessing.inputSize);
}

Preprocessing timmPreprocessing(Preprocessing preprocessing, std::string_view network,
                                std::string_view variant)
{
    if (variant == "gluon_in1k") {
        preprocessing.mean = imagenetMean;
        preprocessing.std = imagenetStd;
    }
    return cropped(preprocessing, network == "inception_resnet_v2_tfslim" ? 0.8975 : 0.875);
}

Preprocessing torchvisionPreprocessing(Preprocessing preprocessing)
{
    // Its network turns ImageNet's mean and deviation into 0.5 and 0.5, hence those from the start.
    preprocessing.interpolation = Interpolation::Bilinear;
    preprocessing.shorterSide = 342;
    return preprocessing;
}

Preprocessing cadenePreprocessing(Preprocessing preprocessing, std::string_view network)
{
    preprocessing.interpolation = Interpolation::Bilinear;
    if (network == "bn_inception") {
        preprocessing.pixelDivisor = 1.0;
        preprocessing.mean = {104.0, 117.0, 128.0};
        preprocessing.std = {1.0, 1.0, 1.0};
        preprocessing.bgr = true;
    }
    return cropped(preprocessing, 0.875);
}

Preprocessing facePreprocessing(Preprocessing preprocessing)
{
    preprocessing.shorterSide = preprocessing.inputSize; // faces are cut out before
    preprocessing.interpolation = Interpolation::Bilinear;
    preprocessing.pixelDivisor = 1.0;
    preprocessing.mean = {127.5, 127.5, 127.5};
    preprocessing.std = {128.0, 128.0, 128.0};
    return preprocessing;
}

/// What the publisher's own evaluation does.
Preprocessing preprocessingOf(std::string_view network, WeightSource source,
                              std::string_view variant)
{
    Preprocessing plain;
    plain.inputSize = findNetworkFamily(network)->inputSize;
    switch (source) {
    case WeightSource::Timm:
        return timmPreprocessing(plain, network, variant);
    case WeightSource::Torchvision:
        return torchvisionPreprocessing(plain);
    case WeightSource::Cadene:
        return cadenePreprocessing(plain, network);
    case WeightSource::FacenetPyTorch:
        return facePreprocessing(plain);
    case WeightSource::Own:
        break;
    }
    return cropped(plain, 0.875);
}

} // namespace

Publication publicationOf(const PublisherSigns &signs)
{
    const Entry *entry = nullptr;
    for (auto hint = signs.hints.begin(); !entry && hint != signs.hints.end(); ++hint)
        entry = entryIn(*hint, signs);
    const WeightSource source = entry ? entry->source : sourceByContent(signs);
    const std::string_view variant = entry ? entry->variant : std::string_view();
    Publication publication;
    publication.source = source;
    publication.title = sourceName(source);
    if (!variant.empty())
        publication.title.append(" ").append(variant);
    publication.preprocessing = preprocessingOf(signs.network, source, variant);
    publication.imagenet = source != WeightSource::Own && source != WeightSource::FacenetPyTorch;
    return publication;
}

} // namespace inceptoscope
