#include "checkpoint/textfile.h"

#include "checkpoint/regularfile.h"

#include <cerrno>
#include <fmt/format.h>
#include <unistd.h>

namespace inceptoscope {

namespace {

/// Up to `size` bytes: the file may have become shorter meanwhile.
Expected<std::string> readAll(int descriptor, std::size_t size)
{
    std::string text(size, '\0');
    std::size_t length = 0;
    while (length < size) {
        const ssize_t count = read(descriptor, text.data() + length, size - length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemFailure();
        if (count == 0)
            break;
        length += static_cast<std::size_t>(count);
    }
    text.resize(length);
    return text;
}

} // namespace

Expected<std::string> readTextFile(const std::filesystem::path &path, std::size_t limit)
{
    const auto file = openRegularFile(path);
    if (!file)
        return tl::unexpected(file.error());
    const std::size_t size = file->size;
    if (size > limit)
        return failure(fmt::format("it has {} bytes, more than {}", size, limit));
    return readAll(file->descriptor.value(), size);
}

} // namespace inceptoscope
