#pragma once

#include "training/optimizer.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

enum class Schedule {
    Cosine, ///< linear warm-up, then half a cosine down to nothing
    TwoEpochSteps, ///< multiplied by 0.94 every two epochs, as in the paper
    Step, ///< a tenth from half of the epochs on, a hundredth from three quarters
};

/// "cosine", "exponential" and "step".
std::string_view nameOf(Schedule schedule);
/// "sgd", "rmsprop" and "adamw".
std::string_view nameOf(Optimizer optimizer);
std::optional<Schedule> findSchedule(std::string_view name);
std::optional<Optimizer> findOptimizer(std::string_view name);

/// How a network is trained: everything but the network, the photos and the number of epochs.
struct Recipe
{
    std::string name;
    std::string description;
    OptimizerSettings optimizer;
    double labelSmoothing = 0.0;
    Schedule schedule = Schedule::Cosine;
    double learningRate = 0.0; ///< the largest
    double warmUpEpochs = 0.0;
    int batchSize = 32;
    double smallestCrop = 0.35; ///< random crops: least share of the photo's area
    double aspectRange = 4.0 / 3.0; ///< random crops: aspect ratio between 1/this and this
    double earlySize = 1.0; ///< input size of the early epochs, as a share of the full one
    double earlyEpochs = 0.0; ///< which share of the epochs is early; smaller pictures train faster
    bool flip = true; ///< mirror half of the pictures
    /// Brightness, contrast and saturation are multiplied by between 1 - this and 1 + this.
    double colour = 0.0;

    /// Learning rate at a moment, in epochs since the start (2.5: in the middle of the third).
    double learningRateAt(double epoch, int epochs) const;
    /// Side of the pictures of an epoch (from 1), for networks that end up at `inputSize`.
    int inputSizeAt(int epoch, int epochs, int inputSize) const;
};

/// "small-data" and "paper" (section 4 of the paper).
const std::vector<Recipe> &recipes();
const Recipe *findRecipe(std::string_view name);

} // namespace inceptoscope
