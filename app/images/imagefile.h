#pragma once

#include "graph/error.h"

#include <QByteArray>
#include <QString>

class QFile;

namespace inceptoscope {

/// Opens an ordinary file for reading and returns its size in bytes. Folders, pipes and devices are
/// refused before they are opened, so this never blocks on one; the disk is asked as by `askDisk`.
/// `shown` is the name in the error.
Expected<qint64> openOrdinaryFile(const QString &path, const QString &shown, QFile &file);

/// The bytes of an ordinary file that has at most `limit` of them.
Expected<QByteArray> readOrdinaryFile(const QString &path, const QString &shown, qint64 limit);

} // namespace inceptoscope
