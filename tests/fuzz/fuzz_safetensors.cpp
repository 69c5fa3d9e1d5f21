#include "fuzz/fuzz.h"
#include "fuzz/memoryfile.h"

using namespace inceptoscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::MemoryFile file(fuzz::bytesOf(data, size));
    fuzz::demand(test::problemOfFile(readSafetensors(file.path())));
    return 0;
}
