#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

namespace inceptoscope {

/// Where a run is within an epoch.
struct TrainingProgress
{
    int process = 0; ///< that wrote it
    int epoch = 0; ///< from 1
    int epochs = 0;
    int batch = 0; ///< done, of this epoch
    int batches = 0;
    double photosPerSecond = 0.0; ///< lately; 0: not known yet

    bool operator==(const TrainingProgress &) const = default;
};

/// Nothing where no run has written any, or something else stands there.
std::optional<TrainingProgress> readProgress(const std::filesystem::path &folder);

/// Tells of a run's progress in a file of its folder, progress.json, for whoever looks on. It is
/// renamed into its place and not brought to the disk: a crash may take it. What cannot be written
/// is left out.
class ProgressFile
{
public:
    ProgressFile(std::filesystem::path folder, int epochs, int batchSize);

    /// After every batch; writes twice a second, and after the last one of an epoch.
    void tell(int epoch, int batch, int batches);

private:
    using Clock = std::chrono::steady_clock;

    void write() const;

    std::filesystem::path m_folder;
    int m_batchSize;
    TrainingProgress m_progress;
    int m_firstBatch = 0; ///< of this process in the epoch
    Clock::time_point m_first;
    Clock::time_point m_written;
};

} // namespace inceptoscope
