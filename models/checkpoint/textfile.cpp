#include "checkpoint/textfile.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace inceptoscope {

namespace {

struct Descriptor
{
    int value;
    ~Descriptor()
    {
        if (value >= 0)
            close(value);
    }
};

tl::unexpected<Error> systemFailure()
{
    return failure(std::generic_category().message(errno));
}

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
    // O_NONBLOCK: opening a named pipe must not wait for its writer.
    const Descriptor file{open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    struct stat status = {};
    if (file.value < 0 || fstat(file.value, &status) != 0)
        return systemFailure();
    if (S_ISDIR(status.st_mode))
        return failure("it is a folder");
    if (!S_ISREG(status.st_mode))
        return failure("it is not a regular file");
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > limit)
        return failure(fmt::format("it has {} bytes, more than {}", size, limit));
    return readAll(file.value, size);
}

} // namespace inceptoscope
