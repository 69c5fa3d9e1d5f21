#pragma once

#include "commandline/graphlevel.h"
#include "graph/networkgraph.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace inceptoscope {

/// How often a stage has the same block: 1 for a stem or a classifier, whose blocks are steps.
int repeatsOf(const Stage &stage);

/// The network under the name `id`, down to the level; its shape is described in
/// docs/command-line.md.
nlohmann::ordered_json graphJson(const NetworkGraph &graph, const std::string &id,
                                 GraphLevel level);

/// The same as a table for people.
std::string graphTable(const NetworkGraph &graph, GraphLevel level);

} // namespace inceptoscope
