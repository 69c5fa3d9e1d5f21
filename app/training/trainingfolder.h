#pragma once

#include "training/runstatus.h"
#include "training/trainingchoice.h"

#include <optional>
#include <stop_token>

namespace inceptoscope {

/// A training as it lies on the disk: a folder with what was chosen (training.json) and a folder
/// for each run in it.
struct TrainingFolder
{
    QString path;
    TrainingChoice choice;

    /// In the order of the variants.
    QStringList runs() const;
    bool operator==(const TrainingFolder &) const = default;
};

// Everything here blocks on the disk, so call it from a worker. Errors are sentences.

/// $XDG_DATA_HOME/inceptoscope/training, where trainings are kept unless somebody names another
/// place.
QString usualTrainingFolder();

/// Makes a new folder in `parent`, called after the data and the day, and notes the choice there.
Expected<TrainingFolder> makeTrainingFolder(const QString &parent, const TrainingChoice &choice);
Expected<TrainingFolder> readTrainingFolder(const QString &path);

/// The trainings in a folder of trainings that have a run under way, the newest first.
QStringList trainingsUnderWay(const QString &parent);

/// By run; `started` as for readRunStatus, may be shorter.
std::vector<RunStatus> readRuns(const TrainingFolder &folder, const std::vector<int> &started);

/// Starts the program for each run that is not finished or under way, detached: whatever becomes of
/// this process, they go on. Returns the processes, 0 of runs that need none. `before`:
/// those that were started before, as for readRuns.
Expected<std::vector<int>> startRuns(const QString &program, const TrainingFolder &folder,
                                     const std::vector<int> &before);

/// Asks the runs that are under way to end, each with a checkpoint of where it is.
void interruptRuns(const TrainingFolder &folder, const std::vector<int> &started);

} // namespace inceptoscope
