#pragma once

#include "graph/networkgraph.h"

#include <optional>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// The layers whose outputs, one after the other, are what an element puts out: one, but for a
/// branch that ends in a fork, such as the 1×3 and 3×1 pair of Inception-C. Nothing for an unknown
/// id.
std::vector<int> outputsOf(const NetworkGraph &graph, std::string_view id);

/// The shape of these together.
GridShape joinedShape(const NetworkGraph &graph, const std::vector<int> &outputs);

/// Whether an element has an activation that can be left out, see below.
bool endsInActivation(const NetworkGraph &graph, std::string_view id);

/// The same network without the ReLU that an element's output went through last, in each part of a
/// concatenation: run, it puts out there what went into the activation. What follows is computed
/// from that and means nothing. Nothing where the element has no activation, or where one of its
/// layers is read by another part of it too.
std::optional<NetworkGraph> withoutLastActivation(const NetworkGraph &graph, std::string_view id);

} // namespace inceptoscope
