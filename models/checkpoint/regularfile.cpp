#include "checkpoint/regularfile.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace inceptoscope {

Descriptor::~Descriptor()
{
    if (m_value >= 0)
        close(m_value);
}

tl::unexpected<Error> systemFailure()
{
    return failure(std::generic_category().message(errno));
}

Expected<RegularFile> openRegularFile(const std::filesystem::path &path)
{
    // O_NONBLOCK: opening a named pipe must not wait for its writer.
    Descriptor descriptor(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    struct stat status = {};
    if (descriptor.value() < 0 || fstat(descriptor.value(), &status) != 0)
        return systemFailure();
    if (S_ISDIR(status.st_mode))
        return failure("it is a folder");
    if (!S_ISREG(status.st_mode))
        return failure("it is not a regular file");
    return RegularFile{std::move(descriptor), static_cast<std::size_t>(status.st_size)};
}

Expected<std::size_t> readAt(int descriptor, std::uint64_t offset, std::span<char> out)
{
    std::size_t filled = 0;
    while (filled < out.size()) {
        const ssize_t count = pread(descriptor, out.data() + filled, out.size() - filled,
                                    static_cast<off_t>(offset + filled));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemFailure();
        if (count == 0)
            break;
        filled += static_cast<std::size_t>(count);
    }
    return filled;
}

} // namespace inceptoscope
