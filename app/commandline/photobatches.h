#pragma once

#include "engine/engine.h"
#include "photos/photoconveyor.h"

namespace inceptoscope {

/// Told of each photo in turn; without an answer where the photo could not be read.
using PhotoAnswered = std::function<void(const PreparedPhoto &photo, const Activations *answer)>;

/// Runs the photos of a conveyor through an engine, `batch` at a time, and tells of them in their
/// order. Photos that cannot be read make no batch smaller. Fails where the engine does, and with
/// "cancelled" where `stop` was requested meanwhile.
Expected<void> answerInBatches(PhotoConveyor &photos, Engine &engine, int batch,
                               const std::stop_token &stop, const PhotoAnswered &answered);

} // namespace inceptoscope
