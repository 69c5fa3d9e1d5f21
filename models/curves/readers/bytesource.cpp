#include "curves/readers/bytesource.h"

#include <algorithm>
#include <sys/stat.h>

namespace inceptoscope {

Expected<std::string> ByteSource::readText(std::uint64_t offset, std::size_t most) const
{
    const auto end = size();
    if (!end)
        return tl::unexpected(end.error());
    const std::uint64_t there = *end > offset ? *end - offset : 0;
    std::string text(static_cast<std::size_t>(std::min<std::uint64_t>(there, most)), '\0');
    const auto count = read(offset, text);
    if (!count)
        return tl::unexpected(count.error());
    text.resize(*count);
    return text;
}

Expected<FileBytes> FileBytes::open(const std::filesystem::path &path)
{
    auto file = openRegularFile(path);
    if (!file)
        return tl::unexpected(file.error());
    struct stat status = {};
    if (fstat(file->descriptor.value(), &status) != 0)
        return systemFailure();
    return FileBytes(
        std::move(file->descriptor), {status.st_dev, status.st_ino},
        {static_cast<std::uint64_t>(status.st_size),
         std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec});
}

Expected<std::uint64_t> FileBytes::size() const
{
    struct stat status = {};
    if (fstat(m_descriptor.value(), &status) != 0)
        return systemFailure();
    return static_cast<std::uint64_t>(status.st_size);
}

Expected<std::size_t> FileBytes::read(std::uint64_t offset, std::span<char> out) const
{
    return readAt(m_descriptor.value(), offset, out);
}

Expected<std::size_t> MemoryBytes::read(std::uint64_t offset, std::span<char> out) const
{
    if (offset >= m_bytes.size())
        return 0;
    const auto from =
        std::string_view(m_bytes).substr(static_cast<std::size_t>(offset), out.size());
    std::ranges::copy(from, out.begin());
    return from.size();
}

} // namespace inceptoscope
