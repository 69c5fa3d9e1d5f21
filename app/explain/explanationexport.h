#pragma once

#include "explain/explanation.h"

#include <QObject>

namespace inceptoscope {

/// A row for each cell: its row, its column, its value.
Expected<void> writeSaliencyCsv(const QString &path, const SaliencyMap &map);
/// A float32 array of the grid's height and width.
Expected<void> writeSaliencyNpy(const QString &path, const SaliencyMap &map);

/// Takes explanations out of the program: draws and writes on a worker, then says what came of it.
class ExplanationExport : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void copy(const ExplanationPtr &explanation, double opacity); ///< to the clipboard
    void savePng(const QString &path, const ExplanationPtr &explanation, double opacity);
    void saveNpy(const QString &path, const ExplanationPtr &explanation);
    void saveCsv(const QString &path, const ExplanationPtr &explanation);

signals:
    void finished(const QString &sentence); ///< what there is now, and its size
    void failed(const QString &sentence);

private:
    void report(const Expected<QString> &result);
};

} // namespace inceptoscope
