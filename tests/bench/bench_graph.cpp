#include "zoo/zoo.h"

#include <benchmark/benchmark.h>

using namespace inceptoscope;

/// From a network's id to its description with every shape and cost: what happens when a person
/// chooses a network.
static void buildFromTheZoo(benchmark::State &state, std::string_view id)
{
    for (auto _ : state) {
        const auto graph = buildNetwork(id);
        if (!graph) {
            state.SkipWithError(graph.error().message.c_str());
            return;
        }
        benchmark::DoNotOptimize(graph->parameters());
    }
}
BENCHMARK_CAPTURE(buildFromTheZoo, inception_v4, "inception_v4");
BENCHMARK_CAPTURE(buildFromTheZoo, inception_resnet_v2, "inception_resnet_v2");

/// The same network at another input size: what happens on every step of the size chooser.
static void changeTheInputSize(benchmark::State &state)
{
    const auto graph = buildNetwork("inception_v4");
    if (!graph) {
        state.SkipWithError(graph.error().message.c_str());
        return;
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(graph->withInput({331, 331}));
}
BENCHMARK(changeTheInputSize);
