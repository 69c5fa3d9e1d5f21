#include "curves/logfollower.h"

#include "curves/readers/emptylogs.h"
#include "curves/readers/logfaults.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <new>
#include <sys/stat.h>
#include <thread>

namespace inceptoscope {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t fewestBytes = std::uint64_t{1} << 20; // between looks at the clock
constexpr std::uint64_t mostBytes = std::uint64_t{64} << 20;
constexpr auto shortStep = std::chrono::milliseconds(10);
constexpr auto longStep = std::chrono::milliseconds(40);
constexpr auto settled = std::chrono::seconds(2); // a clock of files may be as coarse

std::size_t processors()
{
    return std::max(std::thread::hardware_concurrency(), 1U);
}

} // namespace

LogFollower::LogFollower(std::chrono::milliseconds quiet)
    : m_quiet(quiet)
{
}

void LogFollower::add(const std::vector<fs::path> &paths, int request, const std::stop_token &stop)
{
    FoundRuns found = findRuns(paths, stop, &m_formats);
    if (stop.stop_requested())
        return;
    m_wanted.push_back({paths, request, std::move(found.problems)});
    for (const RunFiles &run : found.runs) {
        m_dropped.erase({run.format, run.source});
        std::erase_if(m_droppedParts, [&](const RunId &id) { return id.source == run.source; });
    }
    m_ahead = m_followed.size() + found.runs.size() < processors();
    take(found, request);
}

void LogFollower::look(const std::stop_token &stop)
{
    FoundRuns all;
    for (Wanted &wanted : m_wanted) {
        FoundRuns found = findRuns(wanted.paths, stop, &m_formats);
        if (stop.stop_requested())
            return;
        all.runs.insert(all.runs.end(), found.runs.begin(), found.runs.end()); // before it is moved
        take(found, wanted.request);
        wanted.problems = std::move(found.problems);
    }
    dropReplaced(all);
}

void LogFollower::take(FoundRuns &found, int request)
{
    std::map<Key, std::size_t> known;
    for (const Followed &each : m_followed)
        known.emplace(Key(each.files.format, each.files.source), known.size());
    for (RunFiles &run : found.runs) {
        const Key key(run.format, run.source);
        if (m_dropped.contains(key))
            continue;
        const auto [place, isNew] = known.emplace(key, known.size());
        if (!isNew) {
            takeFiles(m_followed[place->second], run.files);
            continue;
        }
        auto reader = readerOf(run);
        m_followed.push_back({std::move(run), request, std::move(reader)});
    }
}

void LogFollower::takeFiles(Followed &followed, const std::vector<fs::path> &files)
{
    for (const fs::path &file : files) {
        const auto &known = followed.reader->files();
        if (std::ranges::find(known, file) != known.end())
            continue;
        followed.files.files.push_back(file);
        followed.reader->add(file);
        followed.isPending = true;
    }
}

/// A later checkpoint, or another way of reading the same file. What is merely gone stays.
void LogFollower::dropReplaced(const FoundRuns &found)
{
    std::set<Key> keys;
    for (const RunFiles &run : found.runs)
        keys.insert({run.format, run.source});
    std::erase_if(m_followed, [&](const Followed &followed) {
        if (keys.contains({followed.files.format, followed.files.source})
            || !lookAt(followed.files.files.front()).isThere)
            return false;
        for (const auto &[part, run] : followed.reader->runs()) {
            const bool isReadOtherwise = std::ranges::any_of(
                keys, [&run](const Key &key) { return key.second == run.id.source; });
            if (!isReadOtherwise)
                m_gone.push_back(run.id);
        }
        return true;
    });
}

std::unique_ptr<RunReader> LogFollower::readerOf(const RunFiles &files) const
{
    return std::make_unique<RunReader>(files, RunReader::Options{Tail::Wait, m_ahead});
}

void LogFollower::readAnew()
{
    for (Followed &followed : m_followed) {
        const bool isThere = std::ranges::all_of(
            followed.files.files, [](const fs::path &path) { return lookAt(path).isThere; });
        if (isThere)
            followed.reader = readerOf(followed.files);
        followed.problem.clear();
        followed.isPending = true;
    }
    m_told.clear();
}

LogFollower::Look LogFollower::lookAt(const fs::path &path)
{
    struct stat status = {};
    if (stat(path.c_str(), &status) != 0)
        return {};
    return {true,
            {status.st_dev, status.st_ino},
            static_cast<std::uint64_t>(status.st_size),
            std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

/// Nanoseconds since 1970.
static std::int64_t timeNow()
{
    using namespace std::chrono;
    return duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
}

/// A file that changed a moment ago may change again without a sign of it.
void LogFollower::check()
{
    const std::int64_t now = timeNow();
    constexpr auto unsettled = std::chrono::nanoseconds(settled).count();
    for (Followed &followed : m_followed) {
        for (std::size_t i = 0; i < followed.files.files.size() && !followed.isPending; ++i) {
            const Look look = lookAt(followed.files.files[i]);
            followed.isPending = i >= followed.looks.size() || look != followed.looks[i]
                || (look.isThere && now - look.modified < unsettled);
        }
        if (!followed.isPending && followed.mayHaveTail && isQuiet(followed))
            followed.isPending = true;
    }
}

bool LogFollower::isQuiet(const Followed &followed) const
{
    const std::int64_t since = timeNow() - std::chrono::nanoseconds(m_quiet).count();
    return std::ranges::all_of(followed.looks,
                               [since](const Look &look) { return look.modified <= since; });
}

bool LogFollower::readOn(Clock::time_point end, const std::stop_token &stop)
{
    std::vector<Followed *> pending;
    for (Followed &followed : m_followed) {
        if (followed.isPending)
            pending.push_back(&followed);
    }
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++;
             i < pending.size() && (i == 0 || Clock::now() < end) && !stop.stop_requested();
             i = next++)
            read(*pending[i], end, stop);
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(processors(), pending.size()); ++i)
        others.emplace_back(work);
    work();
    others.clear(); // which waits for them
    return std::ranges::any_of(pending, [](const Followed *each) { return each->isPending; });
}

/// Some formats are read a hundred times as fast as others. Whether there is more.
bool LogFollower::readSteps(Followed &followed, Clock::time_point end, const std::stop_token &stop)
{
    std::uint64_t &bytes = followed.stepOfReading;
    bytes = std::max(bytes, fewestBytes);
    while (!stop.stop_requested()) {
        const auto begin = Clock::now();
        if (!followed.reader->readOn(bytes))
            return false;
        const auto now = Clock::now();
        if (now - begin < shortStep)
            bytes = std::min(2 * bytes, mostBytes);
        else if (now - begin > longStep)
            bytes = std::max(bytes / 2, fewestBytes);
        if (now >= end)
            break;
    }
    return true;
}

void LogFollower::read(Followed &followed, Clock::time_point end, const std::stop_token &stop) const
{
    followed.looks.clear();
    for (const fs::path &file : followed.files.files)
        followed.looks.push_back(lookAt(file));
    const auto sizes = [&followed] {
        std::size_t count = 0;
        for (const auto &[part, run] : followed.reader->runs()) {
            for (const auto &[tag, series] : run.series)
                count += series.size();
        }
        return std::pair(count, followed.reader->restarts());
    };
    const auto before = sizes();
    try {
        const bool hasMore = readSteps(followed, end, stop);
        followed.isPending = hasMore;
        if (!hasMore && isQuiet(followed)) {
            if (followed.reader->hasTails())
                followed.reader->takeTails();
            followed.mayHaveTail = false;
        } else {
            followed.mayHaveTail = true;
        }
    } catch (const std::bad_alloc &) {
        followed.problem = "it needs more memory than there is; close other programs";
        followed.isPending = false;
    }
    followed.hasChanged = followed.hasChanged || !followed.wasRead || sizes() != before;
    followed.wasRead = followed.wasRead || !followed.isPending;
}

bool LogFollower::isRead(int request) const
{
    return std::ranges::all_of(m_followed, [request](const Followed &followed) {
        return followed.request != request || followed.wasRead;
    });
}

std::vector<LogFollower::Changed> LogFollower::takeChanged()
{
    std::vector<Changed> changed;
    for (Followed &followed : m_followed) {
        if (!std::exchange(followed.hasChanged, false))
            continue;
        for (const auto &[part, run] : followed.reader->runs()) {
            if (!m_droppedParts.contains(run.id))
                changed.push_back({followed.request, run});
        }
    }
    return changed;
}

std::vector<RunId> LogFollower::takeGone()
{
    return std::exchange(m_gone, {});
}

std::vector<LogProblem> LogFollower::problemsOf(const Followed &followed)
{
    std::vector<LogProblem> problems = followed.reader->problems();
    if (!followed.problem.empty())
        problems.push_back({followed.files.source, followed.problem});
    return problems;
}

/// Of a folder whose logs are gone, the logs are told.
std::vector<LogProblem> LogFollower::problemsOf(const Wanted &wanted) const
{
    std::vector<LogProblem> problems = wanted.problems;
    std::erase_if(problems, [this](const LogProblem &problem) {
        return problem.reason == noLogs
            && std::ranges::any_of(m_followed, [&problem](const Followed &followed) {
                   const fs::path &source = followed.files.source;
                   const fs::path &folder = problem.source;
                   return std::mismatch(folder.begin(), folder.end(), source.begin(), source.end())
                              .first
                       == folder.end();
               });
    });
    return problems;
}

/// The search and the reader may both find that a file is gone.
std::vector<LogProblem> LogFollower::problems(std::optional<int> request) const
{
    std::vector<fs::path> paths;
    std::vector<LogProblem> all;
    std::set<std::pair<fs::path, std::string>> told;
    const auto tell = [&](std::vector<LogProblem> problems) {
        for (LogProblem &problem : problems) {
            if (told.emplace(problem.source, problem.reason).second)
                all.push_back(std::move(problem));
        }
    };
    for (const Wanted &wanted : m_wanted) {
        if (request && wanted.request != *request)
            continue;
        tell(problemsOf(wanted));
        paths.insert(paths.end(), wanted.paths.begin(), wanted.paths.end());
    }
    for (const Followed &followed : m_followed) {
        if (!request || followed.request == *request)
            tell(problemsOf(followed));
    }
    tell(withoutValues(paths, all));
    return all;
}

/// Of a log that is still being read it is not known.
std::vector<LogProblem> LogFollower::withoutValues(std::span<const fs::path> paths,
                                                   std::span<const LogProblem> told) const
{
    std::vector<ReadLog> logs;
    for (const Followed &followed : m_followed) {
        const auto &runs = followed.reader->runs();
        const bool has = !followed.wasRead || std::ranges::any_of(runs, [](const auto &partAndRun) {
            return hasValues(partAndRun.second);
        });
        logs.push_back({followed.files.source, has});
    }
    return pathsWithoutValues(paths, logs, told);
}

LogFollower::ProblemNews LogFollower::takeProblemNews()
{
    const std::vector<LogProblem> all = problems();
    std::map<fs::path, std::set<std::string>> now;
    for (const LogProblem &problem : all)
        now[problem.source].emplace(firstOf(problem.reason));
    std::map<fs::path, std::set<std::string>> told = std::exchange(m_told, now);
    ProblemNews news;
    for (auto &[source, reasons] : told) {
        if (std::ranges::includes(now[source], reasons))
            continue;
        news.settled.push_back(source);
        reasons.clear();
    }
    for (const LogProblem &problem : all) {
        if (!told[problem.source].contains(std::string(firstOf(problem.reason))))
            news.problems.push_back(problem);
    }
    return news;
}

void LogFollower::drop(const RunId &id)
{
    m_droppedParts.insert(id);
    std::erase_if(m_followed, [&](const Followed &followed) {
        const auto &runs = followed.reader->runs();
        const bool hasIt = std::ranges::any_of(
            runs, [&id](const auto &partAndRun) { return partAndRun.second.id == id; });
        const bool isOver = std::ranges::all_of(runs, [this](const auto &partAndRun) {
            return m_droppedParts.contains(partAndRun.second.id);
        });
        if (hasIt && isOver)
            m_dropped.insert({followed.files.format, followed.files.source});
        return hasIt && isOver;
    });
}

void LogFollower::forget(int request)
{
    std::erase_if(m_wanted, [request](const Wanted &each) { return each.request == request; });
    std::erase_if(m_followed, [request](const Followed &each) { return each.request == request; });
}

} // namespace inceptoscope
