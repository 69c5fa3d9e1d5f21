#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace inceptoscope {

/// The JSON text with the words that Python and others write bare, NaN, Infinity and -Infinity, in
/// quotes; nothing where it nests deeper than any log.
std::optional<std::string> quotedJson(std::string_view text);

/// What a line holds; a discarded value where it is no JSON, or nests too deep.
nlohmann::json parseLogJson(std::string_view line);

/// A number, or one of those words; nothing for anything else.
std::optional<double> loggedNumber(const nlohmann::json &value);
std::optional<double> loggedNumber(std::string_view word);

} // namespace inceptoscope
