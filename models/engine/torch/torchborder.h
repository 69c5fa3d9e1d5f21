#pragma once

#include "graph/error.h"

#include <exception>

namespace inceptoscope {

/// What went wrong in LibTorch, in one sentence: its own messages go on for a page.
Error errorFrom(const std::exception &exception);

/// LibTorch throws; across this border errors are values.
template<typename Work> auto withoutExceptions(const Work &work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::exception &exception) {
        return tl::unexpected(errorFrom(exception));
    }
}

} // namespace inceptoscope
