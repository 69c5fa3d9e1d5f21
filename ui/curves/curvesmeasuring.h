#pragma once

#include "measuring/measurement.h"

#include <QString>

namespace inceptoscope {

/// Uses a page Curves as a person does, on logs of TensorBoard's in two folders: `large` with few
/// long curves, `many` with runs of few points. Tells in milliseconds how long it takes to read
/// them, to see the first curve and all of them, to pan, to zoom and to smooth, and to list many.
/// Blocks until that is over, or `stop` is requested: an error.
Expected<std::vector<Measurement>> measureCurves(const QString &large, const QString &many,
                                                 const std::stop_token &stop);

} // namespace inceptoscope
