#pragma once

#include "graph/error.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace inceptoscope {

/// Who this process is among those that train one network, and where they meet.
struct RankPlace
{
    int rank = 0;
    int ranks = 1;
    int localRank = 0; ///< among those on this machine
    int localRanks = 1;
    std::string host; ///< of rank 0
    std::uint16_t port = 0;
    bool opens = false; ///< whether this one opens the port; torchrun may have opened it
    std::string attempt; ///< torchrun's count of starts, which share a meeting place
    std::string interface; ///< of the network, where somebody chose one

    std::string meetingPlace() const { return host + ":" + std::to_string(port); }
    bool operator==(const RankPlace &) const = default;
};

/// From the environment variables that torchrun sets and other launchers can: RANK, WORLD_SIZE,
/// MASTER_ADDR, MASTER_PORT, and LOCAL_RANK and LOCAL_WORLD_SIZE where there are such. Nothing
/// where neither RANK nor WORLD_SIZE is set, nor for a world of one.
Expected<std::optional<RankPlace>>
rankPlace(const std::function<const char *(const char *name)> &variable);

} // namespace inceptoscope
