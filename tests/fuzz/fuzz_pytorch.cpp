#include "checkpoint/pytorchfile.h"
#include "fuzz/fuzzedbytes.h"

using namespace inceptoscope;

/// Reads a whole checkpoint, in whichever of PyTorch's two forms it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const MappedFile file = test::fuzzedFile(data, size);
    const auto tensors = isTorchLegacy(file.bytes) ? readTorchLegacy(file) : readTorchZip(file);
    if (tensors)
        test::readEveryValue(*tensors);
    return 0;
}
