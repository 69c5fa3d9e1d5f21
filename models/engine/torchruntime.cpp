#include "engine/torchruntime.h"

#include <algorithm>
#include <dlfcn.h>
#include <sched.h>

namespace inceptoscope {

static Expected<TorchRuntime *> load()
{
    // Found through this library's own run path: the module lies beside it.
    void *module = dlopen("libinceptoscope_torch.so", RTLD_NOW | RTLD_LOCAL);
    if (!module)
        return failure(std::string("LibTorch could not be loaded: ") + dlerror());
    using Factory = TorchRuntime *();
    auto *factory = reinterpret_cast<Factory *>(dlsym(module, "inceptoscopeTorchRuntime"));
    if (!factory)
        return failure("libinceptoscope_torch.so is not this program's: install it again");
    return factory();
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
