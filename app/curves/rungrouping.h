#pragma once

#include "curves/runarrangement.h"

namespace inceptoscope {

/// Runs by their positions, in their order.
using RunPlaces = std::vector<std::size_t>;

/// Whether they are several, and not just what one group has.
bool canGroup(const RunArrangement &arrangement, const RunPlaces &some);

/// With these runs in one group, and no other. A group that is among them as a whole is joined by
/// the others, and keeps its name; runs that would be recognised as a group are one again.
/// `choices` are those that the runs are arranged by.
RunChoices withGroup(RunChoices choices, const std::vector<RunLog> &runs, const RunPlaces &some);

/// With these runs in no group.
RunChoices withoutGroup(RunChoices choices, const std::vector<RunLog> &runs, const RunPlaces &some);

} // namespace inceptoscope
