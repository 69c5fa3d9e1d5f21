#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace inceptoscope {

/// Why something could not be done: one sentence that names the file, layer or tensor, says what
/// is wrong and, where there is something, what to do about it. Errors travel as values.
struct Error
{
    std::string message;

    bool operator==(const Error &) const = default;
};

template<typename T> using Expected = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(std::string message)
{
    return tl::unexpected<Error>(Error{std::move(message)});
}

} // namespace inceptoscope
