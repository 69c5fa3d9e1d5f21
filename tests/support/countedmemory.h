#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <malloc.h>
#include <new>

// Counts the memory a test program takes; to be included by one of its sources.

namespace inceptoscope::test {

inline std::atomic<std::size_t> memory = 0; ///< bytes that are taken now
inline std::atomic<std::size_t> mostMemory = 0;

inline void *counted(void *address)
{
    if (!address)
        throw std::bad_alloc();
    const std::size_t size = malloc_usable_size(address);
    const std::size_t now = memory.fetch_add(size) + size;
    mostMemory = std::max(mostMemory.load(), now);
    return address;
}

inline void freeCounted(void *address)
{
    memory -= malloc_usable_size(address);
    std::free(address);
}

} // namespace inceptoscope::test

// The program's own, which the library takes too: memory that is claimed and never touched counts.

void *operator new(std::size_t size)
{
    return inceptoscope::test::counted(std::malloc(size));
}

void operator delete(void *address) noexcept
{
    inceptoscope::test::freeCounted(address);
}

void operator delete(void *address, std::size_t) noexcept
{
    inceptoscope::test::freeCounted(address);
}
