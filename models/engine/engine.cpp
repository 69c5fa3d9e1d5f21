#include "engine/engine.h"

#include "engine/onednnruntime.h"
#include "engine/torchruntime.h"

#include <algorithm>
#include <chrono>
#include <sched.h>

namespace inceptoscope {

/// Bfloat16 has no second choice.
static bool fallsBack(const EngineOptions &options)
{
    return options.backend == Backend::Auto && options.precision == Precision::Float32
        && !onednnRuntime();
}

/// For engines that run one layer after another and tell of each.
Expected<std::vector<double>> Engine::timeLayers(const std::vector<float> &input,
                                                 std::stop_token stop)
{
    std::vector<double> times(graph().layers().size());
    auto last = std::chrono::steady_clock::now();
    const auto note = [&](int done, int) {
        const auto now = std::chrono::steady_clock::now();
        const std::chrono::duration<double, std::milli> elapsed = now - last;
        times[static_cast<std::size_t>(done - 1)] += elapsed.count();
        last = std::chrono::steady_clock::now();
    };
    return run({&input, 1}, {}, std::move(stop), note).map([&](const auto &) {
        return std::move(times);
    });
}

Expected<void> Engine::prepare(const CaptureSet & /*capture*/, const std::stop_token & /*stop*/,
                               const ForwardProgress & /*progress*/)
{
    return {};
}

Expected<std::unique_ptr<Engine>> makeEngine(const NetworkGraph &graph, const Weights &weights,
                                             const EngineOptions &options,
                                             const std::stop_token &stop)
{
    if (options.backend == Backend::Torch)
        return makeTorchEngine(graph, weights, options, stop);
    if (!fallsBack(options))
        return makeOnednnEngine(graph, weights, options);
    if (const auto torch = torchRuntime(); !torch)
        return failure(onednnRuntime().error().message + "; " + torch.error().message);
    return makeTorchEngine(graph, weights, options, stop);
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
                                                  const EngineOptions &options,
                                                  const std::stop_token &stop)
{
    const auto runtime = torchRuntime();
    if (!runtime)
        return tl::unexpected(runtime.error());
    return (*runtime)->makeEngine(graph, weights, options, stop);
}

int availableProcessors()
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    return std::max(1, CPU_COUNT(&set));
}

} // namespace inceptoscope
