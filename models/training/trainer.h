#pragma once

#include "explain/networkhealth.h"
#include "training/dataset.h"
#include "training/recipe.h"
#include "training/trainingengine.h"
#include "zoo/zoo.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace inceptoscope {

struct TrainingSettings
{
    std::string network; ///< id of a family of the zoo
    NetworkOptions options; ///< `classes` is taken from the data, `input` must be square
    std::filesystem::path data; ///< whatever openTrainingData recognises
    double validationShare = 0.2; ///< of class folders without train/ and val/
    std::filesystem::path out; ///< for the log, the checkpoints and the model (RunFolder)
    Recipe recipe;
    int epochs = 20;
    /// Epochs without a better top-1 error until the run ends, which leaves the best one's model;
    /// 0: never early, and the last one's model.
    int patience = 0;
    std::uint64_t seed = 1;
    int threads = 0; ///< 0: every processor this process may use
    bool brain = false; ///< activations and their gradients in bfloat16
    TogetherOptions together; ///< with other ranks, whose batch is the recipe's in all
    double checkpointMinutes = 5.0; ///< from one within an epoch to the next; 0: after each batch
    bool resume = false;
    std::string id; ///< of the finished model; empty: made from the network and the data
    std::string title;
    std::vector<std::string> labels; ///< class names for people; empty: the data's own
};

/// What an epoch came to. Errors are fractions from 0 to 1 on the validation photos, from the
/// averaged parameters.
struct EpochResult
{
    int epoch = 0; ///< from 1
    double trainLoss = 0.0;
    double trainTop1Error = 0.0; ///< on the augmented training photos, while training
    double validationLoss = 0.0; ///< cross-entropy without label smoothing
    double top1Error = 0.0;
    double top5Error = 0.0;
    double learningRate = 0.0; ///< at the end of the epoch
    double gradientNorm = 0.0; ///< mean over the steps
    double photosPerSecond = 0.0; ///< while training
    double wallSeconds = 0.0; ///< since the start of the run, stops left out
    NetworkHealth health; ///< on some of the validation photos
};

class TrainingObserver
{
public:
    virtual ~TrainingObserver() = default;
    virtual void message(const std::string &text) = 0;
    virtual void progress(int epoch, int batch, int batches, double loss) = 0;
    virtual void epochDone(const EpochResult &result) = 0;
};

/// Trains, epoch by epoch, and leaves a model file that the rest of the program loads. There is a
/// checkpoint every few minutes and at the end of every epoch; a stopped or killed run goes on from
/// the last one with `resume`, and comes to the same numbers as one that never stopped, with the
/// same seed and threads. Of several ranks each takes part in the work, and rank 0 writes.
Expected<EpochResult> train(const TrainingSettings &settings, const PhotoDecoder &decode,
                            TrainingObserver &observer, std::stop_token stop);

} // namespace inceptoscope
