#include "training/distributed/torch/meetingstore.h"

#include "checkpoint/printable.h"
#include "engine/torch/torchborder.h"

#include <c10/util/Logging.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <thread>

namespace inceptoscope {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds oneTry(2); // c10d's waiting cannot be interrupted
constexpr std::chrono::seconds oneAnswer(60); // of a machine that is busy, or gone
constexpr auto welcomeKey = "welcome";

/// c10d says on standard error that it tries again; a person is told what came of it.
void keepQuiet()
{
    constexpr int fatal = 3;
#ifdef C10_USE_GLOG
    FLAGS_minloglevel = fatal;
#else
    FLAGS_caffe2_log_level = fatal;
#endif
}

/// LibTorch 2's new server is not in every build; the old one is in all.
template<typename Options> void useOldServer(Options &options)
{
    if constexpr (requires { options.useLibUV; })
        options.useLibUV = false;
}

MeetingStore connect(const RankPlace &place, bool opens)
{
    c10d::TCPStoreOptions options;
    options.port = place.port;
    options.isServer = opens;
    options.waitWorkers = false;
    options.timeout = oneTry;
    useOldServer(options);
    const auto store = c10::make_intrusive<c10d::TCPStore>(place.host, options);
    store->setTimeout(oneAnswer);
    return c10::make_intrusive<c10d::PrefixStore>("inceptoscope" + place.attempt, store);
}

/// Where others wait. Under torchrun that is open already.
Expected<MeetingStore> open(const RankPlace &place)
{
    const auto opened = withoutExceptions([&]() -> Expected<MeetingStore> {
        const MeetingStore store = connect(place, place.opens);
        put(*store, welcomeKey, std::to_string(place.ranks));
        return store;
    });
    if (opened)
        return opened;
    const std::string &why = opened.error().message;
    if (why.find("EADDRINUSE") != std::string::npos || why.find("in use") != std::string::npos)
        return failure("port " + std::to_string(place.port)
                       + " is in use on this machine; choose another MASTER_PORT for all ranks");
    return failure("rank 0 cannot wait for the others at " + printable(place.meetingPlace()) + ": "
                   + why);
}

enum class Met { Nobody, Stranger, RankZero };

/// A try has a connection of its own: one whose waiting came to nothing is of no use any more.
Met tryToMeet(const RankPlace &place)
{
    Met met = Met::Nobody;
    try {
        const MeetingStore store = connect(place, false);
        met = Met::Stranger;
        store->wait({welcomeKey}, oneTry);
        met = Met::RankZero;
    } catch (const std::exception &) { // which one it was says `met`
    }
    return met;
}

} // namespace

MeetingStore visitMeetingStore(const RankPlace &place)
{
    return connect(place, false);
}

Expected<MeetingStore> openMeetingStore(const RankPlace &place, const JoinSettings &settings)
{
    keepQuiet();
    if (place.rank == 0)
        return open(place);
    const auto end = steady_clock::now() + settings.patience;
    Met met = tryToMeet(place);
    while (met != Met::RankZero && !settings.stop.stop_requested() && steady_clock::now() < end) {
        if (met == Met::Nobody)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        met = tryToMeet(place);
    }
    if (settings.stop.stop_requested())
        return failure("interrupted while waiting for rank 0");
    if (met == Met::Stranger)
        return failure("what answers at " + printable(place.meetingPlace())
                       + " is no rank 0 of this program; is MASTER_PORT right?");
    if (met == Met::Nobody)
        return failure("nobody answers at " + printable(place.meetingPlace())
                       + ", where rank 0 was to wait; is it started, and are MASTER_ADDR and "
                         "MASTER_PORT right?");
    return withoutExceptions([&]() -> Expected<MeetingStore> { return visitMeetingStore(place); });
}

std::string welcomeOf(c10d::Store &store)
{
    return read(store, welcomeKey);
}

void put(c10d::Store &store, const std::string &key, const std::string &text)
{
    store.set(key, std::vector<std::uint8_t>(text.begin(), text.end()));
}

std::string read(c10d::Store &store, const std::string &key)
{
    const std::vector<std::uint8_t> text = store.get(key);
    return {text.begin(), text.end()};
}

} // namespace inceptoscope
