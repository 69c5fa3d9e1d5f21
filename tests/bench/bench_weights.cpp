#include "checkpoint/weightsfile.h"
#include "engine/engine.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"

#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace inceptoscope;

namespace {

/// Inception-v4 as published by timm, 171 MB, written once.
const std::filesystem::path &weightsFile()
{
    static const test::TemporaryFolder folder;
    static const std::filesystem::path path = [] {
        const NetworkGraph graph = buildNetwork("inception_v4").value();
        const Weights weights = test::randomWeights(graph);
        TensorFile file;
        for (const Weights::Entry &entry : weights.entries())
            file.tensors.emplace(sourceNames(WeightSource::Timm)(graph, entry.spec), entry.tensor);
        auto target = folder / "inception_v4.safetensors";
        return writeSafetensors(target, file) ? target : std::filesystem::path();
    }();
    return path;
}

/// Of this process, in MB of a million bytes: all that is resident, and how much of it are pages of
/// files and memory of its own.
struct Resident
{
    double all = 0.0;
    double file = 0.0;
    double own = 0.0;
    double peak = 0.0;
};

Resident resident()
{
    Resident now;
    const std::pair<std::string_view, double *> fields[] = {{"VmRSS:", &now.all},
                                                            {"RssFile:", &now.file},
                                                            {"RssAnon:", &now.own},
                                                            {"VmHWM:", &now.peak}};
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        for (const auto &[name, value] : fields) {
            if (line.starts_with(name))
                *value = std::stod(line.substr(name.size())) * 1024 / 1e6;
        }
    }
    return now;
}

/// It takes most of a second, whatever the weights.
void loadLibTorch()
{
    const NetworkGraph tiny = buildDescribed(test::tinyDescription()).value();
    makeTorchEngine(tiny, test::randomWeights(tiny)).value();
}

using Measured = std::array<Resident, 4>;

/// Before, with the weights loaded, with the engine made, and with the weights let go. LibTorch is
/// there before.
Measured measuredLoading()
{
    Measured measured;
    loadLibTorch();
    measured[0] = resident();
    std::unique_ptr<Engine> engine;
    {
        const LoadedModel model = loadWeightsFile(weightsFile()).value();
        measured[1] = resident();
        engine = makeTorchEngine(model.graph, model.weights).value();
        measured[2] = resident();
    }
    measured[3] = resident();
    return measured;
}

/// In a process of its own: what others left behind in this one would be counted. The others come
/// after it, for one with LibTorch's threads cannot be forked.
Measured measuredApart()
{
    std::array<int, 2> ends{};
    Measured measured;
    if (pipe(ends.data()) != 0)
        return measured;
    weightsFile();
    const pid_t child = fork();
    if (child == 0) {
        measured = measuredLoading();
        const ssize_t written = write(ends[1], &measured, sizeof measured);
        _exit(written == sizeof measured ? 0 : 1);
    }
    if (read(ends[0], &measured, sizeof measured) != sizeof measured)
        measured = {};
    close(ends[0]);
    close(ends[1]);
    waitpid(child, nullptr, 0);
    return measured;
}

/// MB beyond what the process had before, as counters.
void residentMemory(benchmark::State &state)
{
    Measured measured;
    for (auto _ : state)
        measured = measuredApart();
    const auto &[before, loaded, made, after] = measured;
    state.counters["before"] = before.all;
    state.counters["loaded"] = loaded.all - before.all;
    state.counters["engine"] = made.all - before.all;
    state.counters["engineFile"] = made.file - before.file;
    state.counters["engineOwn"] = made.own - before.own;
    state.counters["after"] = after.all - before.all;
    state.counters["peak"] = after.peak - before.all;
}
BENCHMARK(residentMemory)->Iterations(1)->Unit(benchmark::kMillisecond);

void readTheFileOnce(benchmark::State &state)
{
    std::vector<char> buffer(1 << 20);
    for (auto _ : state) {
        const int file = open(weightsFile().c_str(), O_RDONLY | O_CLOEXEC);
        while (read(file, buffer.data(), buffer.size()) > 0) { }
        close(file);
    }
    state.counters["MB"] = static_cast<double>(std::filesystem::file_size(weightsFile())) / 1e6;
}
BENCHMARK(readTheFileOnce)->Unit(benchmark::kMillisecond);

/// Reading the header, recognising the network, binding its tensors.
void loadTheWeights(benchmark::State &state)
{
    weightsFile();
    for (auto _ : state) {
        const auto model = loadWeightsFile(weightsFile());
        if (!model) {
            state.SkipWithError(model.error().message.c_str());
            return;
        }
    }
}
BENCHMARK(loadTheWeights)->Unit(benchmark::kMillisecond);

/// Until the first photo can be answered: loaded, copied into LibTorch's layout, BatchNorms folded.
void makeTheEngine(benchmark::State &state)
{
    loadLibTorch();
    const auto model = loadWeightsFile(weightsFile());
    for (auto _ : state) {
        const auto engine = makeTorchEngine(model->graph, model->weights);
        if (!engine) {
            state.SkipWithError(engine.error().message.c_str());
            return;
        }
    }
}
BENCHMARK(makeTheEngine)->Unit(benchmark::kMillisecond);

} // namespace
