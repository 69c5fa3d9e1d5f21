#include "training/distributed/networkroute.h"

#include "checkpoint/printable.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <netdb.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace inceptoscope {

namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Expected<Addresses> addressesOf(const std::string &host, std::uint16_t port)
{
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_DGRAM;
    addrinfo *found = nullptr;
    const int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found);
    if (error != 0)
        return failure("MASTER_ADDR names " + printable(host)
                       + ", which cannot be found: " + gai_strerror(error));
    return Addresses(found, &freeaddrinfo);
}

std::string numericName(const sockaddr *address, socklen_t size)
{
    std::array<char, NI_MAXHOST> name{};
    if (getnameinfo(address, size, name.data(), name.size(), nullptr, 0, NI_NUMERICHOST) != 0)
        return {};
    return name.data();
}

/// Connecting a datagram socket asks the routing table, and nobody else. Empty where there is no
/// way.
NetworkRoute routeTo(const addrinfo &address)
{
    const int socket = ::socket(address.ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return {};
    NetworkRoute route;
    sockaddr_storage own{};
    socklen_t size = sizeof own;
    if (connect(socket, address.ai_addr, address.ai_addrlen) == 0
        && getsockname(socket, reinterpret_cast<sockaddr *>(&own), &size) == 0)
        route = {numericName(reinterpret_cast<const sockaddr *>(&own), size),
                 numericName(address.ai_addr, address.ai_addrlen)};
    const int error = errno;
    close(socket);
    errno = error;
    return route;
}

bool isLoopback(const std::string &address)
{
    return address.starts_with("127.") || address == "::1";
}

} // namespace

Expected<NetworkRoute> routeTo(const std::string &host, std::uint16_t port)
{
    const auto addresses = addressesOf(host, port);
    if (!addresses)
        return tl::unexpected(addresses.error());
    int error = 0;
    for (const addrinfo *each = addresses->get(); each; each = each->ai_next) {
        NetworkRoute route = routeTo(*each);
        if (!route.own.empty())
            return route;
        error = errno;
    }
    return failure("there is no way through the network to " + printable(host) + ": "
                   + std::generic_category().message(error));
}

std::string listeningAddress(std::span<const NetworkRoute> routes, std::size_t rank)
{
    const std::string &own = routes[rank].own;
    const auto fromElsewhere = std::ranges::find_if(
        routes, [](const NetworkRoute &route) { return !isLoopback(route.own); });
    return isLoopback(own) && fromElsewhere != routes.end() ? fromElsewhere->other : own;
}

} // namespace inceptoscope
