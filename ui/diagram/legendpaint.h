#pragma once

#include "diagram/overlayscale.h"
#include "style/theme.h"

#include <QFont>
#include <QSize>
#include <QStringList>

class QPainter;

namespace inceptoscope {

/// What the colours of a diagram mean: kinds of layers, or an overlay's values.
struct LegendContent
{
    Overlay overlay = Overlay::None;
    std::optional<OverlayScale> scale{};
    QString lack{}; ///< in one sentence, why the overlay has no values

    bool operator==(const LegendContent &) const = default;
};

/// Size in pixels when set like words in lines no wider than `width` (0: one line).
QSize legendSize(const LegendContent &content, const QFont &font, int width);
/// From the painter's origin. `font` is the caption's.
void paintLegend(QPainter &painter, const LegendContent &content, const QFont &font,
                 const Theme &theme, int width);
/// The same in words.
QString legendText(const LegendContent &content);

} // namespace inceptoscope
