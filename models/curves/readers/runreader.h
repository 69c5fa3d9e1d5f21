#pragma once

#include "curves/readers/growingfile.h"
#include "curves/readers/logreader.h"

#include <limits>
#include <memory>
#include <vector>

namespace inceptoscope {

/// The files that one run is read from; a chart's file may hold several runs.
struct RunFiles
{
    LogFormat format = LogFormat::Own;
    std::filesystem::path source; ///< the file, or the folder that stands for the run
    std::vector<std::filesystem::path> files; ///< in the order they are read

    bool operator==(const RunFiles &) const = default;
};

/// Reads a run from its files, and goes on reading while they grow.
class RunReader
{
public:
    struct Options
    {
        Tail tail = Tail::Take;
        bool ahead = false; ///< with a second thread, where that helps
    };

    RunReader(RunFiles files, Options options);

    /// Reads what has come since it was last called, about `most` bytes of it. Says whether there
    /// is more to be read at once.
    bool readOn(std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

    /// Goes on with another file of the run, behind the others.
    void add(const std::filesystem::path &path);
    const std::vector<std::filesystem::path> &files() const { return m_files.files; }

    /// Whether there is something behind what was read, such as a line without an end.
    bool hasTails();
    /// Takes these: nobody is writing any more. Where a file grows all the same, it begins anew.
    void takeTails();

    /// As far as they are read. Copies are cheap, and do not change when it reads on.
    const RunsByPart &runs() const { return m_runs; }
    std::vector<LogProblem> problems() const;
    /// How often it began anew, since a file was not the same any more: what it gave before is
    /// gone.
    int restarts() const { return m_restarts; }

private:
    struct File
    {
        GrowingFile file;
        std::unique_ptr<LogReader> reader;
        std::string problem; ///< why it could not be read the last time
    };

    void open(const std::filesystem::path &path);
    using Opened = Expected<std::unique_ptr<ByteSource>>;

    bool readFile(File &file, const Opened &bytes, std::uint64_t most);
    bool isOtherFile(const File &file, const Opened &bytes) const;
    void beginAnew();
    void finish();

    RunFiles m_files;
    Options m_options;
    std::vector<File> m_open;
    RunsByPart m_runs;
    bool m_tookTails = false;
    int m_restarts = 0;
};

} // namespace inceptoscope
