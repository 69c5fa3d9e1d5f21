#include "fuzz/fuzzedbytes.h"

#include <string>
#include <sys/mman.h>
#include <unistd.h>

using namespace inceptoscope;

/// Reads a whole file, which lies in memory but has a path.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const int descriptor = memfd_create("fuzzed", 0);
    if (ftruncate(descriptor, 0) != 0
        || pwrite(descriptor, data, size, 0) != static_cast<ssize_t>(size))
        return 0;
    if (const auto file = readSafetensors("/proc/self/fd/" + std::to_string(descriptor)))
        test::readEveryValue(*file);
    return 0;
}
