#pragma once

#include "engine/engine.h"

namespace inceptoscope {

Expected<std::unique_ptr<Engine>> createTorchEngine(const NetworkGraph &graph,
                                                    const Weights &weights,
                                                    const EngineOptions &options,
                                                    const std::stop_token &stop);

} // namespace inceptoscope
