#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace inceptoscope::test {

/// A file somebody made to do harm, or that was damaged on its way.
struct HostileFile
{
    std::string name;
    std::string bytes;
    bool mustFail = true; ///< else it may happen to be a good one
    std::string reason{}; ///< part of the message it must fail with; empty: any
};

/// Lies in every field of safetensors files, of zip archives, of pickles and of PyTorch's legacy
/// files, and pickles that ask for what they must not have.
std::vector<HostileFile> forgedFiles();

/// What they were before they were forged: a file of each format with one tensor, which is read.
std::vector<HostileFile> honestFiles();

/// `count` of the good files, each with bytes changed, cut off, doubled or moved; the same for the
/// same seed.
std::vector<HostileFile> damagedFiles(const std::vector<std::string> &good, int count,
                                      std::uint32_t seed);

} // namespace inceptoscope::test
