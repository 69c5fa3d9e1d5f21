#include "checkpoint/atomicfile.h"

#include "checkpoint/printable.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace inceptoscope {

namespace {

tl::unexpected<Error> cannotWrite(const std::filesystem::path &path, int error)
{
    return failure(fmt::format("{} cannot be written: {}", printable(path.string()),
                               error == EFAULT ? "the file it is made from was cut short meanwhile"
                                               : std::generic_category().message(error)));
}

/// Writing to a link writes to what it points to, there or not, as it would without the renaming.
std::filesystem::path behindLinks(std::filesystem::path path)
{
    constexpr int mostLinks = 40; // as Linux follows
    std::error_code error;
    for (int i = 0; i < mostLinks && std::filesystem::is_symlink(path, error); ++i) {
        const auto target = std::filesystem::read_symlink(path, error);
        if (error)
            break;
        path = path.parent_path() / target; // the target alone where that is absolute
    }
    auto target = std::filesystem::weakly_canonical(path, error);
    return error ? path : target;
}

/// Renaming would put a file in the place of a device, a pipe or a socket.
Expected<void> checkReplaceable(const std::filesystem::path &path,
                                const std::filesystem::path &target)
{
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(target, error);
    if (std::filesystem::is_directory(status))
        return cannotWrite(path, EISDIR);
    if (std::filesystem::is_symlink(std::filesystem::symlink_status(target, error)))
        return cannotWrite(path, ELOOP);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return failure(
            fmt::format("{} is not a file but a device, a pipe or a socket, which is not "
                        "replaced; choose the name of a file",
                        printable(path.string())));
    return {};
}

/// Not mkstemp, whose files only their owner may read.
int openBeside(const std::filesystem::path &path, std::string &name)
{
    static std::atomic<unsigned> counter = 0;
    int descriptor = -1;
    do {
        name = fmt::format("{}.{}-{}.part", path.string(), getpid(), counter++);
        descriptor = open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    } while (descriptor < 0 && errno == EEXIST);
    return descriptor;
}

/// The rename itself lies in the folder; a folder that cannot be synchronised is no failure.
void synchroniseFolder(const std::filesystem::path &folder)
{
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    fsync(descriptor);
    close(descriptor);
}

} // namespace

AtomicFile::AtomicFile(std::filesystem::path path, std::filesystem::path temporary, int descriptor)
    : m_path(std::move(path))
    , m_temporary(std::move(temporary))
    , m_descriptor(descriptor)
{
}

AtomicFile::AtomicFile(AtomicFile &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_temporary(std::exchange(other.m_temporary, {}))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

AtomicFile::~AtomicFile()
{
    if (m_descriptor >= 0)
        close(m_descriptor);
    if (!m_temporary.empty())
        unlink(m_temporary.c_str());
}

Expected<AtomicFile> AtomicFile::create(const std::filesystem::path &path)
{
    auto target = behindLinks(path);
    if (const auto replaceable = checkReplaceable(path, target); !replaceable)
        return tl::unexpected(replaceable.error());
    std::string name;
    const int descriptor = openBeside(target, name);
    if (descriptor < 0)
        return cannotWrite(path, errno);
    return AtomicFile(std::move(target), name, descriptor);
}

Expected<void> AtomicFile::failed(int error) const
{
    return cannotWrite(m_path, error);
}

Expected<void> AtomicFile::write(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failed(errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Expected<void> AtomicFile::write(std::string_view text)
{
    return write(std::as_bytes(std::span(text)));
}

Expected<void> AtomicFile::commit()
{
    if (fsync(m_descriptor) != 0)
        return failed(errno);
    if (close(std::exchange(m_descriptor, -1)) != 0)
        return failed(errno);
    if (std::rename(m_temporary.c_str(), m_path.c_str()) != 0)
        return failed(errno);
    m_temporary.clear();
    synchroniseFolder(m_path.parent_path());
    return {};
}

} // namespace inceptoscope
