#include "curves/readers/logjson.h"

#include <algorithm>
#include <array>
#include <limits>

namespace inceptoscope {

using Json = nlohmann::json;

namespace {

constexpr int deepestNesting = 16;

struct BareWord
{
    std::string_view written;
    double number;
};

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::array bareWords{BareWord{"NaN", std::numeric_limits<double>::quiet_NaN()},
                               BareWord{"Infinity", infinity}, BareWord{"-Infinity", -infinity}};

/// Skips a string that starts at `begin`: the position behind its closing quote, or the end.
std::size_t behindString(std::string_view text, std::size_t begin)
{
    for (auto i = begin + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i + 1;
    }
    return text.size();
}

/// The length of the bare word that stands there; 0 where there is none.
std::size_t bareWordAt(std::string_view text, std::size_t begin)
{
    const std::string_view rest = text.substr(begin);
    const auto word = std::ranges::find_if(
        bareWords, [rest](const BareWord &each) { return rest.starts_with(each.written); });
    return word != bareWords.end() ? word->written.size() : 0;
}

} // namespace

std::optional<std::string> quotedJson(std::string_view text)
{
    std::string quoted;
    quoted.reserve(text.size() + 16);
    int depth = 0;
    for (std::size_t i = 0; i < text.size();) {
        const char first = text[i];
        if (first == '{' || first == '[')
            ++depth;
        else if (first == '}' || first == ']')
            --depth;
        if (depth > deepestNesting)
            return std::nullopt;
        const bool mayBeBare = first == 'N' || first == 'I' || first == '-';
        if (const std::size_t bare = mayBeBare ? bareWordAt(text, i) : 0; bare > 0) {
            quoted.append("\"").append(text.substr(i, bare)).append("\"");
            i += bare;
            continue;
        }
        const auto next = first == '"' ? behindString(text, i) : i + 1;
        quoted += text.substr(i, next - i);
        i = next;
    }
    return quoted;
}

Json parseLogJson(std::string_view line)
{
    const auto quoted = quotedJson(line);
    return quoted ? Json::parse(*quoted, nullptr, false) : Json(Json::value_t::discarded);
}

std::optional<double> loggedNumber(std::string_view word)
{
    const auto found = std::ranges::find(bareWords, word, &BareWord::written);
    return found != bareWords.end() ? std::optional(found->number) : std::nullopt;
}

std::optional<double> loggedNumber(const Json &value)
{
    if (value.is_number())
        return value.get<double>();
    if (value.is_string())
        return loggedNumber(std::string_view(value.get_ref<const std::string &>()));
    return std::nullopt;
}

} // namespace inceptoscope
