#include "bench/spinastheprogram.h"
#include "bench/timedturns.h"
#include "checkpoint/weightsfile.h"
#include "engine/blockoutputs.h"
#include "engine/engine.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

using namespace inceptoscope;

// forward_peer WEIGHTS INPUT BATCH THREADS f32|bf16 output|every_block: this program as a peer
// (peers/peers.py says how they talk). At the end it tells its peak memory.

namespace {

Expected<std::vector<float>> readPicture(const std::string &path, const GridShape &shape)
{
    std::vector<float> values(static_cast<std::size_t>(shape.elements()));
    std::ifstream file(path, std::ios::binary);
    if (!file.read(reinterpret_cast<char *>(values.data()),
                   static_cast<std::streamsize>(values.size() * sizeof(float))))
        return failure(path + " does not hold a picture of the network's size");
    return values;
}

/// Bytes, as the system counts them.
std::int64_t peakMemory()
{
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::int64_t kilobytes = 0;
        if (word == "VmHWM:" && status >> kilobytes)
            return kilobytes * 1024;
    }
    return 0;
}

/// A line, which the other side waits for.
void tell(const nlohmann::json &json)
{
    std::cout << json << '\n' << std::flush;
}

Expected<void> serve(const std::vector<std::string> &arguments)
{
    const auto model = loadWeightsFile(arguments[0]);
    if (!model)
        return tl::unexpected(model.error());
    const auto picture = readPicture(arguments[1], model->graph.input());
    if (!picture)
        return tl::unexpected(picture.error());
    const std::vector inputs(static_cast<std::size_t>(std::stoi(arguments[2])), *picture);
    EngineOptions options{.threads = std::stoi(arguments[3]), .backend = Backend::Onednn};
    if (arguments[4] == "bf16")
        options.precision = Precision::BFloat16;
    const auto engine = makeEngine(model->graph, model->weights, options);
    if (!engine)
        return tl::unexpected(engine.error());
    const CaptureSet capture =
        arguments[5] == "every_block" ? blockOutputs(model->graph) : CaptureSet{};

    const auto answers = (*engine)->run(inputs, capture);
    if (!answers)
        return tl::unexpected(answers.error());
    tell(nlohmann::json{{"logits", answers->front().logits}});
    if (const auto done = test::answerTurns([&] { return (*engine)->run(inputs, capture); }); !done)
        return done;
    tell(peakMemory());
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    test::spinAsTheProgram(argv);
    if (argc != 7) {
        std::fprintf(stderr,
                     "usage: forward_peer WEIGHTS INPUT BATCH THREADS f32|bf16 "
                     "output|every_block\n");
        return 2;
    }
    if (const auto done = serve({argv + 1, argv + argc}); !done) {
        std::fprintf(stderr, "forward_peer: %s\n", done.error().message.c_str());
        return 1;
    }
}
