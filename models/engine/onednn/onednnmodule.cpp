#include "engine/onednn/onednnengine.h"
#include "engine/onednnruntime.h"
#include "training/onednn/onednntrainingengine.h"

namespace inceptoscope {

namespace {

class Runtime : public OnednnRuntime
{
public:
    Expected<std::unique_ptr<Engine>> makeEngine(const NetworkGraph &graph, const Weights &weights,
                                                 const EngineOptions &options) override
    {
        return createOnednnEngine(graph, weights, options);
    }

    Expected<std::unique_ptr<TrainingEngine>>
    makeTrainingEngine(const NetworkGraph &graph, const TrainingEngineOptions &options) override
    {
        return createOnednnTrainingEngine(graph, options);
    }
};

} // namespace

} // namespace inceptoscope

extern "C" inceptoscope::OnednnRuntime *inceptoscopeOnednnRuntime()
{
    static inceptoscope::Runtime runtime;
    return &runtime;
}
