#pragma once

#include "graph/networkgraph.h"

#include <optional>
#include <string>
#include <vector>

namespace inceptoscope {

/// What a stage or block of a network puts out.
struct PlaceInNetwork
{
    std::string id;
    std::string title; ///< "Inception-B 4"
    GridShape shape;

    bool operator==(const PlaceInNetwork &) const = default;
};

/// Whether `element` is the place, or a layer or branch in it.
bool holds(const std::optional<PlaceInNetwork> &place, const std::string &element);

/// What lies side by side in two networks; never nothing on both sides.
struct AlignedPlaces
{
    std::optional<PlaceInNetwork> a;
    std::optional<PlaceInNetwork> b;

    bool operator==(const AlignedPlaces &) const = default;
};

/// The stages of two networks in order, those side by side that have the same grid, or the nearest
/// less than a factor of two away: measured in cells, or in parts of the input where the networks
/// see pictures of different sizes. Among as near ones those of the same kind (stem, reduction, …).
/// A stage with no counterpart stands alone, as do all where there is no other network; auxiliary
/// heads are left out.
std::vector<AlignedPlaces> alignedStages(const std::optional<NetworkGraph> &a,
                                         const std::optional<NetworkGraph> &b);

/// The blocks of two such stages, by id; empty: none. Stages of equal grids go by their depth: each
/// block of the longer one beside the nearest of the other. Steps of a stem go by their grids.
std::vector<AlignedPlaces> alignedBlocks(const std::optional<NetworkGraph> &a,
                                         const std::string &stageA,
                                         const std::optional<NetworkGraph> &b,
                                         const std::string &stageB);

/// The stage or block of `b` that lies where `element` (a stage, block, branch or layer) does in
/// `a`: itself where `b` has it, too; else its counterpart, or that of the nearest stage before it
/// that has one. Empty where there is nothing of the kind.
std::string counterpartOf(const NetworkGraph &a, const std::string &element, const NetworkGraph &b);

} // namespace inceptoscope
