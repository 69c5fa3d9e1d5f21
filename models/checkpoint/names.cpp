#include "checkpoint/names.h"

#include <algorithm>
#include <cctype>

namespace inceptoscope {

namespace {

/// How the modules of a block are named.
enum class Style {
    Numbered, ///< branch1.0 (timm and Cadene, facenet-pytorch)
    Kernels, ///< branch3x3dbl_1 (torchvision and timm, Inception-v3)
    Caffe, ///< inception_3a_double_3x3_1 (Cadene, BN-Inception)
};

/// What a source's names for one network are made of, beside its style.
struct Scheme
{
    std::string_view network;
    WeightSource source;
    Style style;
    std::string_view classifier;
    int firstRepeat =
        0; ///< repeated stages: 0 for repeat, repeat_1, …; 1 for repeat_1, repeat_2, …
};

constexpr Scheme schemes[] = {
    {"inception_v3", WeightSource::Timm, Style::Kernels, "fc"},
    {"inception_v3", WeightSource::Torchvision, Style::Kernels, "fc"},
    {"inception_v4", WeightSource::Timm, Style::Numbered, "last_linear"},
    {"inception_v4", WeightSource::Cadene, Style::Numbered, "last_linear"},
    {"inception_resnet_v1_facenet", WeightSource::FacenetPyTorch, Style::Numbered, "logits", 1},
    {"inception_resnet_v2_tfslim", WeightSource::Timm, Style::Numbered, "classif"},
    {"inception_resnet_v2_tfslim", WeightSource::Cadene, Style::Numbered, "last_linear"},
    {"bn_inception", WeightSource::Cadene, Style::Caffe, "last_linear"},
};

const Scheme *findScheme(const NetworkGraph &graph, WeightSource source)
{
    const auto *found = std::ranges::find_if(schemes, [&](const Scheme &scheme) {
        return scheme.network == graph.id() && scheme.source == source;
    });
    return found == std::end(schemes) ? nullptr : found;
}

/// Where a layer stands.
struct Place
{
    const Block *block = nullptr;
    const Branch *branch = nullptr; ///< none for a single layer, an expansion
    std::size_t branchIndex = 0;
    std::size_t step = 0; ///< in the branch
};

Place findPlace(const NetworkGraph &graph, int layer)
{
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            if (std::ranges::find(block.layers, layer) == block.layers.end())
                continue;
            for (std::size_t i = 0; i < block.branches.size(); ++i) {
                const std::vector<int> &layers = block.branches[i].layers;
                const auto found = std::ranges::find(layers, layer);
                if (found != layers.end())
                    return {&block, &block.branches[i], i,
                            static_cast<std::size_t>(found - layers.begin())};
            }
            return {&block, nullptr, 0, 0};
        }
    }
    return {};
}

bool isPool(const Layer &layer)
{
    return layer.kind == LayerKind::MaxPool || layer.kind == LayerKind::AveragePool;
}

/// Number of the block among all, counted from the input.
int blockNumber(const NetworkGraph &graph, const Block &block)
{
    int number = 0;
    for (const Stage &stage : graph.stages()) {
        for (const Block &other : stage.blocks) {
            if (other.id == block.id)
                return number;
            ++number;
        }
    }
    return number;
}

/// "conv2d_1a" for TF-slim's "Conv2d_1a_3x3", "block8" for its "Block8".
std::string portedName(std::string name)
{
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const std::string_view kernel : {"_1x1", "_3x3"}) {
        if (name.ends_with(kernel))
            name.resize(name.size() - kernel.size());
    }
    return name;
}

/// "repeat_1.3" for the fourth block of the second repeated stage; empty for any other block.
std::string repeatName(const NetworkGraph &graph, const Block &block, int firstRepeat)
{
    int repeat = firstRepeat;
    for (const Stage &stage : graph.stages()) {
        if (!stage.blocks.front().isResidual() || stage.blocks.front().id == stage.id)
            continue;
        for (std::size_t i = 0; i < stage.blocks.size(); ++i) {
            if (stage.blocks[i].id == block.id)
                return (repeat == 0 ? "repeat" : "repeat_" + std::to_string(repeat)) + "."
                    + std::to_string(i);
        }
        ++repeat;
    }
    return {};
}

std::string auxiliaryName(const Block &block)
{
    const std::string part = block.id.substr(block.id.rfind('.') + 1);
    return "AuxLogits." + (part == "linear" ? "fc" : part);
}

std::string moduleName(const NetworkGraph &graph, const Block &block, const Scheme &scheme)
{
    const Layer &output = graph.layer(block.output);
    if (block.id.starts_with("auxiliary_head."))
        return auxiliaryName(block);
    if (block.id == "embedding")
        return "last_linear";
    if (output.kind == LayerKind::Linear)
        return std::string(scheme.classifier);
    if (block.released.empty())
        return block.id;
    if (graph.id() == "inception_v4")
        return "features." + std::to_string(blockNumber(graph, block));
    if (scheme.style != Style::Numbered)
        return block.released;
    const std::string repeat = repeatName(graph, block, scheme.firstRepeat);
    return repeat.empty() ? portedName(block.released) : repeat;
}

/// A step's own number, with the letter of its arm in a fork: "0", "1a".
std::string stepNumber(const Layer &layer, const Branch &branch)
{
    return layer.id.substr(branch.id.size() + 1);
}

std::string numberedTail(const NetworkGraph &graph, const Place &place, const Layer &layer)
{
    if (!place.branch)
        return place.block->isResidual() ? ".conv2d" : "";
    const auto onlyPool = [&](const Branch &branch) {
        return branch.layers.size() == 1 && isPool(graph.layer(branch.layers.front()));
    };
    const std::vector<Branch> &branches = place.block->branches;
    if (branches.size() == 2 && std::ranges::any_of(branches, onlyPool))
        return ".conv"; // a pool beside one convolution
    std::string branch = ".branch" + std::to_string(place.branchIndex);
    if (place.branch->layers.size() == 1)
        return branch;
    const bool forks =
        std::isalpha(static_cast<unsigned char>(graph.layer(place.branch->layers.back()).id.back()))
        != 0;
    return branch + (forks ? "_" : ".") + stepNumber(layer, *place.branch);
}

/// The square kernels a branch amounts to, a 1×n and an n×1 making one: "7x7x3" for 1×1, 1×7, 7×1
/// and 3×3, "3x3dbl" for two of 3×3.
std::string kernelsOf(const NetworkGraph &graph, const Branch &branch)
{
    std::vector<int> sides;
    bool half = false;
    for (int index : branch.layers) {
        const Extent kernel = graph.layer(index).kernel;
        const int side = std::max(kernel.height, kernel.width);
        if (kernel.height != kernel.width)
            half = !half;
        if (side > 1 && !half)
            sides.push_back(side);
    }
    if (sides.empty())
        return "1x1";
    const std::string first = std::to_string(sides[0]);
    if (sides.size() == 1)
        return first + "x" + first;
    return first + "x" + first + (sides[1] == sides[0] ? "dbl" : "x" + std::to_string(sides[1]));
}

std::string kernelsTail(const NetworkGraph &graph, const Place &place, const Layer &layer)
{
    if (!place.branch)
        return {};
    if (isPool(graph.layer(place.branch->layers.front())))
        return ".branch_pool";
    std::string branch = ".branch" + kernelsOf(graph, *place.branch);
    if (place.branch->layers.size() == 1)
        return branch;
    std::string number = stepNumber(layer, *place.branch);
    ++number.front(); // counted from 1
    return branch + "_" + number;
}

std::string caffeTail(const NetworkGraph &graph, const Place &place)
{
    if (!place.branch)
        return {};
    if (isPool(graph.layer(place.branch->layers.front())))
        return "_pool_proj";
    const std::size_t length = place.branch->layers.size();
    if (length == 1)
        return "_1x1";
    const std::string branch = length == 2 ? "_3x3" : "_double_3x3";
    if (place.step == 0)
        return branch + "_reduce";
    return length == 2 ? branch : branch + "_" + std::to_string(place.step);
}

std::string_view roleName(ParameterRole role)
{
    switch (role) {
    case ParameterRole::Weight:
    case ParameterRole::BatchNormScale:
        return ".weight";
    case ParameterRole::Bias:
    case ParameterRole::BatchNormShift:
        return ".bias";
    case ParameterRole::RunningMean:
        return ".running_mean";
    case ParameterRole::RunningVariance:
        return ".running_var";
    }
    return {};
}

bool isBatchNorm(ParameterRole role)
{
    return role != ParameterRole::Weight && role != ParameterRole::Bias;
}

std::string parameterName(const NetworkGraph &graph, const ParameterSpec &spec,
                          const Scheme &scheme)
{
    const Place place = findPlace(graph, spec.layer);
    const Layer &layer = graph.layer(spec.layer);
    const bool batchNorm = isBatchNorm(spec.role);
    std::string name = moduleName(graph, *place.block, scheme);
    if (layer.kind == LayerKind::Linear) {
        if (batchNorm)
            name = "last_bn";
    } else if (scheme.style == Style::Caffe) {
        name += caffeTail(graph, place) + (batchNorm ? "_bn" : "");
    } else {
        name += scheme.style == Style::Kernels ? kernelsTail(graph, place, layer)
                                               : numberedTail(graph, place, layer);
        if (layer.batchNormEpsilon)
            name += batchNorm ? ".bn" : ".conv";
    }
    return name.append(roleName(spec.role));
}

} // namespace

std::string_view sourceName(WeightSource source)
{
    switch (source) {
    case WeightSource::Own:
        return "own";
    case WeightSource::Timm:
        return "timm";
    case WeightSource::Torchvision:
        return "torchvision";
    case WeightSource::Cadene:
        return "Cadene";
    case WeightSource::FacenetPyTorch:
        return "facenet-pytorch";
    }
    return {};
}

std::vector<WeightSource> weightSources(const NetworkGraph &graph)
{
    std::vector<WeightSource> sources{WeightSource::Own};
    for (const Scheme &scheme : schemes) {
        if (scheme.network == graph.id())
            sources.push_back(scheme.source);
    }
    return sources;
}

std::string moduleName(const NetworkGraph &graph, const Block &block, WeightSource source)
{
    const Scheme *scheme = findScheme(graph, source);
    return scheme ? moduleName(graph, block, *scheme) : block.id;
}

NameMap sourceNames(WeightSource source)
{
    return [source](const NetworkGraph &graph, const ParameterSpec &spec) {
        const Scheme *scheme = findScheme(graph, source);
        return scheme ? parameterName(graph, spec, *scheme) : spec.name;
    };
}

WeightSource detectSource(const NetworkGraph &graph, const TensorFile &file)
{
    const std::vector<ParameterSpec> specs = graph.parameterSpecs();
    const auto found = [&](WeightSource source) {
        const NameMap names = sourceNames(source);
        return std::ranges::count_if(specs, [&](const ParameterSpec &spec) {
            return file.tensors.contains(names(graph, spec));
        });
    };
    const std::vector<WeightSource> sources = weightSources(graph);
    return *std::ranges::max_element(sources, {}, found);
}

} // namespace inceptoscope
