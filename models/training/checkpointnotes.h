#pragma once

#include "checkpoint/tensorfile.h"

#include <cstdint>
#include <string>

namespace inceptoscope {

/// Which run a checkpoint is of, and how far that has come.
struct RunPosition
{
    int epoch = 0; ///< the last that is finished
    std::string recipe;
    int batchSize = 0;
    std::uint64_t seed = 0;
    std::int64_t photos = 0; ///< to train on

    bool operator==(const RunPosition &) const = default;
};

/// What stands in a checkpoint's metadata.
struct CheckpointNotes
{
    std::string network; ///< the graph's id
    std::int64_t steps = 0;
    RunPosition position;
};

void writeNotes(const CheckpointNotes &notes, TensorFile &file);
/// Fails where a note is missing, is no number or is out of its range.
Expected<CheckpointNotes> readNotes(const TensorFile &file);

} // namespace inceptoscope
