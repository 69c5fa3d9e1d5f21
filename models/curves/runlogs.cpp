#include "curves/runlogs.h"

#include "curves/readers/emptylogs.h"
#include "curves/readers/runfinder.h"
#include "curves/runnames.h"

#include <algorithm>
#include <atomic>
#include <new>
#include <thread>

namespace inceptoscope {

namespace {

constexpr std::uint64_t betweenStops = std::uint64_t{64} << 20; // bytes

RunLogs readRun(RunFiles files, const RunReader::Options &options, const std::stop_token &stop)
{
    const std::filesystem::path source = files.source;
    try {
        RunReader reader(std::move(files), options);
        while (!stop.stop_requested() && reader.readOn(betweenStops)) { }
        RunLogs read;
        for (const auto &[part, run] : reader.runs())
            read.runs.push_back(run);
        read.problems = reader.problems();
        return read;
    } catch (const std::bad_alloc &) {
        return {{}, {{source, "it needs more memory than there is; close other programs"}}};
    }
}

/// Each run by itself, several at once.
std::vector<RunLogs> readAll(const std::vector<RunFiles> &runs, const std::stop_token &stop)
{
    const std::size_t processors = std::max(std::thread::hardware_concurrency(), 1U);
    const RunReader::Options options{Tail::Take, runs.size() < processors};
    std::vector<RunLogs> read(runs.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t run = next++; run < runs.size(); run = next++)
            read[run] = readRun(runs[run], options, stop);
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(processors, runs.size()); ++i)
        others.emplace_back(work);
    work();
    others.clear(); // which waits for them
    return read;
}

} // namespace

RunLogs readRunLogs(const std::vector<std::filesystem::path> &paths, const std::stop_token &stop)
{
    FoundRuns found = findRuns(paths, stop);
    RunLogs all{{}, std::move(found.problems)};
    std::vector<RunLogs> logs = readAll(found.runs, stop);
    std::vector<ReadLog> done;
    for (std::size_t i = 0; i < logs.size(); ++i) {
        done.push_back({found.runs[i].source, std::ranges::any_of(logs[i].runs, hasValues)});
        std::ranges::move(logs[i].runs, std::back_inserter(all.runs));
        std::ranges::move(logs[i].problems, std::back_inserter(all.problems));
    }
    if (!stop.stop_requested())
        std::ranges::move(pathsWithoutValues(paths, done, all.problems),
                          std::back_inserter(all.problems));
    nameRuns(all.runs);
    return all;
}

Expected<RunLog> readRunLog(const std::filesystem::path &path)
{
    RunLogs read = readRunLogs({path});
    if (!read.runs.empty())
        return std::move(read.runs.front());
    return failure(read.problems.empty() ? path.string() + ": there are no curves in it"
                                         : read.problems.front().sentence());
}

} // namespace inceptoscope
