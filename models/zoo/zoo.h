#pragma once

#include "graph/networkgraph.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// What may differ between two networks of one family. Zero, empty and unset mean "as published".
struct NetworkOptions
{
    Extent input{}; ///< pixels
    int classes = 0;
    double width = 1.0; ///< multiplies every filter count
    std::vector<int> repeats{}; ///< of the repeated stages, in order (A, B, C)
    std::vector<double> residualScales{}; ///< of those stages; one alone: of every block
    std::optional<double> keepProbability{}; ///< of the dropout before the classifier
    bool auxiliaryHead = false; ///< Inception-v3 only

    bool operator==(const NetworkOptions &) const = default;
};

/// A family of networks the program knows.
struct NetworkFamily
{
    std::string_view id; ///< "inception_v4"
    std::string_view title; ///< "Inception-v4"
    std::string_view source; ///< where it is defined: paper, section, figures
    std::string_view note; ///< where the paper's figure and the released network differ
    int inputSize; ///< side of the square input, pixels
    int classes;
    Expected<NetworkGraph> (*build)(const NetworkOptions &options);
    bool hasAuxiliaryHead = false; ///< a head for training can be asked for
};

/// All of them, in the order the program lists them.
const std::vector<NetworkFamily> &networkFamilies();
const NetworkFamily *findNetworkFamily(std::string_view id);

/// Builds a network; an unknown id is an error that lists the known ones.
Expected<NetworkGraph> buildNetwork(std::string_view id, const NetworkOptions &options = {});

} // namespace inceptoscope
