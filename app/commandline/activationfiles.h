#pragma once

#include "commandline/blockfigures.h"

#include <stop_token>
#include <string>
#include <vector>

namespace inceptoscope {

/// The folders that --npy and --png name; empty: no such files.
struct ActivationFiles
{
    std::string npy;
    std::string png;
    bool force = false; ///< replace files that are there
};

/// Before anything is computed: makes the folders, and fails where files are in the way.
Expected<void> prepareFolders(const ActivationFiles &files,
                              const std::vector<ObservedBlock> &blocks);

/// A file a block and folder, named after the block. Goes on where one cannot be written, with a
/// sentence on standard error; false then, and when stopped.
bool writeFiles(const ActivationFiles &files, const std::vector<ObservedBlock> &blocks,
                const Activations &answer, const std::stop_token &stop);

} // namespace inceptoscope
