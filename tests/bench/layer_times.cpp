#include "bench/spinastheprogram.h"
#include "engine/engine.h"
#include "support/randomweights.h"
#include "zoo/zoo.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

using namespace inceptoscope;

namespace {

constexpr int passes = 30;

using Clock = std::chrono::steady_clock;

/// By the first layer of what is computed at once: milliseconds of each pass.
using Times = std::map<int, std::vector<double>>;

Times measure(Engine &engine)
{
    const std::vector<std::vector<float>> inputs{test::randomInput(engine.graph())};
    Times times;
    for (int pass = 0; pass <= passes; ++pass) {
        int before = 0;
        auto last = Clock::now();
        const auto note = [&](int done, int) {
            const auto now = Clock::now();
            if (pass > 0) // the first one compiles
                times[before].push_back(
                    std::chrono::duration<double, std::milli>(now - last).count());
            before = done;
            last = Clock::now();
        };
        if (const auto answers = engine.run(inputs, {}, {}, note); !answers) {
            std::fprintf(stderr, "layer_times: %s\n", answers.error().message.c_str());
            std::exit(1);
        }
    }
    return times;
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

std::string title(const NetworkGraph &graph, int first, int end)
{
    std::string text;
    for (int i = first; i < end; ++i) {
        const Layer &layer = graph.layer(i);
        if (layer.kind != LayerKind::Softmax && layer.kind != LayerKind::Dropout)
            text += (text.empty() ? "" : " + ") + layer.id + " " + layer.title();
    }
    const GridShape &in = graph.layer(first).in;
    const GridShape &out = graph.layer(end - 1).out;
    char shapes[80];
    std::snprintf(shapes, sizeof shapes, " %dx%dx%d>%dx%dx%d", in.height, in.width, in.channels,
                  out.height, out.width, out.channels);
    return text + shapes;
}

void print(const NetworkGraph &graph, const Times &times)
{
    std::vector<std::pair<double, int>> dearest;
    double sum = 0.0;
    for (const auto &[layer, each] : times) {
        dearest.emplace_back(median(each), layer);
        sum += dearest.back().first;
    }
    std::ranges::sort(dearest, std::greater{});
    std::printf("%8.3f ms in all\n      ms   GFLOP  GFLOP/s  layer\n", sum);
    for (const auto &[time, first] : dearest) {
        const auto next = times.upper_bound(first);
        const int end = next == times.end() ? static_cast<int>(graph.layers().size()) : next->first;
        double operations = 0.0;
        for (int i = first; i < end; ++i)
            operations += 2e-9 * static_cast<double>(graph.layer(i).multiplyAdds);
        std::printf("%8.3f  %6.3f  %7.1f  %s\n", time, operations, operations / time * 1e3,
                    title(graph, first, end).c_str());
    }
}

} // namespace

/// layer_times NETWORK [THREADS] [bf16]: what each layer takes, the dearest first.
int main(int argc, char **argv)
{
    test::spinAsTheProgram(argv);
    const auto graph = buildNetwork(argc > 1 ? argv[1] : "inception_v4");
    if (!graph) {
        std::fprintf(stderr, "layer_times: %s\n", graph.error().message.c_str());
        return 2;
    }
    EngineOptions options{.backend = Backend::Onednn};
    options.threads = argc > 2 ? std::atoi(argv[2]) : 0;
    if (argc > 3 && std::string(argv[3]) == "bf16")
        options.precision = Precision::BFloat16;
    const auto engine = makeEngine(*graph, test::randomWeights(*graph), options);
    if (!engine) {
        std::fprintf(stderr, "layer_times: %s\n", engine.error().message.c_str());
        return 1;
    }
    print(*graph, measure(**engine));
}
