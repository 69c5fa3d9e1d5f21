#include "curves/readers/runfinder.h"

#include "curves/readers/lastcheckpoints.h"
#include "curves/readers/recognition.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <sys/stat.h>
#include <system_error>

namespace inceptoscope {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view knownKinds = "it is no training log of a kind that is known, such as an "
                                        "event file, a CSV table with a header "
                                        "or JSON lines";

constexpr std::string_view pointerOfLfs = "version https://git-lfs.github.com/";

bool isMetricsFolder(const fs::path &folder)
{
    return folder.filename() == "metrics";
}

class RunFinder
{
public:
    RunFinder(std::stop_token stop, KnownFormats &known)
        : m_stop(std::move(stop))
        , m_known(known)
    {
    }

    void add(const fs::path &path);
    FoundRuns found() { return std::move(m_found); }

private:
    void addFolder(const fs::path &folder);
    void addFile(const fs::path &path);
    void visit(const fs::path &folder, int depth, const fs::path &metrics);
    std::vector<fs::directory_entry> entriesOf(const fs::path &folder);
    void takeFile(const fs::path &path, const fs::path &metrics);
    void take(LogFormat format, const fs::path &source, const fs::path &file);

    std::optional<LogFormat> formatOf(const fs::path &path, bool &isEmpty);
    bool isFirstVisit(const fs::path &path);
    void tell(const fs::path &source, std::string reason)
    {
        m_found.problems.push_back({source, std::move(reason)});
    }

    std::stop_token m_stop;
    KnownFormats &m_known;
    FoundRuns m_found;
    std::set<FileIdentity> m_seen; ///< files and folders
    std::map<std::pair<LogFormat, fs::path>, std::size_t> m_runs; ///< their positions
    std::size_t m_entries = 0;
    bool m_tooMany = false;
    bool m_tooDeep = false;
};

bool RunFinder::isFirstVisit(const fs::path &path)
{
    struct stat status = {};
    if (stat(path.c_str(), &status) != 0)
        return true; // opening it says why
    return m_seen.insert({status.st_dev, status.st_ino}).second;
}

void RunFinder::add(const fs::path &path)
{
    std::error_code ignored;
    if (!fs::is_directory(path, ignored))
        addFile(path);
    else
        addFolder(path.has_filename() ? path : path.parent_path()); // without a last slash
}

void RunFinder::addFile(const fs::path &path)
{
    if (!isFirstVisit(path))
        return;
    bool isEmpty = false;
    const std::size_t problems = m_found.problems.size();
    const auto format = formatOf(path, isEmpty);
    if (format)
        take(*format, path, path);
    else if (m_found.problems.size() == problems)
        tell(path, isEmpty ? "it is empty" : std::string(knownKinds));
}

void RunFinder::addFolder(const fs::path &folder)
{
    const std::size_t runs = m_found.runs.size();
    const std::size_t problems = m_found.problems.size();
    const std::size_t seen = m_seen.size();
    m_entries = 0;
    m_tooMany = m_tooDeep = false;
    visit(folder, 0, isMetricsFolder(folder) ? folder : fs::path());
    if (m_tooMany)
        tell(folder,
             fmt::format("it has more than {} files and folders in it; the others are not "
                         "looked at",
                         mostEntriesOfAFolder));
    if (m_tooDeep)
        tell(folder,
             fmt::format("folders more than {} levels below it are not looked at",
                         deepestLogFolder));
    const bool isNew = m_seen.size() > seen;
    if (isNew && m_found.runs.size() == runs && m_found.problems.size() == problems
        && !m_stop.stop_requested())
        tell(folder, std::string(noLogs));
}

std::vector<fs::directory_entry> RunFinder::entriesOf(const fs::path &folder)
{
    std::vector<fs::directory_entry> entries;
    std::error_code error;
    for (fs::directory_iterator each(folder, error), end; !error && each != end;
         each.increment(error)) {
        if (++m_entries > mostEntriesOfAFolder || m_stop.stop_requested()) {
            m_tooMany = m_tooMany || m_entries > mostEntriesOfAFolder;
            break;
        }
        entries.push_back(*each);
    }
    if (error)
        tell(folder, fmt::format("it cannot be opened: {}", error.message()));
    std::ranges::sort(entries);
    return entries;
}

/// `metrics`: the folder of that name which it lies in, or is.
void RunFinder::visit(const fs::path &folder, int depth, const fs::path &metrics)
{
    if (!isFirstVisit(folder))
        return;
    if (depth > deepestLogFolder) {
        m_tooDeep = true;
        return;
    }
    for (const fs::directory_entry &entry : entriesOf(folder)) {
        if (m_stop.stop_requested())
            return;
        std::error_code ignored;
        const fs::path &path = entry.path();
        if (entry.is_directory(ignored))
            visit(path, depth + 1, metrics.empty() && isMetricsFolder(path) ? path : metrics);
        else if (entry.is_regular_file(ignored)
                 && (!metrics.empty() || mayBeLog(path.filename().native())) && isFirstVisit(path))
            takeFile(path, metrics);
    }
}

void RunFinder::takeFile(const fs::path &path, const fs::path &metrics)
{
    bool isEmpty = false;
    const auto format = formatOf(path, isEmpty);
    if (!format)
        return;
    if (*format == LogFormat::TensorBoard)
        take(*format, path.parent_path(), path);
    else if (*format == LogFormat::MLflow && !metrics.empty())
        take(*format, metrics.parent_path(), path);
    else
        take(*format, path, path);
}

void RunFinder::take(LogFormat format, const fs::path &source, const fs::path &file)
{
    const auto [known, isNew] = m_runs.try_emplace({format, source}, m_found.runs.size());
    if (isNew)
        m_found.runs.push_back({format, source, {}});
    m_found.runs[known->second].files.push_back(file);
}

std::optional<LogFormat> RunFinder::formatOf(const fs::path &path, bool &isEmpty)
{
    const auto format = m_known.formatOf(path, isEmpty);
    if (format)
        return *format;
    tell(path, fmt::format("it cannot be read: {}", format.error().message));
    return std::nullopt;
}

} // namespace

/// Of a file that was shorter than what formats are told by, more may have come.
Expected<std::optional<LogFormat>> KnownFormats::formatOf(const fs::path &path, bool &isEmpty)
{
    struct stat status = {};
    const bool isThere = stat(path.c_str(), &status) == 0;
    const FileIdentity identity{status.st_dev, status.st_ino};
    const auto size = static_cast<std::uint64_t>(status.st_size);
    const std::int64_t modified =
        std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
    isEmpty = isThere && size == 0;
    if (const auto known = m_known.find(identity); isThere && known != m_known.end()) {
        const Known &before = known->second;
        const bool isSame = size == before.size && modified == before.modified;
        if (isSame || (before.size >= recognisedBytes && size > before.size))
            return before.format;
    }
    const auto file = FileBytes::open(path);
    const auto beginning = file ? file->readText(0, recognisedBytes)
                                : Expected<std::string>(tl::unexpected(file.error()));
    if (!beginning)
        return tl::unexpected(beginning.error());
    isEmpty = beginning->empty();
    if (beginning->starts_with(pointerOfLfs))
        return failure("it is a pointer of Git LFS, and \"git lfs pull\" brings the log itself");
    const auto format = recognisedFormat(path.filename().string(), *beginning);
    m_known[identity] = {size, modified, format};
    return format;
}

FoundRuns findRuns(const std::vector<fs::path> &paths, const std::stop_token &stop,
                   KnownFormats *known)
{
    KnownFormats none;
    RunFinder finder(stop, known != nullptr ? *known : none);
    for (const fs::path &path : paths)
        finder.add(path);
    FoundRuns found = finder.found();
    keepLastCheckpoints(found.runs, paths);
    return found;
}

} // namespace inceptoscope
