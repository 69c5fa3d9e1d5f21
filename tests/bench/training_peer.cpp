#include "bench/spinastheprogram.h"
#include "bench/timedturns.h"
#include "checkpoint/weightsfile.h"
#include "engine/onednnruntime.h"
#include "training/recipe.h"
#include "training/trainingstate.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <iostream>
#include <random>
#include <string>

using namespace inceptoscope;

// training_peer WEIGHTS BATCH SIZE THREADS f32|bf16: this program as a peer that trains the network
// of a file (peers/peers.py says how they talk). A time is that of a whole step.

namespace {

Batch randomBatch(const NetworkGraph &graph, int size)
{
    std::mt19937 random(1);
    std::normal_distribution<float> value;
    std::uniform_int_distribution<std::int64_t> label(0, graph.classes() - 1);
    Batch batch{std::vector<float>(static_cast<std::size_t>(size * graph.input().elements())), {}};
    for (float &each : batch.pictures)
        each = value(random);
    for (int i = 0; i < size; ++i)
        batch.labels.push_back(label(random));
    return batch;
}

Expected<void> serve(const std::vector<std::string> &arguments)
{
    const auto model = loadWeightsFile(arguments[0]);
    if (!model)
        return tl::unexpected(model.error());
    const int side = std::stoi(arguments[2]);
    const auto graph = model->graph.withInput({side, side});
    if (!graph)
        return tl::unexpected(graph.error());
    auto engine = onednnRuntime().and_then([&](OnednnRuntime *runtime) {
        return runtime->makeTrainingEngine(*graph,
                                           {std::stoi(arguments[3]), arguments[4] == "bf16"});
    });
    if (!engine)
        return tl::unexpected(engine.error());
    const Recipe &recipe = *findRecipe("small-data");
    TrainingState state(*graph, {recipe.optimizer, recipe.labelSmoothing}, std::move(*engine));
    const Batch batch = randomBatch(*graph, std::stoi(arguments[1]));
    if (const auto first = state.step(batch, 1e-3); !first)
        return tl::unexpected(first.error());
    std::cout << R"({"ready": true})" << '\n' << std::flush;
    return test::answerTurns([&] { return state.step(batch, 1e-3); });
}

} // namespace

int main(int argc, char **argv)
{
    test::spinAsTheProgram(argv);
    if (argc != 6) {
        std::fprintf(stderr, "usage: training_peer WEIGHTS BATCH SIZE THREADS f32|bf16\n");
        return 2;
    }
    if (const auto done = serve({argv + 1, argv + argc}); !done) {
        std::fprintf(stderr, "training_peer: %s\n", done.error().message.c_str());
        return 1;
    }
}
