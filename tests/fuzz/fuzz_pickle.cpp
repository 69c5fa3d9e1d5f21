#include "checkpoint/pickle.h"
#include "checkpoint/torchglobals.h"
#include "fuzz/fuzzedbytes.h"

using namespace inceptoscope;

/// Reads pickles one after another, as they lie in a legacy file, and looks at every item of every
/// value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const MappedFile file = test::fuzzedFile(data, size);
    ByteCursor cursor(file.bytes);
    while (cursor.left() > 0) {
        const auto pickle = readPickle(cursor, torchGlobal);
        if (!pickle)
            return 0;
        for (const Pickle::Value &value : pickle->values()) {
            for (const Pickle::Id item : value.items) {
                if (item >= pickle->values().size())
                    std::abort();
            }
        }
    }
    return 0;
}
