#pragma once

#include "graph/error.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace inceptoscope {

using RunSetting = std::variant<bool, std::int64_t, double, std::string, std::vector<std::int64_t>,
                                std::vector<double>>;
using RunSettings = std::vector<std::pair<std::string, RunSetting>>; ///< in the order to write them

/// Appends to a run log as runlog.h describes it. A line goes out in one write and is on the disk
/// when the call returns, so that a killed run loses at most the line it was writing.
class RunLogWriter
{
public:
    /// Continues the log at `path`, or starts one; what is there stays.
    static Expected<RunLogWriter> open(const std::filesystem::path &path);

    RunLogWriter(RunLogWriter &&other) noexcept;
    RunLogWriter &operator=(RunLogWriter &&other) noexcept;
    ~RunLogWriter();

    /// Nothing has been written to this log yet: it still needs its writeRun().
    bool isNew() const { return m_isNew; }

    /// The lines as they are written, without their ends.
    static std::string lineOfRun(const RunSettings &settings);
    static std::string lineOfEpoch(int epoch, const std::map<std::string, double> &values);

    Expected<void> writeRun(const RunSettings &settings);
    /// `values` by tag, such as "val_top1_error" (a fraction). NaN and infinities are kept.
    Expected<void> writeEpoch(int epoch, const std::map<std::string, double> &values);
    /// Appends as much of the line as the log does not end with: all of it, the rest of one that a
    /// killed run had begun, or nothing.
    Expected<void> finishLine(const std::string &line);

private:
    RunLogWriter(std::filesystem::path path, int descriptor)
        : m_path(std::move(path))
        , m_descriptor(descriptor)
    {
    }
    Expected<void> writeLine(std::string line);
    std::string lastLine(std::size_t longest) const;
    Expected<void> append(std::string_view bytes);

    std::filesystem::path m_path;
    int m_descriptor = -1;
    bool m_isNew = true;
    bool m_lastLineUnfinished = false; ///< by a run that was killed or a disk that was full
};

} // namespace inceptoscope
