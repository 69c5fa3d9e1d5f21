#include "training/distributed/rankplace.h"

#include "checkpoint/printable.h"

#include <charconv>
#include <string_view>

namespace inceptoscope {

namespace {

using Variables = std::function<const char *(const char *name)>;

constexpr int mostRanks = 4096;

/// Fails where it is not there or is no whole number of the range.
Expected<int> numberOf(const Variables &variable, const char *name, int least, int most)
{
    const char *const text = variable(name);
    if (!text)
        return failure(std::string(name)
                       + " is missing in the environment; each rank needs RANK, WORLD_SIZE, "
                         "MASTER_ADDR and MASTER_PORT, which torchrun sets");
    const std::string_view digits(text);
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || number < least
        || number > most)
        return failure(std::string(name) + " is " + printable(std::string(digits))
                       + " in the environment, and has to be a number from " + std::to_string(least)
                       + " to " + std::to_string(most));
    return number;
}

Expected<RankPlace> counted(const Variables &variable)
{
    const auto ranks = numberOf(variable, "WORLD_SIZE", 1, mostRanks);
    if (!ranks)
        return tl::unexpected(ranks.error());
    const auto rank = numberOf(variable, "RANK", 0, *ranks - 1);
    if (!rank)
        return tl::unexpected(rank.error());
    RankPlace place;
    place.rank = *rank;
    place.ranks = *ranks;
    return place;
}

/// One rank on each machine where the launcher says nothing.
Expected<void> addLocal(const Variables &variable, RankPlace &place)
{
    if (variable("LOCAL_WORLD_SIZE")) {
        const auto ranks = numberOf(variable, "LOCAL_WORLD_SIZE", 1, place.ranks);
        if (!ranks)
            return tl::unexpected(ranks.error());
        place.localRanks = *ranks;
    }
    if (variable("LOCAL_RANK")) {
        const auto rank = numberOf(variable, "LOCAL_RANK", 0, place.ranks - 1);
        if (!rank)
            return tl::unexpected(rank.error());
        place.localRank = *rank;
    }
    return {};
}

Expected<void> addMeetingPlace(const Variables &variable, RankPlace &place)
{
    const auto port = numberOf(variable, "MASTER_PORT", 1, 65535);
    if (!port)
        return tl::unexpected(port.error());
    const char *const host = variable("MASTER_ADDR");
    if (!host || std::string_view(host).empty())
        return failure("MASTER_ADDR is missing in the environment: the name or the address of the "
                       "machine of rank 0");
    place.host = host;
    place.port = static_cast<std::uint16_t>(*port);
    const char *const agent = variable("TORCHELASTIC_USE_AGENT_STORE");
    const bool opened = agent && std::string_view(agent) == "True";
    place.opens = place.rank == 0 && !opened;
    const char *const attempt = variable("TORCHELASTIC_RESTART_COUNT");
    place.attempt = opened && attempt ? attempt : "";
    const char *const interface = variable("GLOO_SOCKET_IFNAME");
    place.interface = interface ? interface : "";
    return {};
}

} // namespace

Expected<std::optional<RankPlace>> rankPlace(const Variables &variable)
{
    if (!variable("RANK") && !variable("WORLD_SIZE"))
        return std::nullopt;
    auto place = counted(variable);
    if (!place)
        return tl::unexpected(place.error());
    if (place->ranks == 1)
        return std::nullopt;
    const auto complete =
        addLocal(variable, *place).and_then([&] { return addMeetingPlace(variable, *place); });
    if (!complete)
        return tl::unexpected(complete.error());
    return std::move(*place);
}

} // namespace inceptoscope
