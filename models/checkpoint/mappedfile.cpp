#include "checkpoint/mappedfile.h"

#include "checkpoint/printable.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <functional>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace inceptoscope {

namespace {

struct Descriptor
{
    int value;

    explicit Descriptor(int opened)
        : value(opened)
    {
    }
    Descriptor(Descriptor &&other) noexcept
        : value(std::exchange(other.value, -1))
    {
    }
    Descriptor &operator=(Descriptor &&other) = delete;
    ~Descriptor()
    {
        if (value >= 0)
            close(value);
    }
};

/// What keeps a mapping alive. Its type in the owner tells a mapping from any other memory.
struct Mapping
{
    std::filesystem::path path;
    Descriptor file;
    std::span<const std::byte> bytes;

    void operator()(void *address) const { munmap(address, bytes.size()); }
};

tl::unexpected<Error> systemFailure()
{
    return failure(std::generic_category().message(errno));
}

} // namespace

Expected<MappedFile> mapFile(const std::filesystem::path &path)
{
    // O_NONBLOCK: opening a named pipe must not wait for its writer.
    Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
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
    const std::span bytes(static_cast<const std::byte *>(address), size);
    return MappedFile{bytes,
                      std::shared_ptr<const void>(address, Mapping{path, std::move(file), bytes})};
}

static bool holds(const Mapping &mapping, std::span<const std::byte> bytes)
{
    const std::less_equal<> ordered; // pointers into different objects too
    return ordered(mapping.bytes.data(), bytes.data())
        && ordered(bytes.data() + bytes.size(), mapping.bytes.data() + mapping.bytes.size());
}

static Expected<void> readAt(const Mapping &mapping, std::size_t offset, std::span<std::byte> out)
{
    while (!out.empty()) {
        const ssize_t count =
            pread(mapping.file.value, out.data(), out.size(), static_cast<off_t>(offset));
        const int error = count < 0 ? errno : 0;
        if (error == EINTR)
            continue;
        if (count <= 0)
            return failure(fmt::format("{} cannot be read: {}", printable(mapping.path.string()),
                                       count == 0 ? "it was cut short after it had been opened"
                                                  : std::generic_category().message(error)));
        out = out.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::size_t>(count);
    }
    return {};
}

Expected<void> copyBytes(std::span<const std::byte> bytes, const std::shared_ptr<const void> &owner,
                         std::span<std::byte> out)
{
    const auto *const mapping = std::get_deleter<Mapping>(owner);
    if (!mapping || !holds(*mapping, bytes)) {
        std::ranges::copy(bytes.first(out.size()), out.begin());
        return {};
    }
    return readAt(*mapping, static_cast<std::size_t>(bytes.data() - mapping->bytes.data()), out);
}

} // namespace inceptoscope
