#pragma once

#include <QString>

namespace inceptoscope {

/// A tooltip that says `text`, whatever characters it has: Qt would take some names of files for
/// rich text. Long lines wrap.
QString plainToolTip(const QString &text);

} // namespace inceptoscope
