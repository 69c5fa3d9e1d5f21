#pragma once

#include <algorithm>
#include <random>
#include <string>

namespace inceptoscope::test {

/// Bytes changed, taken out, doubled and moved, as chance has it.
inline std::string mutated(std::string bytes, std::mt19937 &random)
{
    const auto below = [&](std::size_t bound) {
        return random() % std::max<std::size_t>(bound, 1);
    };
    const std::size_t changes = 1 + below(6);
    for (std::size_t i = 0; i < changes && !bytes.empty(); ++i) {
        const std::size_t at = below(bytes.size());
        const std::size_t count = 1 + below(std::min<std::size_t>(bytes.size() - at, 12));
        switch (below(5)) {
        case 0:
            bytes[at] = static_cast<char>(random());
            break;
        case 1:
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
            break;
        case 2:
            bytes.erase(at, count);
            break;
        case 3:
            bytes.insert(below(bytes.size()), bytes.substr(at, count));
            break;
        default:
            bytes.replace(at, count, std::string(count, '\xff'));
        }
    }
    return bytes;
}

} // namespace inceptoscope::test
