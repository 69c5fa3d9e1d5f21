#pragma once

#include "checkpoint/tensorfile.h"
#include "support/hostilecheck.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string_view>

// What the targets share. libFuzzer calls LLVMFuzzerTestOneInput with one input after another; a
// target ends the program where a reader's promise is broken, and the sanitizers do for the rest.
namespace inceptoscope::fuzz {

inline std::span<const std::byte> bytesOf(const std::uint8_t *data, std::size_t size)
{
    return std::as_bytes(std::span(data, size));
}

/// `problem`: what a check of tests/support/hostilecheck.h says; nothing where all is well.
inline void demand(std::string_view problem)
{
    if (problem.empty())
        return;
    std::cerr << problem << '\n';
    std::abort();
}

} // namespace inceptoscope::fuzz
