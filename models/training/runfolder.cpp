#include "training/runfolder.h"

#include "checkpoint/printable.h"
#include "curves/runlogs.h"

#include <algorithm>
#include <array>
#include <vector>

namespace inceptoscope {

namespace fs = std::filesystem;

static bool isThere(const fs::path &path)
{
    std::error_code ignored;
    return fs::exists(path, ignored);
}

Expected<RunFolder> RunFolder::open(const fs::path &path, bool resume)
{
    std::error_code error;
    fs::create_directories(path, error);
    if (error)
        return failure(printable(path.string()) + " cannot be made: " + error.message());
    auto lock = FolderLock::take(path);
    if (!lock)
        return tl::unexpected(lock.error());
    RunFolder folder(path, std::move(*lock));
    if (const auto usable = check(path, resume); !usable)
        return tl::unexpected(usable.error());
    folder.removeParts();
    return folder;
}

Expected<void> RunFolder::check(const fs::path &path, bool resume)
{
    const fs::path log = path / logName;
    const bool holdsCheckpoint = isThere(path / checkpointName) || isThere(path / withinName);
    if (!resume && (holdsCheckpoint || isThere(log)))
        return failure(
            printable(path.string())
            + " already holds a training run; go on with --resume or name another folder");
    if (holdsCheckpoint)
        return {};
    if (const auto past = readRunLog(log); past && !past->series.empty())
        return failure(printable(log.string())
                       + " tells of a run whose checkpoint is gone; name another folder");
    return {};
}

/// Left by runs that were killed while they wrote (AtomicFile); nobody else writes here now.
void RunFolder::removeParts() const
{
    const std::array files{checkpoint(), within(), model(), modelSoFar()};
    std::vector<fs::path> parts;
    std::error_code error;
    for (fs::directory_iterator entry(m_path, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        const bool isOurs = std::ranges::any_of(files, [&name](const fs::path &file) {
            return name.starts_with(file.filename().string() + ".");
        });
        if (isOurs && name.ends_with(".part"))
            parts.push_back(entry->path());
    }
    for (const fs::path &part : parts)
        fs::remove(part, error);
}

Expected<RunPosition> RunFolder::load(TrainingState &state) const
{
    fs::path furthest;
    RunPosition position;
    for (const fs::path &path : {checkpoint(), within()}) {
        if (!isThere(path))
            continue;
        const auto notes = readSafetensors(path).and_then(readNotes);
        if (!notes)
            return tl::unexpected(notes.error());
        if (furthest.empty() || position.isBehind(notes->position)) {
            furthest = path;
            position = notes->position;
        }
    }
    if (furthest == checkpoint())
        dropWithinEpoch(); // the run was killed after the one and before the other
    return furthest.empty() ? position : state.load(furthest);
}

Expected<void> RunFolder::openLog(const RunSettings &settings, const RunPosition &position)
{
    auto writer = RunLogWriter::open(log());
    if (!writer)
        return tl::unexpected(writer.error());
    m_log.emplace(std::move(*writer));
    if (m_log->isNew() || position.isStart()) {
        if (const auto written = m_log->finishLine(RunLogWriter::lineOfRun(settings)); !written)
            return written;
    }
    return position.logLine.empty() ? Expected<void>{} : m_log->finishLine(position.logLine);
}

Expected<void> RunFolder::saveWithinEpoch(const TrainingState &state,
                                          const RunPosition &position) const
{
    return state.save(within(), position);
}

void RunFolder::dropWithinEpoch() const
{
    std::error_code ignored; // load() passes over it
    fs::remove(within(), ignored);
}

/// It stays, for somebody may look at it by that name.
void RunFolder::joinModels() const
{
    std::error_code error;
    fs::remove(modelSoFar(), error);
    fs::create_hard_link(model(), modelSoFar(), error); // not on every file system
}

Expected<void> RunFolder::saveEpoch(const TrainingState &state, const RunPosition &position) const
{
    const auto saved = state.save(checkpoint(), position);
    if (saved)
        dropWithinEpoch();
    return saved;
}

} // namespace inceptoscope
