#include "style/metrics.h"

namespace inceptoscope {

QFont captionFont(QFont base)
{
    constexpr double share = 0.88;
    if (base.pointSizeF() > 0)
        base.setPointSizeF(base.pointSizeF() * share);
    else
        base.setPixelSize(qRound(base.pixelSize() * share));
    return base;
}

QFont tabularFont(QFont base)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    base.setFeature("tnum", 1);
#endif
    return base;
}

} // namespace inceptoscope
