#pragma once

#include "checkpoint/printable.h"
#include "checkpoint/tensorfile.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

// What every reader of files from outside promises, whatever is in them. The checks answer with
// what is wrong, and with nothing where all is well.
namespace inceptoscope::test {

/// One line of text that can be read.
inline std::string problemOfMessage(std::string_view message)
{
    if (message.empty())
        return "an error without a reason";
    const bool control = std::ranges::any_of(
        message, [](char each) { return static_cast<unsigned char>(each) < 0x20 || each == 0x7f; });
    if (control || !isUtf8(message))
        return "an error with more than one line of text: " + printable(message);
    if (message.size() > 2'000)
        return "an error too long to be read: " + printable(message);
    return {};
}

/// Extents that are not negative and as many bytes as they take, each of which can be read.
inline std::string problemOfTensor(const StoredTensor &tensor)
{
    auto size = static_cast<std::int64_t>(elementSize(tensor.dtype));
    for (const std::int64_t extent : tensor.shape) {
        if (extent < 0 || __builtin_mul_overflow(size, extent, &size))
            return "a shape that no tensor can have";
    }
    if (static_cast<std::uint64_t>(size) != tensor.bytes.size())
        return "a shape that does not fit the bytes";
    if (!tensor.bytes.empty() && !tensor.owner)
        return "bytes that nobody keeps";
    volatile unsigned char sum = 0;
    for (const std::byte byte : tensor.bytes)
        sum = static_cast<unsigned char>(sum + static_cast<unsigned char>(byte));
    return {};
}

inline std::string problemOfFile(const Expected<TensorFile> &file)
{
    if (!file)
        return problemOfMessage(file.error().message);
    for (const auto &[name, tensor] : file->tensors) {
        const std::string problem = isUtf8(name) ? problemOfTensor(tensor) : "a strange name";
        if (!problem.empty())
            return "\"" + printable(name) + "\" has " + problem;
    }
    return {};
}

} // namespace inceptoscope::test
