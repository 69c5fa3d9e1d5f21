#pragma once

#include "graph/error.h"

#include <filesystem>
#include <optional>

namespace inceptoscope {

/// Keeps a folder to one run at a time. The kernel holds the lock for the process, so that none is
/// left behind by one that was killed; the file it is on stays, since removing it would let a third
/// run lock another of the same name. The file says which process that is.
class FolderLock
{
public:
    /// Fails where another run has the folder, in this process or another, and where nothing can be
    /// written there.
    static Expected<FolderLock> take(const std::filesystem::path &folder);

    /// The process of the run that has the folder; nothing where none does. Does not come in the
    /// way of a run that is about to begin.
    static std::optional<int> holder(const std::filesystem::path &folder);

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
