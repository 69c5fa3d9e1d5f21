#include "curves/readers/logfaults.h"

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

static constexpr std::string_view countMark = "; so are ";

std::string_view firstOf(std::string_view reason)
{
    return reason.substr(0, reason.rfind(countMark));
}

LogFaults::Fault *LogFaults::find(std::string_view kind)
{
    const auto found = std::ranges::find(m_faults, kind, &Fault::kind);
    return found != m_faults.end() ? &*found : nullptr;
}

bool LogFaults::addAgain(std::string_view kind)
{
    Fault *const fault = find(kind);
    if (fault)
        ++fault->count;
    return fault != nullptr;
}

void LogFaults::addFirst(std::string_view kind, std::string sentence)
{
    m_faults.push_back({std::string(kind), std::move(sentence)});
}

void LogFaults::tell(std::string_view kind, std::string sentence)
{
    if (!find(kind))
        addFirst(kind, std::move(sentence));
}

std::vector<std::string> LogFaults::reasons() const
{
    std::vector<std::string> reasons;
    reasons.reserve(m_faults.size());
    for (const Fault &fault : m_faults)
        reasons.push_back(
            fault.count == 1 ? fault.first
                             : fmt::format("{}{}{} more", fault.first, countMark, fault.count - 1));
    return reasons;
}

} // namespace inceptoscope
