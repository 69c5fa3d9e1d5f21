#pragma once

#include "checkpoint/tensorfile.h"
#include "graph/networkgraph.h"
#include "training/earlystop.h"

#include <cstdint>
#include <string>
#include <utility>

namespace inceptoscope {

/// What the steps of an epoch have come to so far.
struct EpochSums
{
    int batches = 0;
    double loss = 0.0;
    double gradientNorm = 0.0;
    std::int64_t correct = 0; ///< pictures whose most probable class was theirs
    double seconds = 0.0;

    bool operator==(const EpochSums &) const = default;
};

/// Which run a checkpoint is of, and how far that has come.
struct RunPosition
{
    int epoch = 0; ///< the last that is finished
    std::string recipe;
    int batchSize = 0;
    std::uint64_t seed = 0;
    int threads = 0; ///< that it was computed with; 0: not noted
    std::uint64_t photos = 0; ///< digest of those to train on
    double wallSeconds = 0.0; ///< since the start of the run, stops left out
    std::string logLine; ///< of the last epoch that is finished
    BestEpoch best; ///< whose weights the checkpoint has too; none without patience
    EpochSums sums; ///< of the epoch after it

    bool operator==(const RunPosition &) const = default;
    bool isStart() const { return epoch == 0 && sums.batches == 0; }
    /// Whether a run that is there has come further.
    bool isBehind(const RunPosition &other) const
    {
        return std::pair(epoch, sums.batches) < std::pair(other.epoch, other.sums.batches);
    }
};

/// What stands in a checkpoint's metadata.
struct CheckpointNotes
{
    std::string network; ///< the graph's id
    std::string residualScales; ///< of its stages, "0.17, 0.1, 0.2"; empty where nothing is told
    std::int64_t steps = 0;
    RunPosition position;
};

/// "0.17, 0.1, 0.2", as the notes have it; empty for a network without residual blocks.
std::string residualScaleText(const NetworkGraph &graph);

void writeNotes(const CheckpointNotes &notes, TensorFile &file);
/// Fails where a note is missing, is no number or is out of its range. What tells of the middle of
/// an epoch may be missing: then the checkpoint is of its beginning. So may the residual scales
/// and the threads, which earlier versions did not note.
Expected<CheckpointNotes> readNotes(const TensorFile &file);

} // namespace inceptoscope
