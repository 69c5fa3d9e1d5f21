#pragma once

#include "graph/error.h"

#include <exception>
#include <new>
#include <string>

namespace inceptoscope {

/// LibTorch throws; across its border errors are values. What it says is a sentence and then a
/// backtrace, of which the sentence is kept.
template<typename Make> auto guarded(Make make) -> decltype(make())
{
    try {
        return make();
    } catch (const std::bad_alloc &) {
        return failure("there is not enough memory; choose a smaller input size or batch");
    } catch (const std::exception &exception) {
        const std::string text = exception.what();
        const bool isMemory = text.find("DefaultCPUAllocator") != std::string::npos;
        return isMemory
            ? failure("there is not enough memory; choose a smaller input size or batch")
            : failure("LibTorch: " + text.substr(0, text.find('\n')));
    }
}

} // namespace inceptoscope
