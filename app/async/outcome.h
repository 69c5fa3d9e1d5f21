#pragma once

#include "graph/error.h"

#include <type_traits>
#include <utility>

namespace inceptoscope {

namespace detail {

template<typename T> struct OutcomeOf
{
    using Type = Expected<T>;
};
template<typename T> struct OutcomeOf<Expected<T>>
{
    using Type = Expected<T>;
};

} // namespace detail

/// What a job gives, or why it gave nothing. What can fail anyhow stays what it is.
template<typename T> using Outcome = typename detail::OutcomeOf<T>::Type;

/// Says what the exception means that is being handled. Within a `catch` alone.
Error exceptionAsError();

/// What `work` returns; an exception, which nobody would catch on a worker's thread or in an event
/// loop and which would end the program, becomes an error.
template<typename Work> auto outcomeOf(Work &&work) -> Outcome<std::invoke_result_t<Work>>
{
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
            std::forward<Work>(work)();
            return {};
        } else {
            return std::forward<Work>(work)();
        }
    } catch (...) {
        return tl::unexpected(exceptionAsError());
    }
}

} // namespace inceptoscope
