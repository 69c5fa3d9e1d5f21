#include "commandline/benchforwardcommand.h"

#include "commandline/benchoutput.h"
#include "commandline/between.h"
#include "commandline/enginechoice.h"
#include "commandline/interruption.h"
#include "commandline/networkchoice.h"
#include "engine/blockoutputs.h"
#include "measuring/anyweights.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <memory>

namespace inceptoscope {

namespace {

struct ForwardArguments
{
    std::string network;
    EngineArguments engine;
    int batch = 1;
    bool capture = false;
    BenchArguments bench;
};

struct MeasuredNetwork
{
    std::string id;
    NetworkGraph graph;
    Weights weights;
};

/// With its own weights, where it has some.
CommandResult<MeasuredNetwork> measuredNetwork(const std::string &id)
{
    if (!id.empty()) {
        const auto entry = findNetwork(id);
        if (!entry)
            return tl::unexpected(entry.error());
        if (entry->weights == CatalogueEntry::Weights::None) {
            auto graph = graphOf(*entry);
            if (!graph)
                return workFailed(graph.error());
            const Weights weights = anyWeights(*graph);
            return MeasuredNetwork{id, std::move(*graph), weights};
        }
    }
    return chooseNetwork({id, {}}).map([](ChosenNetwork chosen) {
        return MeasuredNetwork{std::move(chosen.network), std::move(chosen.model.graph),
                               std::move(chosen.model.weights)};
    });
}

/// Who computes: "auto" takes LibTorch where oneDNN cannot be loaded, and then there is a note.
std::string_view backendOf(const EngineArguments &arguments, const EngineOptions &options)
{
    const bool isTorch = arguments.engine == "torch" || !engineNote(options).empty();
    return isTorch ? "torch" : "onednn";
}

/// What the pass is about: "inception_v4/onednn/f32/threads:2/batch:1/output".
std::string nameOf(const ForwardArguments &arguments, const EngineOptions &options,
                   const std::string &network)
{
    const EngineArguments &engine = arguments.engine;
    return fmt::format("{}/{}/{}/threads:{}/batch:{}/{}", network, backendOf(engine, options),
                       engine.precision,
                       engine.threads > 0 ? engine.threads : availableProcessors(), arguments.batch,
                       arguments.capture ? "every_block" : "output");
}

/// Passes of a batch: its milliseconds, and the photos a second that they make.
Expected<std::vector<Measurement>> measuredPasses(const ForwardArguments &arguments,
                                                  const EngineOptions &options,
                                                  const MeasuredNetwork &network, Engine &engine)
{
    using Milliseconds = std::chrono::duration<double, std::milli>;
    const auto elements = static_cast<std::size_t>(network.graph.input().elements());
    const std::vector inputs(static_cast<std::size_t>(arguments.batch),
                             std::vector<float>(elements, 0.25F));
    const CaptureSet capture = arguments.capture ? blockOutputs(network.graph) : CaptureSet{};
    const auto pass = [&]() -> Expected<std::vector<double>> {
        const auto start = std::chrono::steady_clock::now();
        const auto answers = engine.run(inputs, capture, interruption());
        const Milliseconds taken = std::chrono::steady_clock::now() - start;
        if (!answers)
            return tl::unexpected(answers.error());
        return std::vector{taken.count(), arguments.batch * 1000.0 / taken.count()};
    };
    const std::string name = nameOf(arguments, options, network.id);
    return measured({{"forward/" + name, "ms", {}}, {"rate/" + name, "photos/s", {}}}, pass,
                    arguments.bench.runs, interruption());
}

CommandResult<std::vector<Measurement>> benchForward(const ForwardArguments &arguments)
{
    const auto options = engineOptions(arguments.engine);
    if (!options)
        return tl::unexpected(options.error());
    const auto network = measuredNetwork(arguments.network);
    if (!network)
        return tl::unexpected(network.error());
    const auto engine = makeEngine(network->graph, network->weights, *options);
    if (!engine)
        return workFailed(engine.error());
    noteEngine(*options);
    auto measurements = measuredPasses(arguments, *options, *network, **engine);
    if (!measurements)
        return benchFailed(measurements.error());
    return std::move(*measurements);
}

int runBenchForward(const ForwardArguments &arguments)
{
    interruption(); // from here on, before any thread is started
    const auto measurements = benchForward(arguments);
    if (!measurements)
        return report(measurements.error());
    printMeasurements(*measurements, arguments.bench.json);
    return AllDone;
}

} // namespace

void addBenchForwardCommand(CLI::App &bench, int &status)
{
    auto arguments = std::make_shared<ForwardArguments>();
    CLI::App *command = bench.add_subcommand("forward", "What a network takes for its answer");
    command
        ->add_option("--network", arguments->network,
                     "A network that \"networks\" lists; one without weights gets any")
        ->type_name("ID");
    addEngineOptions(*command, arguments->engine);
    command->add_option("--batch", arguments->batch, "Photos at a time (1)")
        ->type_name("N")
        ->check(between(1, 1024));
    command->add_flag("--capture", arguments->capture, "Keep the output of every block");
    addBenchOptions(*command, arguments->bench);
    command->callback([arguments, &status] { status = runBenchForward(*arguments); });
}

} // namespace inceptoscope
