#pragma once

#include "training/trainer.h"
#include "training/trainingdata.h"

namespace inceptoscope {

struct TrainingPlan;

/// What a run trains on, in memory.
struct TrainingPhotos
{
    std::vector<TrainingPhoto> train;
    std::vector<TrainingPhoto> validation;
};

/// Decodes the photos of folders: those to train on reduced to a little more than the input, those
/// that validate to the crop that classification sees. What cannot be read is left out and told;
/// once `stop` is asked for, so is the rest, untold.
TrainingPhotos loadTrainingPhotos(TrainingData &&data, const TrainingSettings &settings,
                                  const TrainingPlan &plan, const PhotoDecoder &decode,
                                  TrainingObserver &observer, const std::stop_token &stop);

} // namespace inceptoscope
