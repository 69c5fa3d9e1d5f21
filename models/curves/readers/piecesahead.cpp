#include "curves/readers/piecesahead.h"

#include <algorithm>

namespace inceptoscope {

std::size_t helpersFor(const ByteSource &bytes, std::uint64_t offset, std::uint64_t most)
{
    constexpr std::uint64_t worthHelp = std::uint64_t{1} << 20; // bytes
    constexpr std::size_t mostHelpers = 3; // somebody must put together what they make
    const auto size = bytes.size();
    if (!size || *size < offset || std::min(*size - offset, most) < worthHelp)
        return 0;
    const std::size_t processors = std::thread::hardware_concurrency();
    return std::min(std::max<std::size_t>(processors, 1) - 1, mostHelpers);
}

} // namespace inceptoscope
