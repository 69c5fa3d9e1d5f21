#include "checkpoint/modelfile.h"

#include "checkpoint/jsonfields.h"
#include "checkpoint/names.h"
#include "checkpoint/preprocessingjson.h"
#include "checkpoint/printable.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>

namespace inceptoscope {

namespace {

/// The key of a description, and the format in older files.
constexpr std::string_view mark = "inceptoscope";
constexpr std::size_t longestId = 100;

/// What the metadata has under `key`; nothing where it is absent.
std::string_view valueOf(const TensorFile &file, std::string_view key)
{
    const auto found = file.metadata.find(key);
    return found == file.metadata.end() ? std::string_view() : std::string_view(found->second);
}

bool isIdCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
        || c == '-' || c == '.';
}

/// A name in the same folder, and no way out of it.
bool isPlainFileName(std::string_view name)
{
    return name.find('/') == std::string_view::npos && name != "." && name != "..";
}

Expected<NetworkOptions> parseOptions(std::string_view text)
{
    JsonFields fields(text, "the options");
    NetworkOptions options;
    std::vector<int> input;
    double keepProbability = 0.0;
    fields.read("input", input);
    fields.read("classes", options.classes);
    fields.read("width", options.width);
    fields.read("repeats", options.repeats);
    fields.read("residual_scales", options.residualScales);
    fields.read("keep_probability", keepProbability);
    fields.read("auxiliary_head", options.auxiliaryHead);
    if (fields.has("keep_probability"))
        options.keepProbability = keepProbability;
    if (input.size() == 2)
        options.input = {input[0], input[1]};
    else if (fields.has("input"))
        fields.refuse("have a field \"input\" that is not a height and a width");
    if (auto finished = fields.finish(); !finished)
        return tl::unexpected(finished.error());
    return options;
}

Expected<ModelDescription> parseDescription(const TensorFile &file)
{
    if (!describesItself(file))
        return failure("it does not say which network it is for (its metadata has no "
                       "\"inceptoscope\")");
    ModelDescription description;
    description.id = valueOf(file, "id");
    description.title = valueOf(file, "title");
    description.network = valueOf(file, "network");
    description.card = valueOf(file, "card");
    description.training = valueOf(file, "training");
    if (!isModelId(description.id))
        return failure(
            fmt::format("its id \"{}\" is not made of 1 to {} letters, digits, _, - and .",
                        printable(description.id), longestId));
    if (description.title.empty())
        return failure("it has no title");
    if (!findNetworkFamily(description.network))
        return failure(fmt::format("it is for the network \"{}\", which is unknown here",
                                   printable(description.network)));
    if (!isPlainFileName(description.card))
        return failure(fmt::format("its model card \"{}\" is not the name of a file beside it",
                                   printable(description.card)));
    auto options = parseOptions(valueOf(file, "options"));
    if (!options)
        return tl::unexpected(options.error());
    description.options = std::move(*options);
    auto preprocessing =
        parsePreprocessing({valueOf(file, "preprocessing"), "the preprocessing settings"});
    if (!preprocessing)
        return tl::unexpected(preprocessing.error());
    description.preprocessing = *preprocessing;
    if (!file.metadata.contains("labels"))
        return description;
    auto labels = parseTexts(valueOf(file, "labels"), "the labels");
    if (!labels)
        return tl::unexpected(labels.error());
    description.labels = std::move(*labels);
    return description;
}

/// Text that is not UTF-8 (a folder's name, say) must not throw.
std::string dumped(const nlohmann::ordered_json &json)
{
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string optionsText(const NetworkOptions &options)
{
    auto json = nlohmann::ordered_json::object();
    if (options.input != Extent{})
        json["input"] = {options.input.height, options.input.width};
    if (options.classes != 0)
        json["classes"] = options.classes;
    json["width"] = options.width;
    if (!options.repeats.empty())
        json["repeats"] = options.repeats;
    if (!options.residualScales.empty())
        json["residual_scales"] = options.residualScales;
    if (options.keepProbability)
        json["keep_probability"] = *options.keepProbability;
    if (options.auxiliaryHead)
        json["auxiliary_head"] = true;
    return dumped(json);
}

tl::unexpected<Error> cannotBeUsed(const std::filesystem::path &path, std::string_view reason)
{
    return failure(fmt::format("{} cannot be used: {}", printable(path.string()), reason));
}

} // namespace

bool isModelId(std::string_view id)
{
    return !id.empty() && id.size() <= longestId && std::ranges::all_of(id, isIdCharacter);
}

std::string modelIdFor(std::string_view name)
{
    std::string id(name.substr(0, longestId));
    std::ranges::replace_if(id, std::not_fn(isIdCharacter), '_');
    return id;
}

bool describesItself(const TensorFile &file)
{
    return file.metadata.contains(mark) || valueOf(file, "format") == mark;
}

Expected<ModelDescription> readModelDescription(const TensorFile &file)
{
    auto description = parseDescription(file);
    if (!description)
        return cannotBeUsed(file.path, description.error().message);
    return description;
}

void writeModelDescription(const ModelDescription &description, TensorFile &file)
{
    const auto set = [&](const char *key, const std::string &value) {
        if (value.empty())
            file.metadata.erase(key);
        else
            file.metadata[key] = value;
    };
    set(mark.data(), "1");
    set("format", "pt");
    set("id", description.id);
    set("title", description.title);
    set("network", description.network);
    set("options", optionsText(description.options));
    set("preprocessing", dumped(preprocessingJson(description.preprocessing)));
    set("labels", description.labels.empty() ? "" : dumped(description.labels));
    set("card", description.card);
    set("training", description.training);
}

Expected<NetworkGraph> buildDescribed(const ModelDescription &description)
{
    auto graph = buildNetwork(description.network, description.options);
    if (!graph)
        return graph;
    const int size = description.preprocessing.inputSize;
    if (graph->input().grid() != Extent{size, size})
        return failure(fmt::format("its preprocessing makes pictures of {0}×{0}, its network takes "
                                   "{1}×{2}",
                                   size, graph->input().height, graph->input().width));
    if (!description.labels.empty()
        && std::cmp_not_equal(description.labels.size(), graph->classes()))
        return failure(fmt::format("it has {} labels for {} classes", description.labels.size(),
                                   graph->classes()));
    return graph;
}

Expected<LoadedModel> loadModel(const std::filesystem::path &path)
{
    const auto file = readSafetensors(path);
    if (!file)
        return tl::unexpected(file.error());
    auto description = readModelDescription(*file);
    if (!description)
        return tl::unexpected(description.error());
    auto graph = buildDescribed(*description);
    if (!graph)
        return cannotBeUsed(path, graph.error().message);
    BoundWeights bound = bindWeights(*graph, *file, sourceNames(detectSource(*graph, *file)));
    if (!bound.report.complete())
        return cannotBeUsed(
            path,
            fmt::format("its tensors do not fit {}: {}", graph->title(), bound.report.summary()));
    return LoadedModel{std::move(*description), std::move(*graph), std::move(bound.weights)};
}

Expected<void> saveModel(const std::filesystem::path &path, const ModelDescription &description,
                         const Weights &weights, DType dtype)
{
    TensorFile file;
    writeModelDescription(description, file);
    for (const Weights::Entry &entry : weights.entries()) {
        const bool narrow = entry.spec.role == ParameterRole::Weight;
        file.tensors.emplace(
            entry.spec.name,
            makeTensor(toFloat(entry.tensor), entry.spec.shape, narrow ? dtype : DType::Float32));
    }
    return writeSafetensors(path, file);
}

std::string classLabel(const ModelDescription &description, int index)
{
    const bool known = index >= 0 && std::cmp_less(index, description.labels.size());
    if (known && !description.labels[static_cast<std::size_t>(index)].empty())
        return description.labels[static_cast<std::size_t>(index)];
    return fmt::format("class {}", index);
}

} // namespace inceptoscope
