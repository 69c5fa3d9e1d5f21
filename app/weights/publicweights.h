#pragma once

#include "graph/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// A file of weights that somebody published, and where it lies.
struct PublicWeights
{
    std::string id; ///< "inception_v4.tf_in1k"; the file is installed under it
    std::string network; ///< id of a family of the zoo
    std::string title; ///< "Inception-v4 · timm tf_in1k"
    std::string publisher; ///< "timm"
    std::string licence; ///< as the publisher states it: "Apache-2.0"
    std::int64_t size = 0; ///< bytes; 0: unknown
    bool sizeIsApproximate = true;
    /// As published, in percent of ImageNet's whole validation set, one crop.
    std::optional<double> top1{};
    std::optional<double> top5{};
    std::string note; ///< what else there is to know: "LFW 99.65 %"; may be empty
    std::string page; ///< where a person reads about them; may be empty
    std::string url; ///< https, or http in a table of one's own
    std::string fileName; ///< as published
    std::string sha256; ///< 64 lower-case hex digits, or the first 8 to 63; empty: not stated
    bool imagenetLabels = true; ///< the classes are ImageNet's

    bool operator==(const PublicWeights &) const = default;
};

/// What is public, of every publisher whose files the program reads, network by network, the one to
/// begin with first.
const std::vector<PublicWeights> &builtInPublicWeights();

/// The table to use: the built-in one, or that of the JSON file which INCEPTOSCOPE_WEIGHTS_INDEX
/// names, such as a school's mirror:
///   {"weights":[{"id","network","title","publisher","licence","size","size_is_approximate",
///                "top1","top5","note","page","url","file","sha256","labels":"imagenet"|null}]}
/// `id`, `network` and `url` must be there; other members than these are passed over, so that what
/// `weights list --json` prints is such a file. The error is a sentence with the file's name.
Expected<std::vector<PublicWeights>> publicWeights();

/// Null where there is none.
const PublicWeights *findPublicWeights(const std::vector<PublicWeights> &table,
                                       std::string_view id);

/// Those to begin with for a family of the zoo: the first of the table for it. Empty where there
/// are none; where a table of one's own cannot be read, those of the built-in one.
std::optional<PublicWeights> publicWeightsFor(std::string_view network);

} // namespace inceptoscope
