#pragma once

#include <QFont>

namespace inceptoscope {

/// The window's grid, in device-independent pixels.
inline constexpr int gridUnit = 8;
inline constexpr int halfUnit = gridUnit / 2;
/// Icons in buttons and bars.
inline constexpr int iconSize = 16;

/// Waiting: nothing changes before `busyDelay`, Cancel is offered after `cancelDelay`
/// (milliseconds).
inline constexpr int busyDelay = 150;
inline constexpr int cancelDelay = 2000;

/// The smaller of the program's two sizes of type: captions and secondary text.
QFont captionFont(QFont base);
/// Figures of equal width, so that numbers in a column or a changing number stay in place.
QFont tabularFont(QFont base);

} // namespace inceptoscope
