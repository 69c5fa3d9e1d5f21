#include "freedmemory.h"

#include <cstdlib>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace inceptoscope {

void keepFreedMemory()
{
#if defined(__GLIBC__)
    // The values that glibc itself goes up to, once a block of 32 MB was freed.
    constexpr int largestOnHeap = 32 << 20;
    mallopt(M_MMAP_THRESHOLD, largestOnHeap);
    mallopt(M_TRIM_THRESHOLD, 2 * largestOnHeap);
#endif
}

} // namespace inceptoscope
