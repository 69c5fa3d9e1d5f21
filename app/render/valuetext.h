#pragma once

#include "render/channelsummary.h"

#include <QString>

namespace inceptoscope {

/// A value to three significant digits: "5.3", "−0.0012", "1234", "1.2e+08"; "NaN", "∞", "−∞".
QString valueText(double value);
/// "0 … 5.3"
QString rangeText(const ValueRange &range);

/// One line on a layer: "mean 0.412 · max 5.3 · 41.2 % zeros · 3 of 1024 channels zero".
QString statisticsText(const ActivationStatistics &statistics, const GridShape &shape);
/// One line on a channel: "Channel 12: mean 0.412, max 5.3, 41.2 % zeros".
QString channelText(int channel, const ChannelSummary &summary);
/// One value, rows and columns counted from 0: "Row 3, column 5: 1.25".
QString placeText(const Activation &activation, int channel, int row, int column);

} // namespace inceptoscope
