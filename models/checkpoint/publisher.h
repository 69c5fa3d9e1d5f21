#pragma once

#include "checkpoint/names.h"
#include "engine/preprocessing.h"

#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// What tells whose weights a file holds where several publishers share names of tensors.
struct PublisherSigns
{
    std::string_view network; ///< id of the family
    WeightSource names = WeightSource::Own; ///< whose names the tensors have
    int classes = 0;
    bool auxiliaryHead = false; ///< the file has one
    /// Names given by people and publishers, the most telling first: of the network in timm's
    /// config.json, of the file, of its folder, of the source in a sidecar.
    std::vector<std::string> hints{};
};

/// Weights as somebody published them.
struct Publication
{
    WeightSource source = WeightSource::Own;
    std::string title; ///< "timm gluon_in1k", "torchvision"; "own" for the project's names
    Preprocessing preprocessing; ///< what the publisher's own evaluation does
    bool imagenet = false; ///< the classes are ImageNet's, or may be with "background" before them
};

/// Decides by the names in `hints`, then by what publishers' files have in common.
Publication publicationOf(const PublisherSigns &signs);

} // namespace inceptoscope
