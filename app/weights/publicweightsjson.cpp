#include "weights/publicweightsjson.h"

#include "checkpoint/jsonfields.h"
#include "checkpoint/modelfile.h"
#include "checkpoint/printable.h"
#include "checkpoint/textfile.h"
#include "zoo/zoo.h"

#include <QUrl>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

using nlohmann::json;

constexpr std::size_t longestTable = 1'000'000;

template<typename T> nlohmann::ordered_json orNull(const std::optional<T> &value)
{
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

json withoutNulls(const json &object)
{
    json kept = json::object();
    for (const auto &[key, value] : object.items()) {
        if (!value.is_null())
            kept[key] = value;
    }
    return kept;
}

bool isHex(const std::string &text)
{
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

void readPercent(JsonFields &fields, std::string_view key, std::optional<double> &value)
{
    if (!fields.has(key))
        return;
    double percent = 0.0;
    fields.read(key, percent);
    if (!(percent >= 0.0 && percent <= 100.0))
        fields.refuse(fmt::format("have a \"{}\" that is no percentage", key));
    value = percent;
}

void readSize(JsonFields &fields, PublicWeights &weights)
{
    double size = 0.0;
    fields.read("size", size);
    if (!(size >= 0.0 && size <= 1e15) || size != std::floor(size))
        fields.refuse("have a \"size\" that is no number of bytes");
    else
        weights.size = static_cast<std::int64_t>(size);
    fields.read("size_is_approximate", weights.sizeIsApproximate);
}

void readLabels(JsonFields &fields, PublicWeights &weights)
{
    std::string labels;
    fields.read("labels", labels);
    weights.imagenetLabels = labels == "imagenet";
    if (!labels.empty() && !weights.imagenetLabels)
        fields.refuse("have \"labels\" that are not \"imagenet\"");
}

void check(JsonFields &fields, const PublicWeights &weights)
{
    const QUrl url(QString::fromStdString(weights.url), QUrl::StrictMode);
    const bool isWeb =
        url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
    if (!isModelId(weights.id))
        fields.refuse("have no \"id\" that is made of 1 to 100 letters, digits, _, - and .");
    if (!findNetworkFamily(weights.network))
        fields.refuse(fmt::format("have an unknown \"network\": {}", printable(weights.network)));
    if (!url.isValid() || url.host().isEmpty() || !isWeb)
        fields.refuse("have no \"url\" that begins with https:// or http://");
    const std::size_t digits = weights.sha256.size();
    if (!isHex(weights.sha256) || (digits != 0 && (digits < 8 || digits > 64)))
        fields.refuse("have a \"sha256\" that is not made of 8 to 64 digits 0-9 and a-f");
}

Expected<PublicWeights> parseEntry(const json &object, std::size_t index)
{
    if (!object.is_object())
        return failure(fmt::format("entry {} is no JSON object", index + 1));
    JsonFields fields = JsonFields::ofParsed(withoutNulls(object),
                                             fmt::format("the fields of entry {}", index + 1));
    PublicWeights weights;
    fields.read("id", weights.id);
    fields.read("network", weights.network);
    fields.read("title", weights.title);
    fields.read("publisher", weights.publisher);
    fields.read("licence", weights.licence);
    fields.read("note", weights.note);
    fields.read("page", weights.page);
    fields.read("url", weights.url);
    fields.read("file", weights.fileName);
    fields.read("sha256", weights.sha256);
    readSize(fields, weights);
    readPercent(fields, "top1", weights.top1);
    readPercent(fields, "top5", weights.top5);
    readLabels(fields, weights);
    check(fields, weights);
    if (weights.title.empty())
        weights.title = weights.id;
    if (weights.fileName.empty())
        weights.fileName = QUrl(QString::fromStdString(weights.url)).fileName().toStdString();
    return fields.finishLoosely().map([&] { return weights; });
}

Expected<std::vector<PublicWeights>> parseTable(const std::string &text)
{
    const json object = parseJson(text);
    const auto list = object.is_object() ? object.find("weights") : object.end();
    if (!object.is_object() || list == object.end() || !list->is_array())
        return failure("it is no JSON object with a list \"weights\"");
    std::vector<PublicWeights> table;
    for (const json &entry : *list) {
        auto weights = parseEntry(entry, table.size());
        if (!weights)
            return tl::unexpected(weights.error());
        if (findPublicWeights(table, weights->id))
            return failure(fmt::format("the id \"{}\" is there twice", weights->id));
        table.push_back(std::move(*weights));
    }
    return table;
}

} // namespace

nlohmann::ordered_json publicWeightsJson(const PublicWeights &weights)
{
    nlohmann::ordered_json labels;
    if (weights.imagenetLabels)
        labels = "imagenet";
    return {{"id", weights.id},
            {"network", weights.network},
            {"title", weights.title},
            {"publisher", weights.publisher},
            {"licence", weights.licence},
            {"size", weights.size},
            {"size_is_approximate", weights.sizeIsApproximate},
            {"top1", orNull(weights.top1)},
            {"top5", orNull(weights.top5)},
            {"note", weights.note},
            {"page", weights.page},
            {"url", weights.url},
            {"file", weights.fileName},
            {"sha256", weights.sha256},
            {"labels", labels}};
}

Expected<std::vector<PublicWeights>> readPublicWeights(const std::filesystem::path &path)
{
    return readTextFile(path, longestTable).and_then(parseTable).map_error([&](const Error &error) {
        return Error{fmt::format("{} cannot be used as a table of weights: {}",
                                 printable(path.string()), error.message)};
    });
}

} // namespace inceptoscope
