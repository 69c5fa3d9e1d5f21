#pragma once

#include "engine/engine.h"

namespace inceptoscope {

/// What the module inceptoscope_onednn offers (engine/onednnruntime.h).
Expected<std::unique_ptr<Engine>>
createOnednnEngine(const NetworkGraph &graph, const Weights &weights, const EngineOptions &options);

} // namespace inceptoscope
