#include "engine/engine.h"

#include "engine/onednnruntime.h"
#include "engine/torchruntime.h"

#include <algorithm>
#include <sched.h>

namespace inceptoscope {

Expected<std::unique_ptr<Engine>> makeEngine(const NetworkGraph &graph, const Weights &weights,
                                             const EngineOptions &options)
{
    return options.backend == Backend::Torch ? makeTorchEngine(graph, weights, options)
                                             : makeOnednnEngine(graph, weights, options);
}

Expected<std::unique_ptr<Engine>>
makeOnednnEngine(const NetworkGraph &graph, const Weights &weights, const EngineOptions &options)
{
    const auto runtime = onednnRuntime();
    if (!runtime)
        return tl::unexpected(runtime.error());
    return (*runtime)->makeEngine(graph, weights, options);
}

Expected<std::unique_ptr<Engine>> makeTorchEngine(const NetworkGraph &graph, const Weights &weights,
                                                  const EngineOptions &options)
{
    const auto runtime = torchRuntime();
    if (!runtime)
        return tl::unexpected(runtime.error());
    return (*runtime)->makeEngine(graph, weights, options);
}

int availableProcessors()
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    return std::max(1, CPU_COUNT(&set));
}

} // namespace inceptoscope
