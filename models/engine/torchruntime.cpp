#include "engine/torchruntime.h"

#include "engine/module.h"

#include <algorithm>
#include <sched.h>

namespace inceptoscope {

static Expected<TorchRuntime *> load()
{
    using Factory = TorchRuntime *();
    return symbolOfModule("libinceptoscope_torch.so", "inceptoscopeTorchRuntime", "LibTorch")
        .map([](void *factory) { return reinterpret_cast<Factory *>(factory)(); });
}

Expected<TorchRuntime *> torchRuntime()
{
    static const Expected<TorchRuntime *> runtime = load();
    return runtime;
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
