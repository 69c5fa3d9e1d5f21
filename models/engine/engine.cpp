#include "engine/engine.h"

#include "engine/onednnruntime.h"
#include "engine/torchruntime.h"

#include <algorithm>
#include <sched.h>

namespace inceptoscope {

/// Bfloat16 has no second choice.
static bool fallsBack(const EngineOptions &options)
{
    return options.backend == Backend::Auto && options.precision == Precision::Float32
        && !onednnRuntime();
}

Expected<std::unique_ptr<Engine>> makeEngine(const NetworkGraph &graph, const Weights &weights,
                                             const EngineOptions &options)
{
    if (options.backend == Backend::Torch)
        return makeTorchEngine(graph, weights, options);
    if (!fallsBack(options))
        return makeOnednnEngine(graph, weights, options);
    if (const auto torch = torchRuntime(); !torch)
        return failure(onednnRuntime().error().message + "; " + torch.error().message);
    return makeTorchEngine(graph, weights, options);
}

std::string engineNote(const EngineOptions &options)
{
    if (!fallsBack(options))
        return {};
    return onednnRuntime().error().message + "; LibTorch computes instead, which takes longer";
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
