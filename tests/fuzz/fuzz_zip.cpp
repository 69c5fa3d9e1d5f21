#include "checkpoint/zipreader.h"
#include "fuzz/fuzz.h"

using namespace inceptoscope;

/// Every entry of an archive is unpacked, as far as its limit allows.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    auto reader = ZipReader::open({fuzz::bytesOf(data, size), nullptr});
    if (!reader) {
        fuzz::demand(test::problemOfMessage(reader.error().message));
        return 0;
    }
    for (const ZipEntry &entry : reader->entries()) {
        const auto contents = reader->readChecked(entry);
        if (!contents)
            fuzz::demand(test::problemOfMessage(contents.error().message));
        else if (contents->bytes.size() != entry.size)
            fuzz::demand("an entry of another size than it claims");
    }
    return 0;
}
