#include "engine/onednn/onednnengine.h"
#include "engine/onednnruntime.h"

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
};

} // namespace

} // namespace inceptoscope

extern "C" inceptoscope::OnednnRuntime *inceptoscopeOnednnRuntime()
{
    static inceptoscope::Runtime runtime;
    return &runtime;
}
