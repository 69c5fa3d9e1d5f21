#include "engine/blockoutputs.h"

namespace inceptoscope {

CaptureSet blockOutputs(const NetworkGraph &graph)
{
    CaptureSet layers;
    for (const Stage &stage : graph.stages()) {
        if (stage.auxiliary)
            continue;
        for (const Block &block : stage.blocks)
            layers.push_back(block.output);
    }
    return layers;
}

} // namespace inceptoscope
