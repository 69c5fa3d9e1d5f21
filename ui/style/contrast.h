#pragma once

#include <QColor>

namespace inceptoscope {

/// Contrast of two opaque colours, 1 to 21, as WCAG 2 defines it.
double contrastRatio(const QColor &a, const QColor &b);

} // namespace inceptoscope
