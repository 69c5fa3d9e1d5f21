#pragma once

#include <QStringList>

namespace inceptoscope {

/// What was opened last, newest first, ten at most; kept in the settings. Of many files opened at
/// once it is their folder.
QStringList recentPaths();
void rememberOpened(const QStringList &paths);
void forgetRecentPaths();

} // namespace inceptoscope
