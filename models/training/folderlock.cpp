#include "training/folderlock.h"

#include "checkpoint/printable.h"
#include "checkpoint/regularfile.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace inceptoscope {

static std::filesystem::path lockIn(const std::filesystem::path &folder)
{
    return folder / ".lock";
}

/// For whoever wants to know; where it cannot be written the lock is one all the same.
static void writeProcess(int descriptor)
{
    if (ftruncate(descriptor, 0) == 0)
        dprintf(descriptor, "%d\n", getpid());
}

static std::optional<int> writtenProcess(int descriptor)
{
    std::array<char, 16> text{};
    const ssize_t size = pread(descriptor, text.data(), text.size(), 0);
    int process = 0;
    if (size <= 0 || std::from_chars(text.data(), text.data() + size, process).ec != std::errc())
        return std::nullopt;
    return process > 0 ? std::optional(process) : std::nullopt;
}

/// Numbers of processes are given out again, and another machine that has the folder has its own.
/// Nobody can tell of another person's process, which is believed.
static bool hasOpen(int process, int descriptor)
{
    struct stat wanted{};
    if (fstat(descriptor, &wanted) != 0)
        return false;
    std::error_code error;
    std::filesystem::directory_iterator entry(fmt::format("/proc/{}/fd", process), error);
    if (error)
        return error == std::errc::permission_denied;
    for (const std::filesystem::directory_iterator end; !error && entry != end;
         entry.increment(error)) {
        struct stat found{};
        if (stat(entry->path().c_str(), &found) == 0 && found.st_dev == wanted.st_dev
            && found.st_ino == wanted.st_ino)
            return true;
    }
    return false;
}

/// A file system that has no locks is one to train on all the same.
Expected<FolderLock> FolderLock::take(const std::filesystem::path &folder)
{
    const std::filesystem::path file = lockIn(folder);
    const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return failure(fmt::format("{} cannot be written: {}", printable(file.string()),
                                   std::generic_category().message(errno)));
    FolderLock lock(descriptor);
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return failure(fmt::format("another training run is writing to {}; wait for its end or "
                                   "name another folder",
                                   printable(folder.string())));
    writeProcess(descriptor);
    return lock;
}

/// The lock is tried, and held for a moment, only where the process has the file open: it mostly
/// has the lock, and a run that begins finds the number of one that is gone.
std::optional<int> FolderLock::holder(const std::filesystem::path &folder)
{
    const auto file = openRegularFile(lockIn(folder));
    if (!file)
        return std::nullopt;
    const int descriptor = file->descriptor.value();
    const auto process = writtenProcess(descriptor);
    if (!process || !hasOpen(*process, descriptor))
        return std::nullopt;
    const bool isFree = flock(descriptor, LOCK_SH | LOCK_NB) == 0;
    return isFree ? std::nullopt : process;
}

FolderLock::FolderLock(FolderLock &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

FolderLock::~FolderLock()
{
    if (m_descriptor >= 0)
        close(m_descriptor);
}

} // namespace inceptoscope
