#pragma once

#include "training/trainingdata.h"
#include "training/trainingplan.h"
#include "training/trainingstate.h"

#include <memory>

namespace inceptoscope {

/// A run before its first step, and before a photo of a folder is read.
struct PreparedTraining
{
    TrainingData data;
    TrainingPlan plan;
    std::unique_ptr<TrainingState> state; ///< at the very start
};

/// Writes nothing. Sizes that the network does not work at are told.
Expected<PreparedTraining> prepareTraining(const TrainingSettings &settings,
                                           TrainingObserver &observer);

/// Fails where photos that could be read make no batch, or none validates.
Expected<void> checkEnough(const TrainingSettings &settings, std::size_t train,
                           std::size_t validation);

} // namespace inceptoscope
