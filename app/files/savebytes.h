#pragma once

#include "graph/error.h"

#include <QByteArray>
#include <QString>

namespace inceptoscope {

/// Writes a whole file beside its place and renames it (AtomicFile). It waits for the disk.
Expected<void> saveBytes(const QString &path, const QByteArray &bytes);

} // namespace inceptoscope
