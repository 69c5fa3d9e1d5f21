#pragma once

#include <string>
#include <vector>

namespace inceptoscope::test {

/// A file of weights that was made to do harm, or was harmed.
struct HostileFile
{
    std::string name; ///< unlike any other's, without a suffix
    std::string bytes;
    /// Part of the reason it is refused for. Empty where whether it is read is left open: then it
    /// is a mutation, of which some are harmless.
    std::string reason;
};

/// Some hundreds over safetensors, PyTorch's zip archives and its legacy files: cut short, with a
/// lie in every field for a length, an offset or a count, bombs of zip and of pickle, overlaps,
/// classes that are never to be run, and good files with bytes changed at random. The same ones
/// every time.
std::vector<HostileFile> hostileFiles();

} // namespace inceptoscope::test
