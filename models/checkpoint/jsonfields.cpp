#include "checkpoint/jsonfields.h"

#include "checkpoint/printable.h"

#include <fmt/format.h>
#include <limits>
#include <optional>

namespace inceptoscope {

namespace {

using nlohmann::json;

/// A value takes some fifty times its text in memory; nothing real comes near this.
constexpr std::size_t longestText = 4'000'000;
constexpr std::size_t mostEntries = 1'000;

/// Copying a value recurses as deep as it is nested.
constexpr int deepest = 16;

bool isTooDeep(std::string_view text)
{
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && (text[i] == '[' || text[i] == '{') && ++depth > deepest)
            return true;
        else if (!quoted && (text[i] == ']' || text[i] == '}'))
            --depth;
    }
    return false;
}

std::optional<int> asInt(const json &value)
{
    if (!value.is_number_integer())
        return std::nullopt;
    const bool tooLarge = value.is_number_unsigned()
        && value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<int>::max());
    if (tooLarge || value.get<std::int64_t>() < std::numeric_limits<int>::min())
        return std::nullopt;
    return value.get<int>();
}

std::optional<double> asDouble(const json &value)
{
    return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

} // namespace

json parseJson(std::string_view text)
{
    if (text.size() > longestText || isTooDeep(text))
        return json(json::value_t::discarded);
    return json::parse(text, nullptr, false);
}

JsonFields::JsonFields(std::string_view text, std::string what)
    : JsonFields(ofParsed(parseJson(text), std::move(what)))
{
}

JsonFields JsonFields::ofParsed(json object, std::string what)
{
    JsonFields fields;
    fields.m_what = std::move(what);
    fields.m_object = std::move(object);
    if (!fields.m_object.is_object()) {
        fields.m_object = json::object();
        fields.refuse("are no JSON object");
    }
    return fields;
}

void JsonFields::refuse(const std::string &problem)
{
    if (m_problem.empty())
        m_problem = fmt::format("{} {}", m_what, problem);
}

template<typename Value, typename Convert>
void JsonFields::readAs(std::string_view key, Value &value, std::string_view expected,
                        Convert convert)
{
    m_asked.emplace(key);
    const auto found = m_object.find(key);
    if (found == m_object.end())
        return;
    if (auto converted = convert(*found))
        value = std::move(*converted);
    else
        refuse(fmt::format("have a field \"{}\" that is not {}", key, expected));
}

template<typename Value, typename Convert>
void JsonFields::readListAs(std::string_view key, std::vector<Value> &values,
                            std::string_view expected, Convert convert)
{
    readAs(key, values, expected, [&](const json &list) -> std::optional<std::vector<Value>> {
        if (!list.is_array() || list.size() > mostEntries)
            return std::nullopt;
        std::vector<Value> converted;
        for (const json &entry : list) {
            const auto value = convert(entry);
            if (!value)
                return std::nullopt;
            converted.push_back(*value);
        }
        return converted;
    });
}

void JsonFields::read(std::string_view key, int &value)
{
    readAs(key, value, "a whole number", asInt);
}

void JsonFields::read(std::string_view key, double &value)
{
    readAs(key, value, "a number", asDouble);
}

void JsonFields::read(std::string_view key, bool &value)
{
    readAs(key, value, "true or false", [](const json &found) {
        return found.is_boolean() ? std::optional(found.get<bool>()) : std::nullopt;
    });
}

void JsonFields::read(std::string_view key, std::string &value)
{
    readAs(key, value, "a text", [](const json &found) {
        return found.is_string() ? std::optional(found.get<std::string>()) : std::nullopt;
    });
}

void JsonFields::read(std::string_view key, std::vector<int> &values)
{
    readListAs(key, values, "a list of whole numbers", asInt);
}

void JsonFields::read(std::string_view key, std::vector<double> &values)
{
    readListAs(key, values, "a list of numbers", asDouble);
}

const json *JsonFields::find(std::string_view key)
{
    m_asked.emplace(key);
    const auto found = m_object.find(key);
    return found == m_object.end() ? nullptr : &*found;
}

Expected<void> JsonFields::finishLoosely() const
{
    if (!m_problem.empty())
        return failure(m_problem);
    return {};
}

Expected<void> JsonFields::finish() const
{
    if (auto finished = finishLoosely(); !finished)
        return finished;
    for (const auto &[key, value] : m_object.items()) {
        if (!m_asked.contains(key))
            return failure(fmt::format("{} have an unknown field \"{}\"", m_what, printable(key)));
    }
    return {};
}

Expected<std::vector<std::string>> parseTexts(std::string_view text, std::string_view what)
{
    const json list = parseJson(text);
    if (!list.is_array())
        return failure(fmt::format("{} are no JSON list", what));
    std::vector<std::string> texts;
    for (const json &entry : list) {
        if (!entry.is_string())
            return failure(fmt::format("{} hold something that is no text", what));
        texts.push_back(entry.get<std::string>());
    }
    return texts;
}

} // namespace inceptoscope
