#include "curves/readers/emptylogs.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace inceptoscope {

namespace fs = std::filesystem;

namespace {

/// Of files, and of the folders that they are in.
class Names
{
public:
    void add(const fs::path &path)
    {
        std::string_view name = path.native();
        while (!name.empty() && m_names.emplace(name).second) {
            const std::size_t slash = name.rfind('/');
            name = name.substr(0, slash != std::string_view::npos ? slash : 0);
        }
    }
    bool contains(const fs::path &path) const
    {
        return m_names.contains((path.has_filename() ? path : path.parent_path()).native());
    }

private:
    std::unordered_set<std::string> m_names;
};

} // namespace

bool hasValues(const RunLog &run)
{
    return std::ranges::any_of(
        run.series, [](const auto &tagAndSeries) { return !tagAndSeries.second.empty(); });
}

std::vector<LogProblem> pathsWithoutValues(std::span<const fs::path> paths,
                                           std::span<const ReadLog> logs,
                                           std::span<const LogProblem> told)
{
    if (std::ranges::all_of(logs, &ReadLog::hasValues))
        return {};
    Names withLogs;
    Names withOthers; // values, or what is told
    for (const ReadLog &log : logs) {
        withLogs.add(log.source);
        if (log.hasValues)
            withOthers.add(log.source);
    }
    for (const LogProblem &problem : told)
        withOthers.add(problem.source);
    std::vector<LogProblem> without;
    for (const fs::path &path : paths) {
        if (withLogs.contains(path) && !withOthers.contains(path))
            without.push_back({path, "there are no values in it yet"});
    }
    return without;
}

} // namespace inceptoscope
