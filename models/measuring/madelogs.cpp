#include "measuring/madelogs.h"

#include "curves/readers/crc32c.h"

#include <bit>
#include <cmath>
#include <fstream>
#include <random>
#include <string>

namespace inceptoscope {

namespace {

static_assert(std::endian::native == std::endian::little, "event files are");

template<typename Number> void append(std::string &bytes, Number number)
{
    bytes.append(reinterpret_cast<const char *>(&number), sizeof number);
}

void appendVarint(std::string &bytes, std::uint64_t number)
{
    for (; number > 0x7f; number >>= 7U)
        bytes += static_cast<char>((number & 0x7fU) | 0x80U);
    bytes += static_cast<char>(number);
}

void appendRecord(std::string &bytes, const std::string &event)
{
    const std::size_t begin = bytes.size();
    append(bytes, std::uint64_t{event.size()});
    append(bytes, maskedCrc(crc32c(std::string_view(bytes).substr(begin))));
    bytes += event;
    append(bytes, maskedCrc(crc32c(event)));
}

std::string eventOf(std::int64_t step, const std::string &tag, float value)
{
    constexpr char wallField = 0x09; // of the event
    constexpr char stepField = 0x10;
    constexpr char summaryField = 0x2a;
    constexpr char valueField = 0x0a; // of the summary
    constexpr char tagField = 0x0a; // of the value
    constexpr char simpleValueField = 0x15;
    constexpr double start = 1.7e9; // seconds since 1970
    std::string entry{tagField};
    appendVarint(entry, tag.size());
    entry += tag;
    entry += simpleValueField;
    append(entry, value);
    std::string summary{valueField};
    appendVarint(summary, entry.size());
    summary += entry;
    std::string event{wallField};
    append(event, start + 0.1 * static_cast<double>(step));
    event += stepField;
    appendVarint(event, static_cast<std::uint64_t>(step));
    event += summaryField;
    appendVarint(event, summary.size());
    return event + summary;
}

std::string versionEvent()
{
    constexpr char wallField = 0x09;
    constexpr char versionField = 0x1a;
    const std::string version = "brain.Event:2";
    std::string event{wallField};
    append(event, 1.7e9);
    event += versionField;
    appendVarint(event, version.size());
    return event + version;
}

Expected<void> writeRun(const std::filesystem::path &file, const MadeLogs &logs, int run,
                        const std::stop_token &stop)
{
    constexpr std::size_t atOnce = std::size_t{1} << 20; // bytes
    std::ofstream out(file, std::ios::binary);
    std::string bytes;
    appendRecord(bytes, versionEvent());
    std::minstd_rand random(static_cast<unsigned>(run) + 1);
    const auto last = static_cast<double>(logs.points);
    for (std::int64_t step = 0; step < logs.points && !stop.stop_requested(); ++step) {
        const double falling = std::exp(-5 * static_cast<double>(step) / last) + 0.01 * run;
        for (int tag = 0; tag < logs.tags; ++tag) {
            const double noise = 0.2 * (static_cast<double>(random()) / std::minstd_rand::max());
            appendRecord(bytes,
                         eventOf(step, "train/loss_" + std::to_string(tag),
                                 static_cast<float>(falling + noise)));
        }
        if (bytes.size() > atOnce || step + 1 == logs.points) {
            out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            bytes.clear();
        }
    }
    out.close();
    if (stop.stop_requested())
        return failure("cancelled");
    return out ? Expected<void>() : failure(file.string() + ": it cannot be written");
}

} // namespace

Expected<void> makeEventLogs(const std::filesystem::path &folder, const MadeLogs &logs,
                             const std::stop_token &stop)
{
    for (int run = 0; run < logs.runs; ++run) {
        const auto runFolder = folder / ("run_" + std::to_string(run));
        std::error_code error;
        std::filesystem::create_directories(runFolder, error);
        if (error)
            return failure(runFolder.string() + ": it cannot be made: " + error.message());
        if (auto written = writeRun(runFolder / "events.out.tfevents.1", logs, run, stop); !written)
            return written;
    }
    return {};
}

} // namespace inceptoscope
