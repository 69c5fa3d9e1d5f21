#include "fuzz/fuzz.h"
#include "support/runlogcheck.h"

#include <array>

using namespace inceptoscope;

/// The first byte chooses the file's name, which tells little: the rest is recognised by its
/// content.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::array<std::string, 3> names{"log.txt", "events.out.tfevents.1", "log.json"};
    fuzz::demand(test::problemOfLog(names[data[0] % names.size()],
                                    {reinterpret_cast<const char *>(data + 1), size - 1}));
    return 0;
}
