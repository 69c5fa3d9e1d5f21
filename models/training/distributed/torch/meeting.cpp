#include "training/distributed/torch/meeting.h"

#include "checkpoint/printable.h"
#include "training/distributed/networkroute.h"

#include <algorithm>
#include <cmath>
#include <thread>

namespace inceptoscope {

namespace {

using std::chrono::steady_clock;

constexpr auto refusalKey = "refusal";
constexpr auto seenKey = "seen";
constexpr std::chrono::milliseconds lookEvery(100);
constexpr std::chrono::seconds longestGoodbye(3);

std::string routeKey(int rank)
{
    return "route/" + std::to_string(rank);
}

class Arrival
{
public:
    Arrival(const RankPlace &place, const JoinSettings &settings, MeetingStore store)
        : m_place(place)
        , m_settings(settings)
        , m_store(std::move(store))
        , m_end(steady_clock::now() + settings.patience)
    {
    }

    Expected<Meeting> wait(const NetworkRoute &route)
    {
        const auto there = greet().and_then([&] { return announce(route); }).and_then([&] {
            return waitForAll();
        });
        if (there)
            return Meeting{m_store, listeningAddress(routes(), index(m_place.rank))};
        letOthersKnow();
        return tl::unexpected(there.error());
    }

private:
    static std::size_t index(int rank) { return static_cast<std::size_t>(rank); }

    /// Until there() or for as long as there is patience; whether it is.
    template<typename There> bool waitUntil(const There &there)
    {
        bool is = there();
        while (!is && steady_clock::now() < m_end && !isInterrupted()) {
            std::this_thread::sleep_for(lookEvery);
            is = there();
        }
        return is;
    }

    bool isInterrupted() const { return m_settings.stop.stop_requested(); }

    /// That it is a run of as many ranks.
    Expected<void> greet()
    {
        const std::string ranks = welcomeOf(*m_store);
        if (ranks == std::to_string(m_place.ranks))
            return {};
        return refuse("WORLD_SIZE is " + std::to_string(m_place.ranks) + " for rank "
                      + std::to_string(m_place.rank) + " and " + printable(ranks)
                      + " for rank 0; it has to be the same for all");
    }

    /// Ends the waiting of all.
    tl::unexpected<Error> refuse(const std::string &why)
    {
        put(*m_store, refusalKey, why);
        return failure(why);
    }

    Expected<void> announce(const NetworkRoute &route)
    {
        if (m_store->add("rank/" + std::to_string(m_place.rank), 1) > 1)
            return failure("there is a rank " + std::to_string(m_place.rank)
                           + " already; RANK has to be another for each");
        put(*m_store, routeKey(m_place.rank), route.own + " " + route.other);
        m_announced = true;
        return {};
    }

    Expected<void> waitForAll()
    {
        int missing = 0;
        std::string refusal;
        const bool there = waitUntil([&] {
            if (m_store->check({refusalKey}))
                refusal = read(*m_store, refusalKey);
            while (missing < m_place.ranks && m_store->check({routeKey(missing)}))
                ++missing;
            return missing == m_place.ranks || !refusal.empty();
        });
        if (!refusal.empty())
            return failure(printable(refusal));
        return there
            ? Expected<void>{}
            : gaveUp("rank " + std::to_string(missing) + " of " + std::to_string(m_place.ranks)
                     + " did not come to " + printable(m_place.meetingPlace()));
    }

    Expected<void> gaveUp(const std::string &why)
    {
        if (isInterrupted()) {
            put(*m_store, refusalKey,
                "rank " + std::to_string(m_place.rank) + " has ended: interrupted");
            return failure("interrupted while waiting for the other ranks");
        }
        const auto seconds = std::chrono::duration<double>(m_settings.patience).count();
        return refuse(why + " within " + std::to_string(std::llround(seconds)) + " seconds");
    }

    /// What ends the waiting of all is read before the meeting place is closed.
    void letOthersKnow()
    {
        if (!m_announced)
            return;
        m_store->add(seenKey, 1);
        std::int64_t arrived = 0;
        for (int rank = 0; rank < m_place.ranks; ++rank)
            arrived += m_store->check({routeKey(rank)}) ? 1 : 0;
        const auto end = steady_clock::now() + longestGoodbye;
        while (m_place.opens && m_store->add(seenKey, 0) < arrived && steady_clock::now() < end)
            std::this_thread::sleep_for(lookEvery);
    }

    std::vector<NetworkRoute> routes()
    {
        std::vector<NetworkRoute> routes;
        for (int rank = 0; rank < m_place.ranks; ++rank) {
            const std::string ends = read(*m_store, routeKey(rank));
            const std::size_t space = std::min(ends.find(' '), ends.size());
            routes.push_back(
                {ends.substr(0, space), ends.substr(std::min(space + 1, ends.size()))});
        }
        return routes;
    }

    const RankPlace &m_place;
    const JoinSettings &m_settings;
    MeetingStore m_store;
    steady_clock::time_point m_end;
    bool m_announced = false;
};

} // namespace

Expected<Meeting> meet(const RankPlace &place, const JoinSettings &settings)
{
    const auto route = routeTo(place.host, place.port);
    if (!route)
        return tl::unexpected(route.error());
    const auto store = openMeetingStore(place, settings);
    if (!store)
        return tl::unexpected(store.error());
    try {
        return Arrival(place, settings, *store).wait(*route);
    } catch (const std::exception &) {
        return failure("rank 0 is gone, and with it the meeting place "
                       + printable(place.meetingPlace()));
    }
}

} // namespace inceptoscope
