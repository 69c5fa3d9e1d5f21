#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace inceptoscope {

/// Calls `work` with all numbers from 0 up to `count`, on all processors, and waits for it. Throws
/// what came first of what it threw.
template<typename Work> void inParallel(std::size_t count, Work work)
{
    std::atomic<std::size_t> next = 0;
    std::exception_ptr thrown;
    std::mutex mutex;
    const auto share = [&] {
        try {
            for (std::size_t i = next++; i < count; i = next++)
                work(i);
        } catch (...) {
            const std::scoped_lock lock(mutex);
            thrown = thrown ? thrown : std::current_exception();
        }
    };
    {
        const std::size_t processors = std::max(std::thread::hardware_concurrency(), 1U);
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < std::min(processors, count); ++i)
            others.emplace_back(share);
        share();
    }
    if (thrown)
        std::rethrow_exception(thrown);
}

} // namespace inceptoscope
