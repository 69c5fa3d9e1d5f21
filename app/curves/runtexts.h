#pragma once

#include "curves/runcollection.h"

namespace inceptoscope {

/// What there is to know about a run, a line each: its settings, how much was logged, its file.
/// Plain text that no tooltip takes for markup.
QString runToolTip(const RunLog &run, const QString &title);

} // namespace inceptoscope
