#include "diagram/layerlines.h"

#include <QCoreApplication>

namespace inceptoscope {

QStringList layerLines(const Layer &layer)
{
    const QString title = QString::fromStdString(layer.title());
    switch (layer.kind) {
    case LayerKind::Convolution:
    case LayerKind::Linear:
        return {title, QString::number(layer.filters)};
    case LayerKind::Dropout:
        return {QCoreApplication::translate("Diagram", "dropout"),
                QCoreApplication::translate("Diagram", "keep %1").arg(layer.keepProbability)};
    default:
        return {title};
    }
}

bool isMarkedValid(const Layer &layer)
{
    const bool hasKernel = layer.kind == LayerKind::Convolution || layer.kind == LayerKind::MaxPool
        || layer.kind == LayerKind::AveragePool;
    return hasKernel && layer.padding == Padding::Valid && layer.kernel != Extent{1, 1};
}

} // namespace inceptoscope
