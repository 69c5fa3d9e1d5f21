#include "checkpoint/zipreader.h"
#include "fuzz/fuzzedbytes.h"

using namespace inceptoscope;

/// Opens an archive and reads every entry.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    auto archive = ZipReader::open(test::fuzzedFile(data, size));
    if (!archive)
        return 0;
    for (const ZipEntry &entry : archive->entries()) {
        if (archive->find(entry.name) != &entry)
            std::abort();
        (void)archive->read(entry);
    }
    return 0;
}
