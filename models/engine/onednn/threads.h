#pragma once

#include <algorithm>
#include <omp.h>

namespace inceptoscope {

/// What a primitive is made for and run by, on the calling thread: exactly so many, whatever the
/// environment says of OpenMP (OMP_DYNAMIC, OMP_MAX_ACTIVE_LEVELS). One that is run by fewer
/// threads than it was made for computes something else.
inline void useThreads(int threads)
{
    omp_set_dynamic(0);
    omp_set_max_active_levels(std::max(omp_get_max_active_levels(), 1));
    omp_set_num_threads(threads);
}

/// As many of them as OpenMP will start (OMP_THREAD_LIMIT).
inline int startableThreads(int wanted)
{
    return std::min(wanted, omp_get_thread_limit());
}

} // namespace inceptoscope
