#pragma once

#include "checkpoint/modelfile.h"
#include "curves/runlogwriter.h"
#include "training/folderlock.h"
#include "training/trainingstate.h"

#include <filesystem>
#include <optional>

namespace inceptoscope {

/// What a training run leaves on the disk, and the order it does it in, so that there is at every
/// moment something to go on from. The checkpoint of the last finished epoch and the one within an
/// epoch are files of their own: one that turns out to be on the way to nowhere is taken back.
///
/// An epoch's line in the log is in its checkpoint too, and goes to the log after it. A run killed
/// in between appends it when it goes on, or the rest of it, so that none is there twice.
class RunFolder
{
public:
    /// Makes the folder and keeps it to this run. Fails where another run is in it, and, if this
    /// is not to go on, where one has been.
    static Expected<RunFolder> open(const std::filesystem::path &path, bool resume);

    /// Whether open() would fail for what is in the folder. Writes nothing.
    static Expected<void> check(const std::filesystem::path &path, bool resume);

    const std::filesystem::path &path() const { return m_path; }

    /// Where a run goes on from, once `state` is as it was there; epoch 0 and no batches where
    /// there is nothing.
    Expected<RunPosition> load(TrainingState &state) const;
    /// Opens the log, and brings it to where `position` is.
    Expected<void> openLog(const RunSettings &settings, const RunPosition &position);

    Expected<void> saveWithinEpoch(const TrainingState &state, const RunPosition &position) const;
    /// Takes back what saveWithinEpoch() wrote.
    void dropWithinEpoch() const;
    /// `position.logLine` is the epoch's.
    Expected<void> saveEpoch(const TrainingState &state, const RunPosition &position) const;
    Expected<void> writeLogLine(const std::string &line) { return m_log->finishLine(line); }
    std::filesystem::path log() const { return m_path / logName; }
    std::filesystem::path model() const { return m_path / "model.safetensors"; }
    /// What the network is after the last epoch.
    std::filesystem::path modelSoFar() const { return m_path / "model-so-far.safetensors"; }
    /// It is the model by now, and takes no room of its own.
    void joinModels() const;

private:
    static constexpr const char *logName = "run.jsonl";
    static constexpr const char *checkpointName = "checkpoint.safetensors";
    static constexpr const char *withinName = "checkpoint-within-epoch.safetensors";

    RunFolder(std::filesystem::path path, FolderLock lock)
        : m_path(std::move(path))
        , m_lock(std::move(lock))
    {
    }

    std::filesystem::path checkpoint() const { return m_path / checkpointName; }
    std::filesystem::path within() const { return m_path / withinName; }
    void removeParts() const;

    std::filesystem::path m_path;
    FolderLock m_lock;
    std::optional<RunLogWriter> m_log;
};

} // namespace inceptoscope
