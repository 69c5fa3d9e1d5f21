#pragma once

#include <QString>

namespace inceptoscope {

/// No more files below a folder are looked at than this to tell what it holds.
constexpr int mostFilesLookedAt = 10'000;

/// How files of training logs are called, for a file dialog: "*.csv *.json …".
QString logNamePatterns();

/// Whether a file is a training log: its first bytes tell (recognisedFormat), or its name where no
/// photo and no weights are called so, such as "*.csv": the reader of logs says best what is wrong
/// with one that is none. Call it from one of DiskWorkers.
bool isLogFile(const QString &path);

/// Whether training logs are below a folder, and no picture. Looks no further than the first
/// picture. Call it from one of DiskWorkers.
bool holdsOnlyLogs(const QString &folder);

} // namespace inceptoscope
