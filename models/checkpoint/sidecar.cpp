#include "checkpoint/sidecar.h"

#include "checkpoint/atomicfile.h"
#include "checkpoint/modelfile.h"
#include "checkpoint/preprocessingjson.h"
#include "checkpoint/printable.h"
#include "checkpoint/textfile.h"
#include "checkpoint/timmconfig.h"

#include <array>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t longestSidecar = 4'000'000;

/// The names under which the hub keeps everybody's weights.
bool hasHubName(const fs::path &weights)
{
    return weights.stem() == "model" || weights.stem() == "pytorch_model";
}

fs::path beside(const fs::path &weights, const std::string &suffix)
{
    return weights.parent_path() / (weights.stem().string() + suffix);
}

bool isThere(const fs::path &path)
{
    std::error_code ignored;
    return fs::exists(path, ignored);
}

tl::unexpected<Error> cannotBeUsed(const fs::path &path, std::string_view reason)
{
    return failure(fmt::format("{} cannot be used: {}", printable(path.string()), reason));
}

Expected<json> readJson(const fs::path &path)
{
    return readTextFile(path, longestSidecar)
        .and_then([](const std::string &text) -> Expected<json> {
            json parsed = parseJson(text);
            if (!parsed.is_object())
                return failure("it is no JSON object");
            return parsed;
        });
}

void setIfThere(std::optional<std::string> &member, JsonFields &fields, std::string_view key)
{
    if (!fields.has(key))
        return;
    std::string text;
    fields.read(key, text);
    member = std::move(text);
}

Expected<void> readOwnLabels(const json &value, Sidecar &sidecar)
{
    if (value.is_null())
        return {};
    if (value.is_string()) {
        sidecar.imagenetLabels = value == "imagenet";
        return sidecar.imagenetLabels ? Expected<void>()
                                      : failure("the labels are neither a list nor \"imagenet\"");
    }
    auto labels = parseLabels(value);
    if (!labels)
        return tl::unexpected(labels.error());
    sidecar.labels = std::move(*labels);
    return {};
}

Expected<Sidecar> parseOwn(const json &object)
{
    JsonFields fields = JsonFields::ofParsed(object, "the fields");
    Sidecar sidecar;
    setIfThere(sidecar.id, fields, "id");
    setIfThere(sidecar.title, fields, "title");
    setIfThere(sidecar.source, fields, "source");
    setIfThere(sidecar.licence, fields, "licence");
    if (sidecar.id && !isModelId(*sidecar.id))
        fields.refuse("have an \"id\" that is not made of 1 to 100 letters, digits, _, - and .");
    if (sidecar.title && sidecar.title->empty())
        fields.refuse("have a \"title\" that is empty");
    const json *labels = fields.find("labels");
    const json *preprocessing = fields.find("preprocessing");
    if (auto finished = fields.finish(); !finished)
        return tl::unexpected(finished.error());
    if (auto read = labels ? readOwnLabels(*labels, sidecar) : Expected<void>(); !read)
        return tl::unexpected(read.error());
    if (!preprocessing)
        return sidecar;
    auto parsed =
        parsePreprocessing(JsonFields::ofParsed(*preprocessing, "the preprocessing settings"));
    if (!parsed)
        return tl::unexpected(parsed.error());
    sidecar.preprocessing = *parsed;
    return sidecar;
}

Expected<Sidecar> parseTimm(const json &config, const fs::path &weights)
{
    auto sidecar = parseTimmConfig(config);
    if (sidecar && !hasHubName(weights))
        sidecar->id.reset();
    return sidecar;
}

/// The JSON beside the weights, whichever there is.
Expected<Sidecar> readSettings(const fs::path &weights)
{
    for (const fs::path &path : {sidecarPath(weights), beside(weights, ".config.json")}) {
        if (!isThere(path))
            continue;
        auto sidecar = readJson(path).and_then([&](const json &object) {
            return isTimmConfig(object) ? parseTimm(object, weights) : parseOwn(object);
        });
        return sidecar ? sidecar : cannotBeUsed(path, sidecar.error().message);
    }
    return Sidecar();
}

bool isOfInception(const json &config)
{
    return isTimmConfig(config)
        && config.at("architecture").get_ref<const std::string &>().find("inception")
        != std::string::npos;
}

/// What a config.json says that is for the whole folder, if it is about a network of ours.
Expected<Sidecar> readFolderSettings(const fs::path &weights)
{
    const fs::path path = weights.parent_path() / "config.json";
    if (!isThere(path))
        return Sidecar();
    auto sidecar = readJson(path).and_then([&](const json &object) {
        return isOfInception(object) ? parseTimm(object, weights) : Expected<Sidecar>(Sidecar());
    });
    return sidecar ? sidecar : cannotBeUsed(path, sidecar.error().message);
}

Expected<void> readLabelFiles(const fs::path &weights, Sidecar &sidecar)
{
    const fs::path folder = weights.parent_path();
    const std::array files{beside(weights, ".labels.txt"), beside(weights, ".labels.json"),
                           folder / "labels.txt", folder / "labels.json"};
    for (const fs::path &path : files) {
        if (!isThere(path))
            continue;
        auto labels = readLabels(path);
        if (!labels)
            return tl::unexpected(labels.error());
        sidecar.labels = std::move(*labels);
        sidecar.labelsOfFolder = path.stem() == "labels";
        return {};
    }
    return {};
}

} // namespace

fs::path sidecarPath(const fs::path &weights)
{
    return beside(weights, ".json");
}

Expected<Sidecar> readSidecar(const fs::path &weights)
{
    auto sidecar = readSettings(weights);
    if (sidecar && *sidecar == Sidecar())
        sidecar = readFolderSettings(weights);
    if (!sidecar || sidecar->labels || sidecar->imagenetLabels)
        return sidecar;
    if (auto read = readLabelFiles(weights, *sidecar); !read)
        return tl::unexpected(read.error());
    return sidecar;
}

Expected<void> writeSidecar(const fs::path &weights, const Sidecar &sidecar)
{
    auto object = nlohmann::ordered_json::object();
    const auto set = [&](const char *key, const std::optional<std::string> &value) {
        if (value)
            object[key] = *value;
    };
    set("id", sidecar.id);
    set("title", sidecar.title);
    set("source", sidecar.source);
    set("licence", sidecar.licence);
    if (sidecar.preprocessing)
        object["preprocessing"] = preprocessingJson(*sidecar.preprocessing);
    if (sidecar.imagenetLabels)
        object["labels"] = "imagenet";
    else if (sidecar.labels)
        object["labels"] = *sidecar.labels;
    const std::string text =
        object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    return AtomicFile::create(sidecarPath(weights)).and_then([&](AtomicFile file) {
        return file.write(std::string_view(text)).and_then([&] { return file.commit(); });
    });
}

} // namespace inceptoscope
