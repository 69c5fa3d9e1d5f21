#include "checkpoint/timmconfig.h"

#include "checkpoint/modelfile.h"
#include "checkpoint/preprocessingjson.h"

#include <cmath>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

using nlohmann::json;

constexpr double cropShareByDefault = 0.875;
constexpr std::array imagenetMean{0.485, 0.456, 0.406};
constexpr std::array imagenetStd{0.229, 0.224, 0.225};

/// timm writes null for what is unset.
json withoutNulls(const json &object)
{
    json result = json::object();
    for (const auto &[key, value] : object.items()) {
        if (!value.is_null())
            result[key] = value;
    }
    return result;
}

/// The nested object, or the whole in older files.
json settingsOf(const json &config)
{
    const auto nested = config.find("pretrained_cfg");
    return withoutNulls(nested != config.end() && nested->is_object() ? *nested : config);
}

/// [3, 299, 299] -> 299
void readInputSize(JsonFields &fields, int &size)
{
    std::vector<int> shape{3, size, size};
    fields.read("input_size", shape);
    if (shape.size() != 3 || shape[0] != 3 || shape[1] != shape[2])
        return fields.refuse("have an \"input_size\" that is not [3, N, N]");
    size = shape[1];
}

bool hasPreprocessing(const JsonFields &fields)
{
    for (const char *key : {"mean", "std", "interpolation", "crop_pct", "input_size"}) {
        if (fields.has(key))
            return true;
    }
    return false;
}

Preprocessing readPreprocessing(JsonFields &fields)
{
    Preprocessing result;
    result.mean = imagenetMean;
    result.std = imagenetStd;
    result.cropShare = cropShareByDefault;
    std::string mode = "center";
    readInputSize(fields, result.inputSize);
    readInterpolation(fields, result.interpolation);
    readTriple(fields, "mean", result.mean);
    readTriple(fields, "std", result.std);
    fields.read("crop_pct", result.cropShare);
    if (result.cropShare == 0.0)
        result.cropShare = cropShareByDefault; // for timm, zero is unset
    fields.read("crop_mode", mode);
    if (mode != "center")
        fields.refuse(fmt::format("have a \"crop_mode\" that is not center"));
    if (const auto share = result.cropShare; share >= smallestCropShare && share <= 1.0)
        result.shorterSide = static_cast<int>(std::floor(result.inputSize / share));
    refuseImpossible(fields, result);
    return result;
}

void setIfThere(std::optional<std::string> &member, JsonFields &fields, std::string_view key)
{
    std::string text;
    fields.read(key, text);
    if (!text.empty())
        member = std::move(text);
}

/// Names that stand for something: "n01440764" for "tench, Tinca tinca".
void describeLabels(Labels &labels, const json &descriptions)
{
    if (!descriptions.is_object())
        return;
    for (std::string &label : labels) {
        const auto found = descriptions.find(label);
        if (found != descriptions.end() && found->is_string())
            label = found->get<std::string>();
    }
}

/// Beside "pretrained_cfg" or within.
const json *fieldOf(const json &config, const json &settings, const char *key)
{
    for (const json *object : {&config, &settings}) {
        const auto found = object->find(key);
        if (found != object->end() && !found->is_null())
            return &*found;
    }
    return nullptr;
}

Expected<std::optional<Labels>> labelsOf(const json &config, const json &settings)
{
    const json *names = fieldOf(config, settings, "label_names");
    if (!names)
        return std::nullopt;
    auto labels = parseLabels(*names);
    if (!labels)
        return tl::unexpected(labels.error());
    if (const json *descriptions = fieldOf(config, settings, "label_descriptions"))
        describeLabels(*labels, *descriptions);
    return std::optional(std::move(*labels));
}

} // namespace

bool isTimmConfig(const json &config)
{
    return config.is_object() && config.contains("architecture")
        && config.at("architecture").is_string();
}

Expected<Sidecar> parseTimmConfig(const json &config)
{
    if (!isTimmConfig(config))
        return failure("it is not a config.json of timm: it has no \"architecture\"");
    const json settings = settingsOf(config);
    JsonFields fields = JsonFields::ofParsed(settings, "the settings");
    Sidecar sidecar;
    sidecar.source = "timm";
    setIfThere(sidecar.licence, fields, "license");
    std::optional<std::string> tag;
    setIfThere(tag, fields, "tag");
    sidecar.architecture = config.at("architecture").get<std::string>() + (tag ? "." + *tag : "");
    if (isModelId(sidecar.architecture))
        sidecar.id = sidecar.architecture;
    if (hasPreprocessing(fields))
        sidecar.preprocessing = readPreprocessing(fields);
    if (auto finished = fields.finishLoosely(); !finished)
        return tl::unexpected(finished.error());
    auto labels = labelsOf(config, settings);
    if (!labels)
        return tl::unexpected(labels.error());
    sidecar.labels = std::move(*labels);
    return sidecar;
}

} // namespace inceptoscope
