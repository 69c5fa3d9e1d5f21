#pragma once

#include "inference/answer.h"
#include "inference/enginehost.h"

namespace inceptoscope {

/// One photo for one network.
struct InferenceRequest
{
    CatalogueEntry entry;
    int inputSize = 0; ///< pixels; 0: that of the weights
    int photo = 0; ///< id in the PhotoListModel
    QImage picture; ///< the whole photo
    QString
        element; ///< what is selected: every layer of its block is kept beside the blocks' outputs
    ResidualScales scales{}; ///< in place of the published ones
    bool beforeActivation = false; ///< of the element, too: takes another pass
    bool keepBlocks = true; ///< false: the predictions are all that is wanted
    bool figures = false; ///< of every layer's output; nothing more is kept for them
    bool times = false; ///< of every layer, in passes of their own after the answer's
};

/// Runs a request on the host's thread.
Expected<AnswerPtr> answerTo(const InferenceRequest &request, EngineHost &host,
                             const std::stop_token &stop, const ForwardProgress &progress);

/// Makes the engine ready for a request whose picture is still to come: reads the weights and
/// compiles the network. False where that was stopped, which is looked at between layers, or went
/// wrong, which is left for the request itself to say.
bool makeReady(const InferenceRequest &request, EngineHost &host, const std::stop_token &stop);

/// Every layer but those of auxiliary stages, which a pass leaves out. In order.
CaptureSet layersOnTheTrunk(const NetworkGraph &graph);

/// The layers a request keeps: the output of every block and, of the block that holds `element`,
/// every layer; of residual blocks what is added to what. In order, each once.
CaptureSet layersToKeep(const NetworkGraph &graph, std::string_view element);

} // namespace inceptoscope
