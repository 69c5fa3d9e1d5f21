#pragma once

#include "explain/overlay.h"

#include <QList>
#include <QString>

namespace inceptoscope {

/// In the order they are offered, None first.
QList<Overlay> allOverlays();

/// "Multiply-adds", "Share of zeros".
QString overlayName(Overlay overlay);
/// One or two sentences: what it is, its unit, how it is added up.
QString overlayExplanation(Overlay overlay);

/// A value with its unit, as exactly as it is known: "87,005,184 multiply-adds", "34.0 % zeros".
QString overlayValueText(Overlay overlay, double value);
/// The same in little room, for a legend: "87.0 M".
QString shortOverlayValue(Overlay overlay, double value);

} // namespace inceptoscope
