#include "checkpoint/mappedfile.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
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

} // namespace

Expected<MappedFile> mapFile(const std::filesystem::path &path)
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
    if (size == 0)
        return MappedFile{};
    void *address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.value, 0);
    if (address == MAP_FAILED)
        return systemFailure();
    std::shared_ptr<const void> owner(address, [size](void *mapping) { munmap(mapping, size); });
    return MappedFile{{static_cast<const std::byte *>(address), size}, std::move(owner)};
}

} // namespace inceptoscope
