#pragma once

#include "checkpoint/mappedfile.h"
#include "checkpoint/tensorfile.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

namespace inceptoscope::test {

/// The fuzzer's bytes as a file that was mapped, in memory of exactly their size: a reader that
/// goes beyond is caught.
inline MappedFile fuzzedFile(const std::uint8_t *data, std::size_t size)
{
    const auto *bytes = reinterpret_cast<const std::byte *>(data);
    auto copy = std::make_shared<const std::vector<std::byte>>(bytes, bytes + size);
    return {*copy, copy};
}

/// Looks at every value, so that a tensor that reaches beyond its bytes is caught, and stops where
/// a tensor's shape says something else than its bytes.
inline void readEveryValue(const TensorFile &file)
{
    for (const auto &[name, tensor] : file.tensors) {
        if (toFloat(tensor).size() != static_cast<std::size_t>(tensor.elements()))
            std::abort();
    }
}

} // namespace inceptoscope::test
