#include "texts/percenttext.h"

namespace inceptoscope {

QString percentText(double share)
{
    return QString::number(share * 100.0, 'f', 1) + QStringLiteral(" %");
}

} // namespace inceptoscope
