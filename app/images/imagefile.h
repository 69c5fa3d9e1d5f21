#pragma once

#include "graph/error.h"

#include <QByteArray>
#include <QString>

namespace inceptoscope {

/// The bytes of an ordinary file. Folders, pipes and devices are refused before they are opened, so
/// this never blocks on one; a file of more than `limit` bytes is not read. `shown` is the name
/// that the error uses.
Expected<QByteArray> readOrdinaryFile(const QString &path, const QString &shown, qint64 limit);

} // namespace inceptoscope
