#include "bench/spinastheprogram.h"
#include "engine/blockoutputs.h"
#include "engine/engine.h"
#include "support/randomweights.h"
#include "zoo/zoo.h"

#include <benchmark/benchmark.h>
#include <memory>

using namespace inceptoscope;

namespace {

struct Run
{
    std::string network;
    EngineOptions options;
    bool capture = false; ///< the output of every block
    int batch = 1;
};

void forward(benchmark::State &state, const Run &run)
{
    const auto graph = buildNetwork(run.network);
    const auto engine = makeEngine(*graph, test::randomWeights(*graph), run.options);
    if (!engine) {
        state.SkipWithError(engine.error().message.c_str());
        return;
    }
    const std::vector<float> input(static_cast<std::size_t>(graph->input().elements()), 0.25F);
    const std::vector<std::vector<float>> inputs(static_cast<std::size_t>(run.batch), input);
    const CaptureSet capture = run.capture ? blockOutputs(*graph) : CaptureSet{};
    for (auto _ : state) {
        auto answers = (*engine)->run(inputs, capture);
        if (!answers) {
            state.SkipWithError(answers.error().message.c_str());
            return;
        }
        benchmark::DoNotOptimize(answers->front().logits.data());
    }
    state.counters["photos/s"] = benchmark::Counter(
        static_cast<double>(state.iterations() * run.batch), benchmark::Counter::kIsRate);
}

std::string nameOf(const Run &run)
{
    std::string name = "forward/" + run.network;
    name += run.options.backend == Backend::Torch ? "/torch" : "/onednn";
    name += run.options.precision == Precision::BFloat16 ? "/bf16" : "/f32";
    name += "/threads:" + std::to_string(run.options.threads);
    name += "/batch:" + std::to_string(run.batch);
    return name + (run.capture ? "/every_block" : "/output");
}

void registerRun(const Run &run)
{
    benchmark::RegisterBenchmark(nameOf(run).c_str(),
                                 [run](benchmark::State &state) { forward(state, run); })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
}

void registerNetwork(const std::string &network)
{
    const int all = availableProcessors();
    for (int threads : {1, all}) {
        for (bool capture : {false, true}) {
            registerRun({network, {threads, Backend::Onednn, Precision::Float32}, capture});
            registerRun({network, {threads, Backend::Onednn, Precision::BFloat16}, capture});
            registerRun({network, {threads, Backend::Torch, Precision::Float32}, capture});
        }
    }
    registerRun({network, {all, Backend::Onednn, Precision::Float32}, false, 8});
    registerRun({network, {all, Backend::Torch, Precision::Float32}, false, 8});
}

} // namespace

int main(int argc, char **argv)
{
    test::spinAsTheProgram(argv);
    for (const NetworkFamily &family : networkFamilies())
        registerNetwork(std::string(family.id));
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
}
