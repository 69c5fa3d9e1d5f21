#include "weights/weightsexporter.h"

#include "async/whendone.h"
#include "images/shownname.h"

#include <QLocale>
#include <QtConcurrentRun>

namespace inceptoscope {

void WeightsExporter::save(const CatalogueEntry &entry, const QString &path)
{
    emit started(tr("Exporting to %1…").arg(shownName(path)));
    whenDone(this, QtConcurrent::run([entry, path] {
                 return exportWeights(entry.file, path.toStdString(), entry.network);
             }),
             [this, path](const Expected<ExportedWeights> &exported) { tell(path, exported); });
}

void WeightsExporter::tell(const QString &path, const Expected<ExportedWeights> &exported)
{
    if (!exported) {
        emit failed(QString::fromStdString(exported.error().message));
        return;
    }
    const QLocale english(QLocale::English);
    const QString size = english.toString(static_cast<double>(exported->bytes) / 1e6, 'f', 1);
    const QString what = exported->names == WeightSource::Own
        ? tr("%1: %2 tensors under the project's own names, %3 MB")
        : tr("%1: %2 tensors under timm's names, %3 MB");
    emit finished(what.arg(shownName(path),
                           english.toString(static_cast<qulonglong>(exported->tensors)), size));
}

} // namespace inceptoscope
