#include "render/scaletext.h"

#include "render/valuetext.h"

#include <QCoreApplication>

namespace inceptoscope {

static QString translated(const char *text)
{
    return QCoreApplication::translate("Activations", text);
}

QString ScaleText::line() const
{
    const QString text = translated("%1 … %2, %3").arg(low, high, words);
    return notFinite ? translated("%1; magenta: not finite").arg(text) : text;
}

ScaleText scaleTextOfAll(ColourMap map, const ActivationStatistics &statistics)
{
    ScaleText text;
    if (isDiverging(map)) {
        text.low = translated("−peak");
        text.high = translated("peak");
    } else {
        text.low = statistics.min < 0.0F ? translated("minimum") : QStringLiteral("0");
        text.high = translated("maximum");
    }
    text.words = translated("each map has its own scale");
    return text;
}

ScaleText scaleTextOf(int channel, const ValueRange &range)
{
    return {valueText(double{range.low}), valueText(double{range.high}),
            translated("scale of channel %1, each map has its own").arg(channel)};
}

ScaleText scaleText(ScaleMode mode, const ValueRange &range)
{
    return {valueText(double{range.low}), valueText(double{range.high}),
            mode == ScaleMode::Fixed ? translated("fixed scale, for every layer and photo")
                                     : translated("one scale for all maps")};
}

} // namespace inceptoscope
