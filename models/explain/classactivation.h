#pragma once

#include "checkpoint/weights.h"
#include "engine/activations.h"
#include "explain/saliencymap.h"

namespace inceptoscope {

/// The layers a class activation map is made from.
struct ClassActivationLayers
{
    int features = -1; ///< whose output is averaged over its grid
    int linear = -1; ///< the one layer that makes logits of the averages
};

/// A class activation map is exact only where the last block feeds the average pooling and that a
/// single linear layer (dropout between them does nothing in evaluation); elsewhere this is an
/// error that says what is in between.
Expected<ClassActivationLayers> classActivationLayers(const NetworkGraph &graph);

/// The output of the last block, summed over its channels with the weights that the linear layer
/// gives them for the class. Its mean is the class's logit without its bias.
Expected<SaliencyMap> classActivationMap(const NetworkGraph &graph, const Weights &weights,
                                         const Activation &features, int classIndex);

} // namespace inceptoscope
