#pragma once

#include "curves/readers/runfinder.h"
#include "curves/runlogs.h"

#include <chrono>
#include <set>
#include <span>

namespace inceptoscope {

/// Reads the logs that files and folders hold, and goes on while somebody writes to them: appended
/// bytes are read once, what was rotated away, cut short or written anew is read anew (see
/// RunReader), and folders are searched again. For one thread.
class LogFollower
{
public:
    using Clock = std::chrono::steady_clock;

    /// `quiet`: how long after the last change of a file a last line without an end is taken for
    /// whole.
    explicit LogFollower(std::chrono::milliseconds quiet = std::chrono::seconds(30));

    /// Searches the paths, and follows what they hold as what was asked for by `request`. A run
    /// that is followed already stays; one that was dropped comes back.
    void add(const std::vector<std::filesystem::path> &paths, int request,
             const std::stop_token &stop);
    /// Searches all paths again.
    void look(const std::stop_token &stop);
    /// Reads everything from its beginning. A run whose files are gone stays as it was.
    void readAnew();
    /// Looks which files have changed since they were read.
    void check();
    /// Reads some of what has come until `end`, with all processors. Says whether there is more.
    bool readOn(Clock::time_point end, const std::stop_token &stop);
    /// Whether everything that was found for a request was read once.
    bool isRead(int request) const;

    /// A run as far as it is read, and by which request it came.
    struct Changed
    {
        int request = 0;
        RunLog run;
    };
    /// What was read on since this was last asked, in the order it was found.
    std::vector<Changed> takeChanged();
    /// Runs that are no longer there since others have taken their place.
    std::vector<RunId> takeGone();
    /// Those there are now: of the paths of a request and the runs it brought, or of all.
    std::vector<LogProblem> problems(std::optional<int> request = {}) const;
    /// How they have changed since this was last asked.
    struct ProblemNews
    {
        /// Some of their problems are over; those that are left come again.
        std::vector<std::filesystem::path> settled;
        std::vector<LogProblem> problems; ///< that were not given here before
    };
    ProblemNews takeProblemNews();

    /// Follows a run no more, however often its folder is searched.
    void drop(const RunId &id);
    /// Forgets what was asked for, and the runs that only it brought.
    void forget(int request);

private:
    /// What a file looked like before it was read.
    struct Look
    {
        bool isThere = false;
        FileIdentity identity;
        std::uint64_t size = 0;
        std::int64_t modified = 0; ///< nanoseconds since 1970

        bool operator==(const Look &) const = default;
    };
    struct Followed
    {
        RunFiles files;
        int request = 0;
        std::unique_ptr<RunReader> reader;
        std::vector<Look> looks{};
        bool isPending = true; ///< there may be more to read
        bool wasRead = false; ///< to its end, once
        bool hasChanged = false;
        bool mayHaveTail = true;
        std::string problem{}; ///< why it is not read any further
        std::uint64_t stepOfReading = 0; ///< bytes between looks at the clock
    };
    using Key = std::pair<LogFormat, std::filesystem::path>;

    struct Wanted
    {
        std::vector<std::filesystem::path> paths;
        int request = 0;
        std::vector<LogProblem> problems{}; ///< of the last search
    };

    void take(FoundRuns &found, int request);
    void takeFiles(Followed &followed, const std::vector<std::filesystem::path> &files);
    void dropReplaced(const FoundRuns &found);
    std::unique_ptr<RunReader> readerOf(const RunFiles &files) const;
    static bool readSteps(Followed &followed, Clock::time_point end, const std::stop_token &stop);
    void read(Followed &followed, Clock::time_point end, const std::stop_token &stop) const;
    bool isQuiet(const Followed &followed) const;
    static Look lookAt(const std::filesystem::path &path);
    static std::vector<LogProblem> problemsOf(const Followed &followed);
    std::vector<LogProblem> problemsOf(const Wanted &wanted) const;
    std::vector<LogProblem> withoutValues(std::span<const std::filesystem::path> paths,
                                          std::span<const LogProblem> told) const;

    std::chrono::milliseconds m_quiet;
    std::vector<Wanted> m_wanted;
    KnownFormats m_formats;
    std::vector<Followed> m_followed;
    std::set<Key> m_dropped; ///< whole logs
    std::set<RunId> m_droppedParts; ///< of logs that hold several runs
    std::vector<RunId> m_gone;
    std::map<std::filesystem::path, std::set<std::string>> m_told; ///< problems of a source
    bool m_ahead = false;
};

} // namespace inceptoscope
