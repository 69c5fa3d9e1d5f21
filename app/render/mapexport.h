#pragma once

#include "graph/error.h"
#include "render/activationimage.h"

#include <QObject>
#include <QSize>
#include <QString>

namespace inceptoscope {

/// Writes a picture as PNG; the file appears whole or not at all.
Expected<void> writePng(const QString &path, const QImage &image);

/// Takes activations out of the program: draws, packs and writes on a worker, then says what came
/// of it.
class MapExport : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// To the clipboard.
    void copySheet(const Activation &activation, const SheetOptions &options);
    void savePng(const QString &path, const Activation &activation, const SheetOptions &options);
    void saveNpy(const QString &path, const Activation &activation);
    /// A line for each value: channel, row, column, value.
    void saveCsv(const QString &path, const Activation &activation);

signals:
    void finished(const QString &sentence); ///< what there is now, and its size
    void failed(const QString &sentence);

private:
    void report(const Expected<QString> &result);
};

} // namespace inceptoscope
