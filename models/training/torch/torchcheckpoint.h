#pragma once

#include "checkpoint/tensorfile.h"
#include "training/trainingbackend.h"

#include <torch/torch.h>

namespace inceptoscope {

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

/// The default generator, which dropout draws from.
StoredTensor storedRandomState();
/// Fails, and changes nothing, where the bytes are no state of a generator.
Expected<void> restoreRandomState(const TensorFile &file);

} // namespace inceptoscope
