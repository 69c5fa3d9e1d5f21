#pragma once

#include "engine/engine.h"

namespace inceptoscope {

/// What each layer takes, in milliseconds by layer index: the median of `passes` passes after one
/// that prepares things, with nothing captured. The error is the engine's; "cancelled" once `stop`
/// is requested. `progress` is told of passes.
Expected<std::vector<double>> layerTimes(Engine &engine, const std::vector<float> &input,
                                         int passes, const std::stop_token &stop = {},
                                         const ForwardProgress &progress = {});

/// Shares the time of what is computed at once among its layers, in proportion to their
/// multiply-adds, in equal parts where none has any, and adds it to `milliseconds`.
void addSharedTime(const NetworkGraph &graph, const std::vector<int> &layers, double time,
                   std::vector<double> &milliseconds);

} // namespace inceptoscope
