#pragma once

#include "explain/gradcam.h"

namespace inceptoscope {

Expected<std::unique_ptr<GradientEngine>> createTorchGradientEngine(const NetworkGraph &graph,
                                                                    const Weights &weights,
                                                                    const EngineOptions &options);

} // namespace inceptoscope
