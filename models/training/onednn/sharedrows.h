#pragma once

#include <algorithm>
#include <cstddef>
#include <omp.h>

namespace inceptoscope {

/// Calls work(thread, begin, end) on each of OpenMP's threads with its part of `count`; the same
/// parts each time, so that sums come out the same.
template<typename Work> void shareRows(std::size_t count, const Work &work)
{
#pragma omp parallel
    {
        const auto threads = static_cast<std::size_t>(omp_get_num_threads());
        const auto thread = static_cast<std::size_t>(omp_get_thread_num());
        const std::size_t part = (count + threads - 1) / threads;
        const std::size_t begin = std::min(count, thread * part);
        work(thread, begin, std::min(count, begin + part));
    }
}

} // namespace inceptoscope
