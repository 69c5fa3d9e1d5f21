#include "training/folderlock.h"

#include "checkpoint/printable.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace inceptoscope {

/// A file system that has no locks is one to train on all the same.
Expected<FolderLock> FolderLock::take(const std::filesystem::path &folder)
{
    const std::filesystem::path file = folder / ".lock";
    const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return failure(fmt::format("{} cannot be written: {}", printable(file.string()),
                                   std::generic_category().message(errno)));
    FolderLock lock(descriptor);
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return failure(fmt::format("another training run is writing to {}; wait for its end or "
                                   "name another folder",
                                   printable(folder.string())));
    return lock;
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
