#include "render/valuetext.h"

#include "texts/percenttext.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>

namespace inceptoscope {

static QString translated(const char *text)
{
    return QCoreApplication::translate("Activations", text);
}

static QString magnitudeText(double value)
{
    if (std::isinf(value))
        return QStringLiteral("∞");
    return value >= 999.5 && value < 1e6 ? QString::number(value, 'f', 0)
                                         : QString::number(value, 'g', 3);
}

QString valueText(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    return value < 0.0 ? QStringLiteral("−") + magnitudeText(-value)
                       : magnitudeText(std::abs(value));
}

QString rangeText(const ValueRange &range)
{
    return QStringLiteral("%1 … %2").arg(valueText(range.low), valueText(range.high));
}

QString statisticsText(const ActivationStatistics &statistics, const GridShape &shape)
{
    QStringList parts = {translated("mean %1").arg(valueText(statistics.mean))};
    if (statistics.min < 0.0F)
        parts += translated("min %1").arg(valueText(double{statistics.min}));
    parts += translated("max %1").arg(valueText(double{statistics.max}));
    parts += translated("%1 zeros").arg(percentText(statistics.zeroFraction));
    // In a channel of one cell, a zero says no more than that.
    if (shape.height * shape.width > 1)
        parts +=
            translated("%1 of %2 channels zero").arg(statistics.deadChannels).arg(shape.channels);
    if (statistics.nonFinite > 0)
        parts += translated("%1 not finite").arg(statistics.nonFinite);
    return parts.join(QStringLiteral(" · "));
}

QString channelText(int channel, const ChannelSummary &summary)
{
    QStringList parts;
    if (!summary.extremes.isEmpty()) {
        parts += translated("mean %1").arg(valueText(summary.mean));
        if (summary.extremes.min < 0.0F)
            parts += translated("min %1").arg(valueText(double{summary.extremes.min}));
        parts += translated("max %1").arg(valueText(double{summary.extremes.max}));
    }
    parts += summary.isDead() ? translated("zero on this photo")
                              : translated("%1 zeros").arg(percentText(summary.zeroFraction));
    if (summary.nonFinite > 0)
        parts += translated("%1 not finite").arg(summary.nonFinite);
    return translated("Channel %1: %2").arg(channel).arg(parts.join(QStringLiteral(", ")));
}

QString placeText(const Activation &activation, int channel, int row, int column)
{
    const auto index = static_cast<std::size_t>(row * activation.shape.width + column);
    return translated("Row %1, column %2: %3")
        .arg(row)
        .arg(column)
        .arg(valueText(double{activation.channel(channel)[index]}));
}

} // namespace inceptoscope
