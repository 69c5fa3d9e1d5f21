#pragma once

#include <cstring>
#include <string>

namespace inceptoscope::test {

/// The bytes of a number, the lowest first, as they lie in memory.
template<typename Number> std::string littleEndian(Number number)
{
    std::string bytes(sizeof number, '\0');
    std::memcpy(bytes.data(), &number, sizeof number);
    return bytes;
}

} // namespace inceptoscope::test
