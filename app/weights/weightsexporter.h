#pragma once

#include "checkpoint/weightsexport.h"
#include "networks/networkcatalogue.h"

#include <QObject>

namespace inceptoscope {

/// Exports weights on another thread.
class WeightsExporter : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// `entry` is one with weights; a file that is there is replaced.
    void save(const CatalogueEntry &entry, const QString &path);

signals:
    void started(const QString &sentence);
    void finished(const QString &sentence);
    void failed(const QString &sentence);

private:
    void tell(const QString &path, const Expected<ExportedWeights> &exported);
};

} // namespace inceptoscope
