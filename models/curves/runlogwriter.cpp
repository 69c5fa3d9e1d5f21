#include "curves/runlogwriter.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace inceptoscope {

using Json = nlohmann::ordered_json;

namespace {

/// JSON has no number for what is not finite; the reader knows these words.
Json numberOrWord(double value)
{
    if (std::isfinite(value))
        return value;
    return std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

struct SettingToJson
{
    Json operator()(double value) const { return numberOrWord(value); }
    template<typename T> Json operator()(const T &value) const { return value; }
};

std::string reason(int errorNumber)
{
    return std::generic_category().message(errorNumber);
}

/// Bytes written before the first error, which errno then tells.
std::size_t writeAll(int descriptor, std::string_view bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const auto count = ::write(descriptor, bytes.data() + done, bytes.size() - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            break;
        done += static_cast<std::size_t>(count);
    }
    return done;
}

std::string dump(const Json &json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

Expected<RunLogWriter> RunLogWriter::open(const std::filesystem::path &path)
{
    const int descriptor = ::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        return failure(fmt::format("{}: the run log cannot be opened for writing: {}",
                                   path.string(), reason(errno)));
    }
    RunLogWriter writer(path, descriptor);
    struct stat status = {};
    if (::fstat(descriptor, &status) == 0 && status.st_size > 0) {
        char last = '\n';
        writer.m_isNew = false;
        writer.m_lastLineUnfinished =
            ::pread(descriptor, &last, 1, status.st_size - 1) == 1 && last != '\n';
    }
    return writer;
}

RunLogWriter::RunLogWriter(RunLogWriter &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_isNew(other.m_isNew)
    , m_lastLineUnfinished(other.m_lastLineUnfinished)
{
}

RunLogWriter &RunLogWriter::operator=(RunLogWriter &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_isNew, other.m_isNew);
    std::swap(m_lastLineUnfinished, other.m_lastLineUnfinished);
    return *this;
}

RunLogWriter::~RunLogWriter()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

std::string RunLogWriter::lineOfRun(const RunSettings &settings)
{
    Json line;
    line["event"] = "run";
    for (const auto &[name, value] : settings)
        line[name] = std::visit(SettingToJson(), value);
    return dump(line);
}

std::string RunLogWriter::lineOfEpoch(int epoch, const std::map<std::string, double> &values)
{
    Json line;
    line["event"] = "epoch";
    line["epoch"] = epoch;
    for (const auto &[tag, value] : values)
        line[tag] = numberOrWord(value);
    return dump(line);
}

Expected<void> RunLogWriter::writeRun(const RunSettings &settings)
{
    return writeLine(lineOfRun(settings));
}

Expected<void> RunLogWriter::writeEpoch(int epoch, const std::map<std::string, double> &values)
{
    return writeLine(lineOfEpoch(epoch, values));
}

/// With its end if it has one; nothing where it is longer than `longest` bytes.
std::string RunLogWriter::lastLine(std::size_t longest) const
{
    struct stat status = {};
    if (::fstat(m_descriptor, &status) != 0)
        return {};
    const auto size = static_cast<std::size_t>(status.st_size);
    std::string bytes(std::min(size, longest + 1), '\0'); // and the end of the line before
    const auto start = static_cast<off_t>(size - bytes.size());
    const auto count = ::pread(m_descriptor, bytes.data(), bytes.size(), start);
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    const auto before = bytes.size() < 2 ? std::string::npos : bytes.rfind('\n', bytes.size() - 2);
    if (before != std::string::npos)
        return bytes.substr(before + 1);
    return start == 0 ? bytes : std::string();
}

Expected<void> RunLogWriter::finishLine(const std::string &line)
{
    const std::string whole = line + '\n';
    const std::string last = lastLine(whole.size());
    return last.empty() || !whole.starts_with(last)
        ? writeLine(line)
        : append(std::string_view(whole).substr(last.size()));
}

Expected<void> RunLogWriter::writeLine(std::string line)
{
    line += '\n';
    if (m_lastLineUnfinished)
        line.insert(line.begin(), '\n');
    return append(line);
}

Expected<void> RunLogWriter::append(std::string_view bytes)
{
    const auto written = writeAll(m_descriptor, bytes);
    if (written > 0) {
        m_isNew = false;
        m_lastLineUnfinished = written < bytes.size();
    }
    // Pipes and devices cannot be synchronised, and need not be.
    const bool complete =
        written == bytes.size() && (::fdatasync(m_descriptor) == 0 || errno == EINVAL);
    if (!complete) {
        return failure(fmt::format("{}: the run log cannot be written: {}; make room or choose "
                                   "another folder, then resume the run",
                                   m_path.string(), reason(errno)));
    }
    return {};
}

} // namespace inceptoscope
