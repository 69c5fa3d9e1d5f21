#include "training/distributed/samesettings.h"

#include "checkpoint/printable.h"

#include <cstdint>
#include <fmt/format.h>
#include <sstream>
#include <string>

namespace inceptoscope {

namespace {

template<typename Number> std::string textOf(const std::vector<Number> &numbers)
{
    return fmt::format("{}", fmt::join(numbers, ","));
}

template<typename Value> std::string textOf(const Value &value)
{
    return fmt::format("{}", value);
}

/// A setting a line.
std::string textOf(const RunSettings &settings)
{
    std::string text;
    for (const auto &[name, value] : settings)
        text += name + ' '
            + printable(std::visit([](const auto &each) { return textOf(each); }, value)) + '\n';
    return text;
}

/// Rank 0's.
Expected<std::string> shared(const Team &team, std::string text)
{
    std::uint64_t size = text.size();
    const auto told = team.share(std::span(&size, 1));
    if (!told)
        return tl::unexpected(told.error());
    text.resize(size);
    const auto shared = team.share(std::span(text));
    return shared ? Expected<std::string>(std::move(text)) : tl::unexpected(shared.error());
}

} // namespace

Expected<void> checkSameSettings(const Team &team, const RunSettings &settings)
{
    const std::string own = textOf(settings);
    const auto first = shared(team, own);
    if (!first)
        return tl::unexpected(first.error());
    std::istringstream owns(own);
    std::istringstream firsts(*first);
    std::string ownLine;
    std::string firstLine;
    while (std::getline(owns, ownLine) && std::getline(firsts, firstLine)) {
        if (ownLine != firstLine)
            return failure(
                fmt::format("rank {} has {} where rank 0 has {}; all ranks need the same "
                            "options and the same photos",
                            team.rank(), ownLine, firstLine));
    }
    return {};
}

} // namespace inceptoscope
