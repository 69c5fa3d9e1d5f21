#include "fuzz/fuzz.h"
#include "fuzz/memoryfile.h"

using namespace inceptoscope;

/// A whole file in whichever format it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const fuzz::MemoryFile file(fuzz::bytesOf(data, size));
    fuzz::demand(test::problemOfFile(readTensorFile(file.path())));
    return 0;
}
