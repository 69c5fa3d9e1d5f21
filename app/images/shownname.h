#pragma once

#include <QString>

namespace inceptoscope {

/// A file's name as it stands in a sentence or a label: one line, whatever characters it has. Line
/// breaks and everything else that does not print are written as escapes such as \n or \u202e.
QString shownName(const QString &name);

} // namespace inceptoscope
