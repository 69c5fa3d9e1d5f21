#pragma once

#include "checkpoint/jsonfields.h"
#include "checkpoint/sidecar.h"

namespace inceptoscope {

/// Whether JSON is a config.json as timm writes it, for any network.
bool isTimmConfig(const nlohmann::json &json);

/// Reads a config.json of timm: its "pretrained_cfg" or, in older ones, the same fields without it.
/// A picture is prepared as timm's evaluation does it: shorter side floor(size / crop_pct), then
/// the centre crop; what the config leaves out has timm's default. Fails for ways of preparing
/// pictures that no Inception network was published with (crop_mode "border", interpolation
/// "lanczos", …). The message is a reason alone, without a file's name.
Expected<Sidecar> parseTimmConfig(const nlohmann::json &json);

} // namespace inceptoscope
