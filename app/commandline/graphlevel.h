#pragma once

namespace inceptoscope {

/// How far down a description or a diagram goes.
enum class GraphLevel { Stage, Block, Layer };

} // namespace inceptoscope
