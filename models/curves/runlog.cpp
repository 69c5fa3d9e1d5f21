#include "curves/runlog.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>

namespace inceptoscope {

using Json = nlohmann::json;

namespace {

constexpr std::uintmax_t largestFile = std::uintmax_t{64} << 20; // bytes
constexpr std::size_t longestLine = std::size_t{1} << 20; // bytes
constexpr int deepestNesting = 16;
constexpr double lastEpoch = 1e9;

constexpr std::array documentedTags{
    "step",           "wall",           "train_loss",    "train_top1_error", "val_loss",
    "val_top1_error", "val_top5_error", "learning_rate", "photos_per_second"};

constexpr std::string_view whatToDo = "; choose a *.jsonl file that the trainer wrote";

struct BareWord
{
    std::string_view written;
    std::string_view quoted;
};

// Python and others write these as they are; the longest first.
constexpr std::array bareWords{BareWord{"-Infinity", "\"-Infinity\""},
                               BareWord{"Infinity", "\"Infinity\""}, BareWord{"NaN", "\"NaN\""}};

/// Skips a string that starts at `begin`: the position behind its closing quote, or the end.
std::size_t behindString(std::string_view line, std::size_t begin)
{
    for (auto i = begin + 1; i < line.size(); ++i) {
        if (line[i] == '\\')
            ++i;
        else if (line[i] == '"')
            return i + 1;
    }
    return line.size();
}

/// The line as strict JSON, with NaN and infinities quoted; nothing if it nests too deep.
std::optional<std::string> strictJson(std::string_view line)
{
    std::string strict;
    strict.reserve(line.size());
    int depth = 0;
    for (std::size_t i = 0; i < line.size();) {
        const auto rest = line.substr(i);
        const auto word = std::find_if(bareWords.begin(), bareWords.end(), [rest](const auto &w) {
            return rest.substr(0, w.written.size()) == w.written;
        });
        if (word != bareWords.end()) {
            strict += word->quoted;
            i += word->written.size();
            continue;
        }
        const auto next = line[i] == '"' ? behindString(line, i) : i + 1;
        if (line[i] == '{' || line[i] == '[')
            ++depth;
        else if (line[i] == '}' || line[i] == ']')
            --depth;
        if (depth > deepestNesting)
            return std::nullopt;
        strict += line.substr(i, next - i);
        i = next;
    }
    return strict;
}

/// The object a line holds, or nothing if it holds none.
std::optional<Json> parseLine(std::string_view line)
{
    if (line.size() > longestLine)
        return std::nullopt;
    const auto strict = strictJson(line);
    if (!strict)
        return std::nullopt;
    auto json = Json::parse(*strict, nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    return json;
}

std::string textOf(const Json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// A number as a log may write it: null stands for NaN.
std::optional<double> numberOf(const Json &value)
{
    if (value.is_number())
        return value.get<double>();
    if (value.is_null() || value == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    if (value == "Infinity")
        return std::numeric_limits<double>::infinity();
    if (value == "-Infinity")
        return -std::numeric_limits<double>::infinity();
    return std::nullopt;
}

std::string article(const Json &value)
{
    const std::string type = value.type_name();
    return (type == "object" || type == "array" ? "an " : "a ") + type;
}

bool isDocumented(const std::string &tag)
{
    return std::find(documentedTags.begin(), documentedTags.end(), tag) != documentedTags.end();
}

std::string eventOf(const Json &line)
{
    const auto event = line.find("event");
    return event != line.end() && event->is_string() ? event->get<std::string>() : std::string();
}

class Reader
{
public:
    explicit Reader(const std::filesystem::path &path) { m_log.source = path; }

    Expected<RunLog> read(std::string_view bytes);

private:
    Expected<void> readFirstLine(std::string_view text);
    Expected<void> readLine(std::string_view text);
    Expected<void> readRun(const Json &line);
    Expected<void> readEpoch(const Json &line);
    Expected<double> readEpochNumber(const Json &line) const;
    Expected<void> readValue(double epoch, const std::string &tag, const Json &value);
    void addPoint(const std::string &tag, CurvePoint point);
    tl::unexpected<Error> problem(const std::string &what) const
    {
        return failure(fmt::format("{}: line {}: {}", m_log.source.string(), m_line, what));
    }

    RunLog m_log;
    std::size_t m_line = 0;
};

Expected<RunLog> Reader::read(std::string_view bytes)
{
    bool hasFirstLine = false;
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        const auto text = bytes.substr(0, end);
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
        ++m_line;
        if (text.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        const auto done = hasFirstLine ? readLine(text) : readFirstLine(text);
        if (!done)
            return tl::unexpected(done.error());
        hasFirstLine = true;
    }
    if (!hasFirstLine)
        return failure(fmt::format("{} is empty{}", m_log.source.string(), whatToDo));
    return std::move(m_log);
}

Expected<void> Reader::readFirstLine(std::string_view text)
{
    const auto line = parseLine(text);
    if (!line || eventOf(*line) != "run") {
        return failure(fmt::format("{} is not a training run log: its first line is not a JSON "
                                   "object with \"event\": \"run\"{}",
                                   m_log.source.string(), whatToDo));
    }
    return readRun(*line);
}

Expected<void> Reader::readLine(std::string_view text)
{
    const auto line = parseLine(text);
    if (!line) {
        ++m_log.unreadableLines;
        return {};
    }
    const auto event = eventOf(*line);
    if (event == "run")
        return readRun(*line);
    if (event == "epoch")
        return readEpoch(*line);
    return {};
}

Expected<void> Reader::readRun(const Json &line)
{
    const auto network = line.find("network");
    if (network == line.end())
        return problem("\"network\" is missing");
    if (!network->is_string())
        return problem(fmt::format("\"network\" is {}, not a string", article(*network)));
    const auto id = network->get<std::string>();
    const auto before = m_log.settings.find("network");
    if (before != m_log.settings.end() && before->second != id) {
        return problem(fmt::format("another run starts, of {} after {}; a log holds one run, so "
                                   "split the file here",
                                   id, before->second));
    }
    const auto residual = line.find("residual");
    if (residual != line.end() && !residual->is_boolean())
        return problem(fmt::format("\"residual\" is {}, not a boolean", article(*residual)));
    m_log.residual =
        residual != line.end() ? residual->get<bool>() : id.find("resnet") != std::string::npos;
    for (const auto &[key, value] : line.items()) {
        if (key != "event")
            m_log.settings[key] = textOf(value);
    }
    const auto dataset = m_log.settings.find("dataset");
    m_log.name =
        dataset != m_log.settings.end() ? id + '-' + dataset->second : m_log.source.stem().string();
    return {};
}

Expected<double> Reader::readEpochNumber(const Json &line) const
{
    const auto epoch = line.find("epoch");
    if (epoch == line.end())
        return problem("\"epoch\" is missing");
    if (!epoch->is_number())
        return problem(fmt::format("\"epoch\" is {}, not a number", article(*epoch)));
    const auto number = epoch->get<double>();
    if (!(number >= 0 && number <= lastEpoch))
        return problem(fmt::format("\"epoch\" is {}, but epochs count from 1", epoch->dump()));
    return number;
}

Expected<void> Reader::readEpoch(const Json &line)
{
    const auto epoch = readEpochNumber(line);
    if (!epoch)
        return tl::unexpected(epoch.error());
    for (const auto &[tag, value] : line.items()) {
        if (tag == "event" || tag == "epoch")
            continue;
        if (const auto done = readValue(*epoch, tag, value); !done)
            return done;
    }
    return {};
}

Expected<void> Reader::readValue(double epoch, const std::string &tag, const Json &value)
{
    const auto number = numberOf(value);
    if (!number) {
        // A newer trainer may note other things; only what is documented must be a number.
        if (isDocumented(tag))
            return problem(fmt::format("\"{}\" is {}, not a number", tag, article(value)));
        return {};
    }
    const std::string_view suffix = "_error";
    const bool isError = tag.size() > suffix.size() && tag.ends_with(suffix);
    if (isError && std::isfinite(*number) && (*number < 0 || *number > 1)) {
        return problem(
            fmt::format("\"{}\" is {}, but errors are fractions from 0 to 1", tag, value.dump()));
    }
    addPoint(tag, {epoch, *number});
    return {};
}

/// A resumed run repeats epochs, and what it replaces never led anywhere: the curve goes back.
void Reader::addPoint(const std::string &tag, CurvePoint point)
{
    auto &points = m_log.series[tag];
    while (!points.empty() && points.back().x >= point.x)
        points.pop_back();
    points.push_back(point);
}

} // namespace

Expected<RunLog> readRunLog(const std::filesystem::path &path)
{
    const auto name = path.string();
    std::error_code code;
    const auto status = std::filesystem::status(path, code);
    if (!std::filesystem::exists(status))
        return failure(fmt::format("{} cannot be read: {}", name, code.message()));
    if (std::filesystem::is_directory(status))
        return failure(fmt::format("{} is a folder{}", name, whatToDo));
    if (!std::filesystem::is_regular_file(status))
        return failure(fmt::format("{} is not a file{}", name, whatToDo));
    const auto size = std::filesystem::file_size(path, code);
    if (code)
        return failure(fmt::format("{} cannot be read: {}", name, code.message()));
    if (size > largestFile) {
        return failure(fmt::format("{} is not a training run log: it has {} MiB, and a log has at "
                                   "most {}{}",
                                   name, size >> 20, largestFile >> 20, whatToDo));
    }
    std::ifstream file(path, std::ios::binary);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.is_open() || file.bad())
        return failure(fmt::format("{} cannot be read: check its permissions", name));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return Reader(path).read(bytes);
}

} // namespace inceptoscope
