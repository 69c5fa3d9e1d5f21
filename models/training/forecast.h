#pragma once

#include "training/trainingplan.h"

#include <algorithm>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace inceptoscope {

/// What a run takes of memory at most, bytes: counted, but for the program, which is what the
/// process had before.
struct MemoryForecast
{
    std::int64_t program = 0;
    std::int64_t photos = 0; ///< decoded; of folders, as many times the mean of some
    std::int64_t state = 0; ///< parameters, their average and gradients, the optimizer's
    std::int64_t pass = 0; ///< forward and backward, at the largest input size
    std::int64_t batches = 0; ///< made ahead, while steps are taken
    std::int64_t between = 0; ///< epochs: validation, or what is written as a checkpoint

    std::int64_t total() const
    {
        return program + photos + state + pass + std::max(batches, between);
    }
};

/// The epochs on pictures of one size.
struct SizeForecast
{
    int inputSize = 0;
    int epochs = 0;
    double stepSeconds = 0.0; ///< measured
};

/// What a run is going to do, and what it takes.
struct TrainingForecast
{
    struct Class
    {
        std::string label;
        int train = 0; ///< photos
        int validation = 0;
    };

    TrainingPlan plan;
    std::vector<Class> classes = {};
    int train = 0; ///< photos
    int validation = 0;
    int threads = 0;
    int steps = 0; ///< an epoch
    int measuredSteps = 0; ///< of each size: the times are of those
    std::vector<SizeForecast> sizes = {}; ///< in the order in which the run has them
    double validationSeconds = 0.0; ///< after each epoch, from some of the photos
    MemoryForecast memory = {};

    double epochSeconds(const SizeForecast &size) const
    {
        return steps * size.stepSeconds + validationSeconds;
    }
    double totalSeconds() const;
};

/// Reads some of the photos and takes a few steps at each input size, as the run would. Writes
/// nothing. Fails where the run would before its first step, and when `stop` is requested.
Expected<TrainingForecast> forecastTraining(const TrainingSettings &settings,
                                            const PhotoDecoder &decode, TrainingObserver &observer,
                                            const std::stop_token &stop);

} // namespace inceptoscope
