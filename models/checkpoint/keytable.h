#pragma once

#include "checkpoint/tensorfile.h"
#include "checkpoint/weightsfile.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// What became of a tensor, in the order a person wants to know it.
enum class KeyStatus {
    Missing, ///< the network needs it and the file lacks it
    Misshapen, ///< there, with another shape than the network needs
    Unexpected, ///< in the file, and nobody asked for it
    Explained, ///< in the file, and known to be for training only
    Matched,
};

/// One tensor, of the file or of the network.
struct KeyRow
{
    KeyStatus status = KeyStatus::Matched;
    std::string name; ///< in the file; of a missing one, that it should have
    std::optional<DType> dtype; ///< none of a missing one
    std::vector<std::int64_t> shape; ///< in the file; of a missing one, that it should have
    std::string layer; ///< its id in the graph; empty: none
    std::string role; ///< "weight", "batch-norm scale", …; empty: none
    std::string note; ///< what is to be said about it; empty: nothing

    bool operator==(const KeyRow &) const = default;
};

/// How a file's tensors answer to a network, whether or not it can be loaded.
struct KeyTable
{
    std::string network; ///< title of the network they were held against; empty: none is close
    std::string source; ///< whose names they have; empty: nobody's
    std::string problem; ///< why the file cannot be loaded, in one sentence; empty: it can
    std::vector<KeyRow> rows; ///< by status, then in the order of the network or of the names

    std::size_t count(KeyStatus status) const;
    bool operator==(const KeyTable &) const = default;
};

/// Holds a file against the network it is for or, where it fits none, against the closest;
/// `network` (a family's id) names another.
KeyTable keyTable(const TensorFile &file, std::string_view network = {});

/// "missing", "another shape", "unexpected", "not needed", "matched"
std::string_view statusName(KeyStatus status);
/// "64×3×7×7"; of a single number "scalar"
std::string dimensionsText(const std::vector<std::int64_t> &shape);

} // namespace inceptoscope
