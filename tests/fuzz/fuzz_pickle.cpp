#include "checkpoint/pickle.h"
#include "checkpoint/torchglobals.h"
#include "fuzz/fuzz.h"

#include <algorithm>

using namespace inceptoscope;

/// Values refer to values that are there, and the limits hold.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    ByteCursor cursor(fuzz::bytesOf(data, size));
    const auto pickle = readPickle(cursor, torchGlobal);
    if (!pickle) {
        fuzz::demand(test::problemOfMessage(pickle.error().message));
        return 0;
    }
    std::size_t items = 0;
    for (const Pickle::Value &value : pickle->values()) {
        items += value.items.size();
        if (std::ranges::any_of(value.items,
                                [&](auto id) { return id >= pickle->values().size(); }))
            fuzz::demand("a value that refers to none");
    }
    if (items > Pickle::mostItems || pickle->values().size() > Pickle::mostValues)
        fuzz::demand("more values than a pickle may have");
    return 0;
}
