#include "bench/tablefile.h"
#include "curves/curvescontroller.h"
#include "curves/readers/crc32c.h"
#include "curves/runlogs.h"
#include "support/eventfiles.h"
#include "support/temporaryfolder.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <benchmark/benchmark.h>
#include <cstring>
#include <fmt/format.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

constexpr int tags = measuredTags;

template<typename Number> void put(std::string &bytes, std::size_t at, Number number)
{
    std::memcpy(bytes.data() + at, &number, sizeof number);
}

/// Writes scalars as PyTorch's writer does, each in a record of its own, from one record that is
/// changed: computing checksums bit by bit would take minutes.
class ScalarWriter
{
public:
    explicit ScalarWriter(const std::filesystem::path &path)
        : m_file(path, std::ios::binary)
    {
        m_file << versionRecord();
    }

    void write(std::int64_t step, const std::string &tag, float value)
    {
        const std::string data = doubleField(1, 1.7e9 + 0.1 * static_cast<double>(step))
            + integerField(2, step) + bytesField(5, simpleValue(tag, value));
        std::string record(12, '\0');
        put(record, 0, std::uint64_t{data.size()});
        put(record, 8, maskedCrc(crc32c(std::string_view(record).substr(0, 8))));
        record += data + std::string(4, '\0');
        put(record, record.size() - 4, maskedCrc(crc32c(data)));
        m_file << record;
    }

private:
    std::ofstream m_file;
};

/// 100 tags in one file, point by point.
void writeOneFile(const std::filesystem::path &folder, std::int64_t points)
{
    ScalarWriter writer(folder / "events.out.tfevents.1");
    for (std::int64_t step = 0; step < points; ++step) {
        for (int tag = 0; tag < tags; ++tag)
            writer.write(step, measuredTag(tag), measuredValue(step, tag));
    }
}

/// 100 runs of one tag.
void writeFilePerRun(const std::filesystem::path &folder, std::int64_t points)
{
    for (int tag = 0; tag < tags; ++tag) {
        const auto run = folder / fmt::format("run_{}", tag);
        std::filesystem::create_directory(run);
        ScalarWriter writer(run / "events.out.tfevents.1");
        for (std::int64_t step = 0; step < points; ++step)
            writer.write(step, "loss", measuredValue(step, tag));
    }
}

void writeMetrics(const std::filesystem::path &folder, std::int64_t points)
{
    writeTable(folder / "metrics.csv", points);
}

/// Runs of four tags with 250 points each.
void writeRuns(const std::filesystem::path &folder, std::int64_t runs)
{
    for (std::int64_t run = 0; run < runs; ++run) {
        const auto place = folder / fmt::format("run_{}", run);
        std::filesystem::create_directory(place);
        ScalarWriter writer(place / "events.out.tfevents.1");
        for (std::int64_t step = 0; step < 250; ++step) {
            for (int tag = 0; tag < 4; ++tag)
                writer.write(step, measuredTag(tag), measuredValue(step, tag));
        }
    }
}

/// A run of so many tags with ten points each.
void writeTags(const std::filesystem::path &folder, std::int64_t count)
{
    ScalarWriter writer(folder / "events.out.tfevents.1");
    for (std::int64_t step = 0; step < 10; ++step) {
        for (int tag = 0; tag < count; ++tag)
            writer.write(step, measuredTag(tag), measuredValue(step, tag));
    }
}

using Write = void (*)(const std::filesystem::path &folder, std::int64_t points);

std::size_t pointsOf(const std::vector<RunLog> &runs)
{
    std::size_t points = 0;
    for (const RunLog &run : runs) {
        for (const auto &[tag, series] : run.series)
            points += series.size();
    }
    return points;
}

std::uintmax_t sizeBelow(const std::filesystem::path &folder)
{
    std::uintmax_t size = 0;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder))
        size += entry.is_regular_file() ? entry.file_size() : 0;
    return size;
}

void read(benchmark::State &state, Write write)
{
    const TemporaryFolder folder;
    write(folder.path(), state.range(0));
    std::size_t points = 0;
    for (auto _ : state)
        points = pointsOf(readRunLogs({folder.path()}).runs);
    if (points != static_cast<std::size_t>(tags * state.range(0)))
        state.SkipWithError("not all points were read");
    state.counters["points"] = static_cast<double>(points);
    state.SetBytesProcessed(static_cast<std::int64_t>(sizeBelow(folder.path()))
                            * static_cast<std::int64_t>(state.iterations()));
}

/// Opens them as the page Curves does: when the first curve comes, and when everything is there.
void open(benchmark::State &state, Write write)
{
    const TemporaryFolder folder;
    write(folder.path(), state.range(0));
    double first = 0.0;
    for (auto _ : state) {
        CurvesController controller;
        QElapsedTimer timer;
        timer.start();
        first = 0.0;
        QObject::connect(&controller, &CurvesController::collectionChanged, &controller,
                         [&](const RunCollection &collection) {
                             if (first == 0.0 && pointsOf(collection.runs) > 0)
                                 first = static_cast<double>(timer.nsecsElapsed()) / 1e6;
                         });
        controller.openLogs({QString::fromStdString(folder.path().string())});
        while (controller.isLoading())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        state.SetIterationTime(static_cast<double>(timer.nsecsElapsed()) / 1e9);
        state.counters["points"] = static_cast<double>(pointsOf(controller.collection().runs));
    }
    state.counters["first_curve_ms"] = first;
}

void registerReading(const char *name, Write write)
{
    benchmark::RegisterBenchmark(name, read, write)
        ->Arg(4'000)
        ->Arg(400'000)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
}

void registerOpening(const char *name, Write write, std::int64_t count)
{
    benchmark::RegisterBenchmark(name, open, write)
        ->Arg(count)
        ->Unit(benchmark::kMillisecond)
        ->UseManualTime();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    registerReading("read/events_in_one_file", writeOneFile);
    registerReading("read/events_of_100_runs", writeFilePerRun);
    registerReading("read/table", writeMetrics);
    registerOpening("open/events_in_one_file", writeOneFile, 400'000);
    registerOpening("open/table", writeMetrics, 400'000);
    registerOpening("open/runs", writeRuns, 1'000);
    registerOpening("open/tags_of_one_run", writeTags, 12'000);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
}
