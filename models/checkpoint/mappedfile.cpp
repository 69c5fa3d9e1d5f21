#include "checkpoint/mappedfile.h"

#include "checkpoint/printable.h"
#include "checkpoint/regularfile.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <functional>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace inceptoscope {

namespace {

/// What keeps a mapping alive. Its type in the owner tells a mapping from any other memory.
struct Mapping
{
    std::filesystem::path path;
    Descriptor file;
    std::span<const std::byte> bytes;

    void operator()(void *address) const { munmap(address, bytes.size()); }
};

} // namespace

Expected<MappedFile> mapFile(const std::filesystem::path &path)
{
    auto file = openRegularFile(path);
    if (!file)
        return tl::unexpected(file.error());
    const std::size_t size = file->size;
    if (size == 0)
        return MappedFile{};
    void *address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file->descriptor.value(), 0);
    if (address == MAP_FAILED)
        return systemFailure();
    const std::span bytes(static_cast<const std::byte *>(address), size);
    return MappedFile{
        bytes,
        std::shared_ptr<const void>(address, Mapping{path, std::move(file->descriptor), bytes})};
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
            pread(mapping.file.value(), out.data(), out.size(), static_cast<off_t>(offset));
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
