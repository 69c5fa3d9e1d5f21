#pragma once

#include "checkpoint/labels.h"
#include "engine/preprocessing.h"

#include <filesystem>
#include <optional>
#include <string>

namespace inceptoscope {

/// What lies beside a file of weights and says what the file itself does not. Every member may be
/// absent: then what the weights themselves tell holds.
struct Sidecar
{
    std::optional<std::string> id{};
    std::optional<std::string> title{};
    std::optional<std::string> source{}; ///< who published the weights, or where
    std::optional<std::string> licence{};
    std::optional<Preprocessing> preprocessing{};
    bool imagenetLabels = false; ///< the classes are ImageNet's
    std::optional<Labels> labels{};
    bool labelsOfFolder = false; ///< from labels.*, which may be about other weights; not written
    /// timm's name of the weights the sidecar is about ("inception_v3.tf_in1k"); not written.
    std::string architecture{};

    bool operator==(const Sidecar &) const = default;
};

/// "model.json" for "model.safetensors".
std::filesystem::path sidecarPath(const std::filesystem::path &weights);

/// Looks beside a file of weights for
///  - <stem>.json, the project's own:
///    {"id","title","source","licence","preprocessing":{…},"labels":"imagenet"|["tench",…]},
///    the preprocessing as in ModelDescription (checkpoint/modelfile.h);
///  - else <stem>.config.json or config.json, timm's (checkpoint/timmconfig.h);
///  - where those give no labels, <stem>.labels.txt, <stem>.labels.json, labels.txt, labels.json.
/// config.json and labels.* are for a whole folder: one that is about something else is passed
/// over. An empty sidecar where there is nothing. The error is a sentence that names the sidecar's
/// file.
Expected<Sidecar> readSidecar(const std::filesystem::path &weights);

/// Writes <stem>.json, whole or not at all.
Expected<void> writeSidecar(const std::filesystem::path &weights, const Sidecar &sidecar);

} // namespace inceptoscope
