#include "checkpoint/npy.h"

#include "checkpoint/atomicfile.h"
#include "checkpoint/printable.h"

#include <bit>
#include <cstddef>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <string>

namespace inceptoscope {

namespace {

static_assert(std::endian::native == std::endian::little, "the files are little endian");

bool describes(std::span<const std::int64_t> shape, std::size_t count)
{
    std::uint64_t elements = 1;
    for (const std::int64_t extent : shape) {
        if (extent < 0
            || __builtin_mul_overflow(elements, static_cast<std::uint64_t>(extent), &elements))
            return false;
    }
    return elements == count;
}

/// A Python tuple: with one extent it needs a comma behind it.
std::string tuple(std::span<const std::int64_t> shape)
{
    return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

/// Magic, version and length, then a dictionary padded with spaces: the values begin at a multiple
/// of 64.
std::string header(std::span<const std::int64_t> shape)
{
    constexpr std::size_t prefix = 10;
    constexpr std::size_t alignment = 64;
    std::string text =
        fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': {}, }}", tuple(shape));
    const std::size_t unpadded = prefix + text.size() + 1;
    text.append((alignment - unpadded % alignment) % alignment, ' ');
    text += '\n';
    const auto low = static_cast<char>(text.size() & 0xffU);
    const auto high = static_cast<char>(text.size() >> 8U);
    return std::string("\x93NUMPY\x01\x00", 8) + low + high + text;
}

} // namespace

Expected<void> writeNpy(const std::filesystem::path &path, std::span<const float> values,
                        std::span<const std::int64_t> shape)
{
    if (!describes(shape, values.size()))
        return failure(fmt::format("{} cannot be written: {} values do not fill the shape {}",
                                   printable(path.string()), values.size(), tuple(shape)));
    auto file = AtomicFile::create(path);
    if (!file)
        return tl::unexpected(file.error());
    return file->write(header(shape))
        .and_then([&] { return file->write(std::as_bytes(values)); })
        .and_then([&] { return file->commit(); });
}

} // namespace inceptoscope
