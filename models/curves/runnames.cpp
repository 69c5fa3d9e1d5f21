#include "curves/runnames.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <system_error>
#include <vector>

namespace inceptoscope {

namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>; ///< of folders, and of a file at last

/// They stand for the folder they lie in.
bool saysNothing(const std::string &fileName)
{
    constexpr std::array<std::string_view, 5> names{"run.jsonl", "metrics.csv", "summary.csv",
                                                    "trainer_state.json", "log.txt"};
    return std::ranges::find(names, fileName) != names.end()
        || fileName.find("tfevents") != std::string::npos;
}

Names namesOf(const fs::path &source)
{
    Names names;
    std::error_code ignored;
    const fs::path absolute = fs::absolute(source, ignored);
    for (const fs::path &each : (absolute.empty() ? source : absolute).lexically_normal()) {
        if (each.has_filename() && each != "." && each != "/")
            names.push_back(each.string());
    }
    return names;
}

/// Where it can be left out, the file's name is, or its suffix.
std::vector<Names> shortNames(std::span<const RunLog> runs)
{
    std::vector<Names> whole;
    std::vector<Names> shortened;
    std::map<Names, std::size_t> taken;
    for (const RunLog &run : runs) {
        Names names = namesOf(run.id.source);
        whole.push_back(names);
        if (names.size() > 1 && saysNothing(names.back()))
            names.pop_back();
        else if (!names.empty() && run.format != LogFormat::TensorBoard
                 && run.format != LogFormat::MLflow)
            names.back() = fs::path(names.back()).stem().string();
        names.push_back(run.id.part);
        ++taken[names];
        shortened.push_back(std::move(names));
    }
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const bool isAlone = taken[shortened[i]] == 1;
        shortened[i].pop_back();
        if (!isAlone)
            shortened[i] = whole[i];
    }
    return shortened;
}

/// How many names all begin with, of those before the last.
std::size_t commonBeginning(const std::vector<Names> &all)
{
    std::size_t common = all.front().size();
    for (const Names &names : all) {
        const auto different = std::ranges::mismatch(names, all.front()).in1;
        common = std::min({common, static_cast<std::size_t>(different - names.begin()),
                           std::max(names.size(), std::size_t{1}) - 1});
    }
    return common;
}

/// How many names all end with, of those behind the first.
std::size_t commonEnd(const std::vector<Names> &all)
{
    std::size_t common = all.front().size();
    for (const Names &names : all) {
        const auto [different, other] =
            std::mismatch(names.rbegin(), names.rend(), all.front().rbegin(), all.front().rend());
        common = std::min({common, static_cast<std::size_t>(different - names.rbegin()),
                           std::max(names.size(), std::size_t{1}) - 1});
    }
    return common;
}

std::string joined(const Names &names, const std::string &part)
{
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : "/") + name;
    return part.empty() ? text : text.empty() ? part : text + '/' + part;
}

/// The paths, without what they have in common.
std::vector<Names> differing(std::vector<Names> all)
{
    const std::size_t beginning = commonBeginning(all);
    for (Names &names : all)
        names.erase(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(beginning));
    const std::size_t end = commonEnd(all);
    for (Names &names : all)
        names.erase(names.end() - static_cast<std::ptrdiff_t>(end), names.end());
    return all;
}

} // namespace

void nameRuns(std::span<RunLog> runs)
{
    if (runs.empty())
        return;
    const std::vector<Names> all = shortNames(runs);
    const bool oneSource = std::ranges::all_of(
        runs, [&](const RunLog &run) { return run.id.source == runs.front().id.source; });
    if (oneSource) {
        for (std::size_t i = 0; i < runs.size(); ++i)
            runs[i].name =
                runs[i].id.part.empty() && !all[i].empty() ? all[i].back() : runs[i].id.part;
        return;
    }
    // Several parts of one source are one path.
    std::map<fs::path, Names> bySource;
    for (std::size_t i = 0; i < runs.size(); ++i)
        bySource.emplace(runs[i].id.source, all[i]);
    std::vector<Names> sources;
    std::ranges::transform(bySource, std::back_inserter(sources),
                           [](const auto &each) { return each.second; });
    sources = differing(std::move(sources));
    std::size_t next = 0;
    for (auto &[source, names] : bySource)
        names = std::move(sources[next++]);
    for (RunLog &run : runs)
        run.name = joined(bySource[run.id.source], run.id.part);
}

} // namespace inceptoscope
