#pragma once

#include <CLI/CLI.hpp>

#include <charconv>
#include <fmt/format.h>
#include <string>

namespace inceptoscope {

/// Takes numbers from `low` to `high`. CLI11's own check words its complaint differently from
/// version to version, and other people's scripts read it.
template<typename Number> CLI::Validator between(Number low, Number high)
{
    return {[low, high](std::string &text) {
                Number value{};
                const auto [end, error] =
                    std::from_chars(text.data(), text.data() + text.size(), value);
                const bool isNumber = error == std::errc() && end == text.data() + text.size();
                if (isNumber && value >= low && value <= high)
                    return std::string();
                return fmt::format("Value {} not in range {} to {}", text, low, high);
            },
            ""};
}

} // namespace inceptoscope
