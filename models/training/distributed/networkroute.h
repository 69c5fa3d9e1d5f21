#pragma once

#include "graph/error.h"

#include <cstdint>
#include <span>
#include <string>

namespace inceptoscope {

/// Numeric addresses of the two ends of a way through the network.
struct NetworkRoute
{
    std::string own;
    std::string other;

    bool operator==(const NetworkRoute &) const = default;
};

/// How this machine sends to another; nothing is sent.
Expected<NetworkRoute> routeTo(const std::string &host, std::uint16_t port);

/// Where a rank is to listen for the others, from the routes that all of them take to rank 0. A
/// machine takes its own name for a loopback address, often: what the others know it by is what
/// they can reach.
std::string listeningAddress(std::span<const NetworkRoute> routes, std::size_t rank);

} // namespace inceptoscope
