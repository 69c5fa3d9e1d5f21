#include "curves/readers/ownlogreader.h"

#include "checkpoint/printable.h"
#include "curves/readers/logjson.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace inceptoscope {

using Json = nlohmann::json;

namespace {

constexpr double lastEpoch = 1e9;

constexpr std::array documentedTags{
    "step",           "wall",           "train_loss",    "train_top1_error", "val_loss",
    "val_top1_error", "val_top5_error", "learning_rate", "photos_per_second"};

bool isDocumented(const std::string &tag)
{
    return std::ranges::find(documentedTags, tag) != documentedTags.end();
}

std::string article(const Json &value)
{
    const std::string type = value.type_name();
    return (type == "object" || type == "array" ? "an " : "a ") + type;
}

std::string textOf(const Json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string eventOf(const Json &line)
{
    const auto event = line.is_object() ? line.find("event") : line.end();
    return event != line.end() && event->is_string() ? event->get<std::string>() : std::string();
}

/// The writer writes NaN as it is; others of the same form write null.
std::optional<double> valueOf(const Json &value)
{
    return value.is_null() ? unknownNumber : loggedNumber(value);
}

/// Nothing where the line does not have it.
std::optional<double> numberAt(const Json &line, std::string_view key)
{
    const auto found = line.find(key);
    return found != line.end() ? loggedNumber(*found) : std::nullopt;
}

bool isErrorBeyondOne(const std::string &tag, double value)
{
    const std::string_view suffix = "_error";
    const bool isError = tag.size() > suffix.size() && tag.ends_with(suffix);
    return isError && std::isfinite(value) && (value < 0 || value > 1);
}

} // namespace

bool OwnLogReader::isFirstLine(std::string_view line)
{
    return eventOf(parseLogJson(line)) == "run";
}

void OwnLogReader::takeLine(std::string_view text, bool whole, RunsByPart &runs)
{
    const Json line = parseLogJson(text);
    RunLog &run = runs[{}];
    if (!line.is_object())
        whole ? leaveOut("it is not a JSON object") : leaveOutUnfinished();
    else if (const std::string event = eventOf(line); event == "run")
        takeRun(line, run);
    else if (event == "epoch" && !m_isOver)
        takeEpoch(line, run);
}

void OwnLogReader::takeRun(const Json &line, RunLog &run)
{
    const auto network = line.find("network");
    if (network == line.end() || !network->is_string())
        return leaveOut(network == line.end() ? "\"network\" is missing"
                                              : "\"network\" is not a string");
    const auto id = network->get<std::string>();
    const auto before = run.settings.find("network");
    m_isOver = m_isOver || (before != run.settings.end() && before->second != id);
    if (m_isOver)
        return m_faults.tell("another run",
                             fmt::format("{}: another run starts, of {} after {}; the first is "
                                         "read, so split the file here to read both",
                                         where(), printable(id), printable(before->second)));
    const auto residual = line.find("residual");
    const bool says = residual != line.end() && residual->is_boolean();
    if (residual != line.end() && !says)
        m_faults.tell(
            "residual",
            fmt::format("{}: \"residual\" is {}, not a boolean", where(), article(*residual)));
    run.residual = says ? residual->get<bool>() : id.find("resnet") != std::string::npos;
    for (const auto &[key, value] : line.items()) {
        if (key != "event")
            run.settings[key] = textOf(value);
    }
}

bool OwnLogReader::isEpoch(const Json &line)
{
    const auto epoch = line.find("epoch");
    if (epoch == line.end())
        leaveOut("\"epoch\" is missing");
    else if (!epoch->is_number())
        leaveOut("\"epoch\" is not a number");
    else if (const auto number = epoch->get<double>(); !(number >= 0 && number <= lastEpoch))
        leaveOut("\"epoch\" is not one of those that count from 1");
    else
        return true;
    return false;
}

/// A newer trainer may note other things; only what is documented must be a number.
bool OwnLogReader::hasSoundValues(const Json &line)
{
    for (const auto &[tag, value] : line.items()) {
        const auto number = valueOf(value);
        if (!number && isDocumented(tag)) {
            leaveOut("no number", fmt::format("\"{}\" is {}, not a number", tag, article(value)));
            return false;
        }
        if (number && isErrorBeyondOne(tag, *number)) {
            leaveOut("no fraction",
                     fmt::format("\"{}\" is {}, but errors are fractions from 0 to 1",
                                 printable(tag), value.dump()));
            return false;
        }
    }
    return true;
}

void OwnLogReader::takeEpoch(const Json &line, RunLog &run)
{
    if (!isEpoch(line) || !hasSoundValues(line))
        return;
    const double epoch = numberAt(line, "epoch").value();
    const double step = numberAt(line, "step").value_or(epoch);
    const double wall = numberAt(line, "wall").value_or(unknownNumber);
    for (const auto &[tag, value] : line.items()) {
        const auto number = valueOf(value);
        if (number && tag != "epoch" && tag != "step" && tag != "wall")
            run.series[tag].append({std::isfinite(step) ? step : epoch, *number, epoch, wall},
                                   Series::Repeated::Overwritten);
    }
}

} // namespace inceptoscope
