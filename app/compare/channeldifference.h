#pragma once

#include "engine/activations.h"

#include <vector>

namespace inceptoscope {

/// How two activations of one layer are compared, channel by channel. With E the root mean square
/// of a channel's values, of photo A and of photo B, and D that of the cells' differences:
enum class DifferenceMeasure {
    Energy, ///< |E_A − E_B| / (E_A + E_B): lit up by one photo only, wherever in the picture
    Maps, ///< D / (E_A + E_B): also lit up elsewhere
};

/// For each channel from 0 (alike) to 1. The denominator has a hundredth of the layer's own E_A +
/// E_B added, so that channels faint in both do not come first. Cells with a value that is not
/// finite are left out. Both activations have one shape.
std::vector<double> channelDifferences(const Activation &a, const Activation &b,
                                       DifferenceMeasure measure);

/// Channels, those that differ most first; equals in the order of their numbers.
std::vector<int> orderedByDifference(const std::vector<double> &differences);

} // namespace inceptoscope
