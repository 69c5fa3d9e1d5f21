#include "curves/readers/caffereader.h"

#include "curves/readers/delimited.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

namespace inceptoscope {

namespace {

constexpr std::array<std::string_view, 7> sources{
    "caffe.cpp:",     "solver.cpp:",        "sgd_solver.cpp:", "net.cpp:",
    "layer_factory.", "upgrade_proto.cpp:", "common.cpp:"};

bool isDigit(char each)
{
    return each >= '0' && each <= '9';
}

/// "I0410 13:29:21.123456 12345 solver.cpp:228] ", and with the year in newer ones.
struct Prefix
{
    std::string_view digits; ///< month and day, after the year if that is there
    std::string_view time; ///< "13:29:21.123456"
    std::string_view rest; ///< behind it
};

std::optional<Prefix> prefixOf(std::string_view line)
{
    if (line.empty() || std::string_view("IWEF").find(line.front()) == std::string_view::npos)
        return std::nullopt;
    const std::size_t space = line.find(' ');
    if (space != 5 && space != 9)
        return std::nullopt;
    const auto digits = line.substr(1, space - 1);
    const auto time = line.substr(space + 1, 15);
    if (!std::ranges::all_of(digits, isDigit) || time.size() < 15 || time[2] != ':'
        || time[5] != ':' || time[8] != '.')
        return std::nullopt;
    return Prefix{digits, time, line.substr(space + 16)};
}

/// The message alone.
std::string_view messageOf(std::string_view line)
{
    const auto prefix = prefixOf(line);
    const std::size_t bracket = prefix ? prefix->rest.find("] ") : std::string_view::npos;
    const auto message =
        bracket != std::string_view::npos ? prefix->rest.substr(bracket + 2) : line;
    return message.substr(std::min(message.find_first_not_of(' '), message.size()));
}

std::optional<double> numberAfter(std::string_view text, std::string_view mark)
{
    const std::size_t found = text.find(mark);
    if (found == std::string_view::npos)
        return std::nullopt;
    const auto rest = text.substr(found + mark.size());
    return numberOfCell(rest.substr(0, rest.find_first_of(" ,()")), ',');
}

double twoDigits(std::string_view text, std::size_t at)
{
    return text[at] * 10 + text[at + 1] - 11 * '0';
}

} // namespace

bool CaffeReader::isLine(std::string_view line)
{
    const std::string_view message = messageOf(line);
    if (message.starts_with("Iteration ") && numberAfter(message, "Iteration "))
        return message.find("loss = ") != std::string_view::npos
            || message.find("Testing net (#") != std::string_view::npos
            || message.find(", lr = ") != std::string_view::npos;
    return prefixOf(line) && std::ranges::any_of(sources, [line](std::string_view source) {
               return line.find(source) != std::string_view::npos;
           });
}

double CaffeReader::Clock::at(std::string_view line)
{
    constexpr std::array<int, 12> daysBefore{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    constexpr double day = 86'400;
    const auto prefix = prefixOf(line);
    if (!prefix)
        return m_last;
    const auto date = prefix->digits.substr(prefix->digits.size() - 4);
    const auto month = static_cast<std::size_t>(std::clamp(twoDigits(date, 0), 1.0, 12.0));
    m_leapDaySeen = m_leapDaySeen || date == "0229";
    const double days =
        daysBefore[month - 1] + twoDigits(date, 2) + (m_leapDaySeen && month > 2 ? 1 : 0);
    const double seconds = days * day + twoDigits(prefix->time, 0) * 3600
        + twoDigits(prefix->time, 3) * 60 + numberOfCell(prefix->time.substr(6), ',').value_or(0);
    if (std::isnan(m_first))
        m_first = seconds;
    if (seconds - m_first + m_years < m_last - 180 * day)
        m_years += (m_leapDaySeen ? 366 : 365) * day;
    m_last = seconds - m_first + m_years;
    return m_last;
}

void CaffeReader::takeLine(std::string_view line, bool /*whole*/, RunsByPart &runs)
{
    m_wall = m_clock.at(line);
    const std::string_view message = messageOf(line);
    RunLog &run = runs[{}];
    if (message.starts_with("Iteration "))
        takeIteration(message, run);
    else if (message.starts_with("Train net output #"))
        takeOutput(message, "train/", run);
    else if (message.starts_with("Test net output #"))
        takeOutput(message, m_testNet == 0 ? "test/" : fmt::format("test{}/", m_testNet), run);
}

void CaffeReader::takeIteration(std::string_view text, RunLog &run)
{
    const auto iteration = numberAfter(text, "Iteration ");
    if (!iteration || !std::isfinite(*iteration))
        return;
    m_iteration = *iteration;
    if (const auto net = numberAfter(text, "Testing net (#"); net && std::isfinite(*net))
        m_testNet = static_cast<int>(std::clamp(*net, 0.0, 999.0));
    if (const auto loss = numberAfter(text, ", loss = "))
        add(run, "loss", *loss);
    if (const auto rate = numberAfter(text, ", lr = "))
        add(run, "lr", *rate);
}

/// "Test net output #0: accuracy = 0.1"
void CaffeReader::takeOutput(std::string_view text, const std::string &prefix, RunLog &run)
{
    const std::size_t name = text.find(": ");
    const std::size_t equals = text.find(" = ");
    const auto value = numberAfter(text, " = ");
    if (name == std::string_view::npos || equals == std::string_view::npos || name + 2 > equals
        || !value || std::isnan(m_iteration))
        return;
    add(run, prefix + std::string(text.substr(name + 2, equals - name - 2)), *value);
}

void CaffeReader::add(RunLog &run, const std::string &tag, double value)
{
    if (Series *const series = seriesOf(run, tag))
        series->append({m_iteration, value, unknownNumber, m_wall});
}

} // namespace inceptoscope
