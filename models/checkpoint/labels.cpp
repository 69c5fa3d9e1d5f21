#include "checkpoint/labels.h"

#include "checkpoint/imagenetlabels.h"
#include "checkpoint/jsonfields.h"
#include "checkpoint/printable.h"
#include "checkpoint/textfile.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>

namespace inceptoscope {

namespace {

using nlohmann::json;

constexpr std::size_t longestFile = 4'000'000;
constexpr std::size_t longestLabel = 1'000;
constexpr std::size_t mostLabels = 100'000;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

std::string_view trimmed(std::string_view line)
{
    while (!line.empty() && isBlank(line.front()))
        line.remove_prefix(1);
    while (!line.empty() && isBlank(line.back()))
        line.remove_suffix(1);
    return line;
}

/// A line each; empty ones at the end do not count.
Labels linesOf(std::string_view text)
{
    Labels lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(trimmed(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    while (!lines.empty() && lines.back().empty())
        lines.pop_back();
    return lines;
}

bool isWordNetId(std::string_view word)
{
    return word.size() == 9 && word.front() == 'n'
        && word.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// "n01440764 tench, Tinca tinca" -> "tench, Tinca tinca", where all lines are like that.
Labels withoutWordNetIds(Labels labels)
{
    constexpr std::size_t idLength = 9;
    const bool all = std::ranges::all_of(labels, [](const std::string &label) {
        return label.size() > idLength + 1 && isBlank(label[idLength])
            && isWordNetId(std::string_view(label).substr(0, idLength));
    });
    if (!all)
        return labels;
    for (std::string &label : labels)
        label = trimmed(std::string_view(label).substr(idLength));
    return labels;
}

std::optional<std::size_t> indexIn(std::string_view text)
{
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error != std::errc() || end != text.data() + text.size() || index >= mostLabels)
        return std::nullopt;
    return index;
}

/// "tench", or the last of ["n01440764", "tench"].
std::optional<std::string> textOf(const json &value)
{
    const json &text = value.is_array() && !value.empty() ? value.back() : value;
    return text.is_string() ? std::optional(text.get<std::string>()) : std::nullopt;
}

struct NumberedLabel
{
    std::size_t index;
    std::string label;
};

std::optional<NumberedLabel> numberedLabel(const std::string &key, const json &value)
{
    const bool keyIsLabel =
        value.is_number_unsigned() && value.get<std::uint64_t>() < std::uint64_t{mostLabels};
    if (keyIsLabel)
        return NumberedLabel{value.get<std::size_t>(), key};
    const auto index = indexIn(key);
    auto label = textOf(value);
    if (!index || !label)
        return std::nullopt;
    return NumberedLabel{*index, std::move(*label)};
}

Expected<Labels> fromTable(const json &table)
{
    Labels labels;
    for (const auto &[key, value] : table.items()) {
        auto numbered = numberedLabel(key, value);
        if (!numbered)
            return failure(fmt::format("the labels have an entry \"{}\" that does not give a class "
                                       "a name",
                                       printable(key)));
        labels.resize(std::max(labels.size(), numbered->index + 1));
        labels[numbered->index] = std::move(numbered->label);
    }
    return labels;
}

Expected<Labels> fromList(const json &list)
{
    Labels labels;
    for (const json &entry : list) {
        auto label = textOf(entry);
        if (!label)
            return failure("the labels hold something that is no text");
        labels.push_back(std::move(*label));
    }
    return labels;
}

/// What labels may be that come from outside.
Expected<Labels> checked(Labels labels)
{
    if (labels.empty())
        return failure("it has no labels");
    if (labels.size() > mostLabels)
        return failure(fmt::format("it has {} labels, more than {}", labels.size(), mostLabels));
    for (const std::string &label : labels) {
        if (!isUtf8(label) || label.size() > longestLabel)
            return failure(fmt::format("the label \"{}\" is {}", printable(label),
                                       isUtf8(label) ? "too long" : "not UTF-8"));
    }
    return labels;
}

Expected<Labels> parseLabelFile(std::string_view text)
{
    constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    const bool isJson =
        start != std::string_view::npos && (text[start] == '[' || text[start] == '{');
    if (!isJson)
        return checked(withoutWordNetIds(linesOf(text)));
    const json parsed = parseJson(text);
    if (parsed.is_discarded())
        return failure("it begins like JSON and is none");
    return parseLabels(parsed);
}

} // namespace

const Labels &imagenetLabels()
{
    static const Labels labels = linesOf(imagenetLabelText());
    return labels;
}

const Labels &imagenetSynsets()
{
    static const Labels ids = linesOf(imagenetSynsetText());
    return ids;
}

Expected<Labels> parseLabels(const json &json)
{
    if (!json.is_array() && !json.is_object())
        return failure("the labels are neither a list nor a table");
    return (json.is_array() ? fromList(json) : fromTable(json)).and_then(checked);
}

static tl::unexpected<Error> cannotBeUsed(const std::filesystem::path &path, const Error &reason)
{
    return failure(
        fmt::format("{} cannot be used as labels: {}", printable(path.string()), reason.message));
}

Expected<Labels> readLabels(const std::filesystem::path &path)
{
    auto labels = readTextFile(path, longestFile).and_then(parseLabelFile);
    if (!labels)
        return cannotBeUsed(path, labels.error());
    return labels;
}

Expected<Labels> readFittingLabels(const std::filesystem::path &path, int classes)
{
    auto labels = readLabels(path);
    if (!labels)
        return labels;
    labels = fittingLabels(std::move(*labels), classes);
    if (!labels)
        return cannotBeUsed(path, labels.error());
    return labels;
}

Expected<Labels> fittingLabels(Labels labels, int classes)
{
    if (std::cmp_equal(labels.size() + 1, classes))
        labels.insert(labels.begin(), "background");
    if (!std::cmp_equal(labels.size(), classes))
        return failure(fmt::format("there are {} labels for {} classes", labels.size(), classes));
    return labels;
}

} // namespace inceptoscope
