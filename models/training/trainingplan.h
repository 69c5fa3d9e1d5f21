#pragma once

#include "checkpoint/modelfile.h"
#include "training/trainer.h"

#include <map>

namespace inceptoscope {

/// What a run is going to do, settled before a photo is read: whatever can be wrong with the
/// settings is told at once and not after hours.
struct TrainingPlan
{
    NetworkGraph graph;
    ModelDescription description; ///< of the finished model
    std::string dataset; ///< name of the data folder
    /// The recipe's input sizes, and what the network takes in their place: the same or, where it
    /// does not work at one, the next larger size it works at.
    std::map<int, int> inputSizes;

    const Preprocessing &preprocessing() const { return description.preprocessing; }
};

/// Of pictures that are `small` the network sees the whole, of others the usual crop. Fails where
/// the network, the id, the title or the labels cannot be used.
Expected<TrainingPlan> planTraining(const TrainingSettings &settings,
                                    const std::vector<std::string> &classes, bool small = false);

} // namespace inceptoscope
