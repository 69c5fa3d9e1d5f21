#include "predictions/predictiontexts.h"

#include "inference/answer.h"

#include <QCoreApplication>

namespace inceptoscope {

static QString percent(double probability)
{
    return QString::number(probability * 100.0, 'f', 1);
}

QString predictionAccessibleText(const Prediction &prediction)
{
    return QCoreApplication::translate("PredictionListModel", "%1, %2 percent")
        .arg(prediction.label, percent(prediction.probability));
}

QString durationText(double milliseconds)
{
    if (milliseconds < 9.95)
        return QString::number(milliseconds, 'f', 1) + QStringLiteral(" ms");
    if (milliseconds < 999.5)
        return QString::number(milliseconds, 'f', 0) + QStringLiteral(" ms");
    return QString::number(milliseconds / 1000.0, 'f', 2) + QStringLiteral(" s");
}

} // namespace inceptoscope
