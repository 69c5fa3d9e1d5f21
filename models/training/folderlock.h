#pragma once

#include "graph/error.h"

#include <filesystem>

namespace inceptoscope {

/// Keeps a folder to one run at a time. The kernel holds the lock for the process, so that none is
/// left behind by one that was killed; the file it is on stays, since removing it would let a third
/// run lock another of the same name.
class FolderLock
{
public:
    /// Fails where another run has the folder, in this process or another, and where nothing can be
    /// written there.
    static Expected<FolderLock> take(const std::filesystem::path &folder);

    FolderLock(FolderLock &&other) noexcept;
    FolderLock &operator=(FolderLock &&other) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int descriptor)
        : m_descriptor(descriptor)
    {
    }

    int m_descriptor;
};

} // namespace inceptoscope
