#include "weights/downloadtexts.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

constexpr int barLength = 20;
constexpr double longestWait = 100.0 * 3600.0; // seconds; more is no estimate

std::string barText(const DownloadProgress &progress)
{
    if (progress.total <= 0)
        return {};
    const double share = std::clamp(
        static_cast<double>(progress.received) / static_cast<double>(progress.total), 0.0, 1.0);
    // Never full before all is there.
    const auto filled = static_cast<std::size_t>(share * barLength);
    return fmt::format("  [{}{}]  {} %", std::string(filled, '#'),
                       std::string(barLength - filled, '-'), std::floor(share * 100.0));
}

} // namespace

std::string sizeText(std::int64_t bytes)
{
    const auto number = static_cast<double>(bytes);
    if (bytes < 1'000)
        return fmt::format("{} bytes", bytes);
    if (number < 999'950)
        return fmt::format("{:.1f} kB", number / 1e3);
    if (number < 999'950'000)
        return fmt::format("{:.1f} MB", number / 1e6);
    return fmt::format("{:.1f} GB", number / 1e9);
}

std::string remainingText(const DownloadProgress &progress)
{
    if (progress.total < 0 || progress.bytesPerSecond <= 0.0)
        return {};
    const auto rest = static_cast<double>(progress.total - progress.received);
    const double estimate = std::ceil(rest / progress.bytesPerSecond);
    if (!(estimate < longestWait))
        return {};
    const auto seconds = static_cast<long>(estimate);
    if (seconds < 3600)
        return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
    return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/// "42.7 of 171.0 MB" rather than "42.7 MB of 171.0 MB".
std::string amountText(const DownloadProgress &progress)
{
    std::string received = sizeText(progress.received);
    if (progress.total < 0)
        return received;
    const std::string total = sizeText(progress.total);
    const std::string unit = total.substr(total.find(' '));
    if (received.ends_with(unit))
        received.resize(received.size() - unit.size());
    return fmt::format("{} of {}", received, total);
}

/// The amount, the speed and the time left, as far as they are known.
static std::string joined(const DownloadProgress &progress, std::string_view separator)
{
    std::string text = amountText(progress);
    if (progress.bytesPerSecond > 0.0)
        text += fmt::format(
            "{}{}/s", separator,
            sizeText(static_cast<std::int64_t>(std::min(progress.bytesPerSecond, 1e15))));
    if (const std::string remaining = remainingText(progress); !remaining.empty())
        text += fmt::format("{}{} left", separator, remaining);
    return text;
}

std::string progressText(const DownloadProgress &progress)
{
    return joined(progress, " · ");
}

std::string progressLine(std::string_view name, const DownloadProgress &progress)
{
    return fmt::format("{}{}  {}", name, barText(progress), joined(progress, "  "));
}

} // namespace inceptoscope
