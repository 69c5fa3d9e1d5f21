#include "curves/readers/logreader.h"

#include "checkpoint/printable.h"

#include <fmt/format.h>

namespace inceptoscope {

namespace {

/// Each byte is a character.
std::string fromLatin1(std::string_view text)
{
    std::string utf8;
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        if (byte >= 0x80)
            utf8 += static_cast<char>(0xc0U | (byte >> 6U));
        utf8 += static_cast<char>(byte < 0x80 ? byte : 0x80U | (byte & 0x3fU));
    }
    return utf8;
}

} // namespace

Series *LogReader::seriesOf(RunLog &run, std::string_view tag)
{
    if (const auto found = run.series.find(tag); found != run.series.end())
        return &found->second;
    if (tag.size() > longestTag) {
        m_faults.tell("long tag",
                      fmt::format("\"{}\" has a name of more than {} bytes and is left "
                                  "out",
                                  printable(tag), longestTag));
        return nullptr;
    }
    if (run.series.size() >= mostSeries) {
        m_faults.tell("many tags",
                      fmt::format("there are more than {} tags; the others are left "
                                  "out",
                                  mostSeries));
        return nullptr;
    }
    return &run.series[isUtf8(tag) ? std::string(tag) : fromLatin1(tag)];
}

} // namespace inceptoscope
