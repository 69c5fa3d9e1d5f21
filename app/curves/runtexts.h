#pragma once

#include "curves/runarrangement.h"

namespace inceptoscope {

/// What there is to know about a run, a line each: its settings, how much was logged, its file.
/// Plain text that no tooltip takes for markup.
QString runToolTip(const RunLog &run, const QString &title);

/// What the group's runs are and why they are together. `titles`: of all runs.
QString groupToolTip(const RunGroup &group, const QStringList &titles);

} // namespace inceptoscope
