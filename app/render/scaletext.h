#pragma once

#include "engine/activations.h"
#include "render/colourmap.h"
#include "render/valuerange.h"

#include <QString>

namespace inceptoscope {

/// What the colours of maps stand for, in words.
struct ScaleText
{
    QString low; ///< what the first colour stands for: a number, or "minimum"
    QString high;
    QString words; ///< "one scale for all maps"
    bool notFinite = false; ///< there are values without a colour

    /// "0 … 5.3, one scale for all maps"
    QString line() const;
    bool operator==(const ScaleText &) const = default;
};

/// For all maps of a layer, where each has a scale of its own: "0 … maximum".
ScaleText scaleTextOfAll(ColourMap map, const ActivationStatistics &statistics);
/// For one of them, by number.
ScaleText scaleTextOf(int channel, const ValueRange &range);
/// For maps that share a scale, or have a fixed one.
ScaleText scaleText(ScaleMode mode, const ValueRange &range);

} // namespace inceptoscope
