#include "predictions/predictioncsv.h"

#include "folders/foldercsv.h"

namespace inceptoscope {

QByteArray predictionsCsv(const std::vector<Prediction> &predictions)
{
    QByteArray text("rank,class,label,probability\r\n");
    int rank = 0;
    for (const Prediction &prediction : predictions)
        text +=
            QStringLiteral("%1,%2,%3,%4\r\n")
                .arg(QString::number(++rank), QString::number(prediction.index),
                     csvField(prediction.label), QString::number(prediction.probability, 'g', 6))
                .toUtf8();
    return text;
}

} // namespace inceptoscope
