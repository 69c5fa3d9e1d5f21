#include "engine/torchruntime.h"
#include "training/distributed/networkroute.h"
#include "training/distributed/rankplace.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace inceptoscope;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Ranks that meet over TCP: threads of the test where they come to good ends, and processes of it
// where they do not.

namespace {

/// Listens on a port that nobody else had, as long as it lives.
class Listener
{
public:
    Listener()
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_ANY);
        socklen_t size = sizeof address;
        auto *const any = reinterpret_cast<sockaddr *>(&address);
        if (bind(m_socket, any, size) != 0 || listen(m_socket, 8) != 0
            || getsockname(m_socket, any, &size) != 0)
            throw std::runtime_error("no port to listen on");
        m_port = ntohs(address.sin_port);
    }
    ~Listener() { close(m_socket); }
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    std::uint16_t port() const { return m_port; }

private:
    int m_socket;
    std::uint16_t m_port = 0;
};

std::uint16_t freePort()
{
    return Listener().port();
}

RankPlace placeOf(int rank, int ranks, std::uint16_t port)
{
    RankPlace place;
    place.rank = rank;
    place.ranks = ranks;
    place.host = "127.0.0.1";
    place.port = port;
    place.opens = rank == 0;
    return place;
}

Expected<std::shared_ptr<Collective>> join(const RankPlace &place,
                                           milliseconds patience = seconds(60),
                                           milliseconds silence = seconds(30))
{
    return (*torchRuntime())
        ->joinRanks(place, {.patience = patience, .silence = silence, .stop = {}});
}

/// work(place) in as many threads as there are places; what each came to.
template<typename Work> auto together(const std::vector<RankPlace> &places, const Work &work)
{
    std::vector<decltype(work(places.front()))> results(places.size());
    {
        std::vector<std::jthread> threads;
        threads.reserve(places.size());
        for (std::size_t i = 0; i < places.size(); ++i)
            threads.emplace_back([&, i] { results[i] = work(places[i]); });
    }
    return results;
}

std::vector<RankPlace> placesOf(int ranks, std::uint16_t port = freePort())
{
    std::vector<RankPlace> places;
    for (int rank = 0; rank < ranks; ++rank)
        places.push_back(placeOf(rank, ranks, port));
    return places;
}

std::string errorOf(const Expected<void> &done)
{
    return done ? "" : done.error().message;
}

/// Why each could not join; nothing where it could.
std::vector<std::string> refusals(const std::vector<RankPlace> &places, milliseconds patience)
{
    return together(places, [&](const RankPlace &place) {
        const auto joined = join(place, patience);
        return joined ? std::string() : joined.error().message;
    });
}

std::function<const char *(const char *)> variables(std::map<std::string, std::string> set)
{
    return [set = std::move(set)](const char *name) {
        const auto found = set.find(name);
        return found == set.end() ? nullptr : found->second.c_str();
    };
}

std::string refusal(const std::map<std::string, std::string> &set)
{
    const auto place = rankPlace(variables(set));
    return place ? "" : place.error().message;
}

} // namespace

TEST(RankPlace, FromTheEnvironment)
{
    EXPECT_EQ(rankPlace(variables({{"MASTER_ADDR", "here"}, {"MASTER_PORT", "9"}})).value(),
              std::nullopt);
    EXPECT_EQ(rankPlace(variables({{"RANK", "0"}, {"WORLD_SIZE", "1"}})).value(), std::nullopt);
    RankPlace expected = placeOf(0, 4, 29500);
    expected.host = "node0";
    std::map<std::string, std::string> set{
        {"RANK", "0"}, {"WORLD_SIZE", "4"}, {"MASTER_ADDR", "node0"}, {"MASTER_PORT", "29500"}};
    EXPECT_EQ(rankPlace(variables(set)).value(), expected);
    set.insert({{"LOCAL_RANK", "1"},
                {"LOCAL_WORLD_SIZE", "2"},
                {"GLOO_SOCKET_IFNAME", "eth1"},
                {"TORCHELASTIC_USE_AGENT_STORE", "True"},
                {"TORCHELASTIC_RESTART_COUNT", "3"}});
    expected.localRank = 1;
    expected.localRanks = 2;
    expected.interface = "eth1";
    expected.opens = false;
    expected.attempt = "3";
    EXPECT_EQ(rankPlace(variables(set)).value(), expected);
}

TEST(RankPlace, FromAWrongEnvironment)
{
    const std::map<std::string, std::string> good{
        {"RANK", "1"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "node0"}, {"MASTER_PORT", "29500"}};
    EXPECT_EQ(refusal(good), "");
    const auto with = [&](const std::string &name, const std::string &value) {
        auto set = good;
        set[name] = value;
        return refusal(set);
    };
    const auto without = [&](const std::string &name) {
        auto set = good;
        set.erase(name);
        return refusal(set);
    };
    const auto number = [](const std::string &name, const std::string &is,
                           const std::string &range) {
        return name + " is " + is + " in the environment, and has to be a number from " + range;
    };
    EXPECT_EQ(with("RANK", "2"), number("RANK", "2", "0 to 1"));
    EXPECT_EQ(with("RANK", "-1"), number("RANK", "-1", "0 to 1"));
    EXPECT_EQ(with("RANK", ""), number("RANK", "", "0 to 1"));
    EXPECT_EQ(with("WORLD_SIZE", "two\n"), number("WORLD_SIZE", "two\\n", "1 to 4096"));
    EXPECT_EQ(with("WORLD_SIZE", "0"), number("WORLD_SIZE", "0", "1 to 4096"));
    EXPECT_EQ(with("MASTER_PORT", "65536"), number("MASTER_PORT", "65536", "1 to 65535"));
    EXPECT_EQ(with("LOCAL_RANK", "x"), number("LOCAL_RANK", "x", "0 to 1"));
    EXPECT_EQ(with("LOCAL_WORLD_SIZE", "3"), number("LOCAL_WORLD_SIZE", "3", "1 to 2"));
    const std::string noAddress = "MASTER_ADDR is missing in the environment: the name or the "
                                  "address of the machine of rank 0";
    EXPECT_EQ(with("MASTER_ADDR", ""), noAddress);
    EXPECT_EQ(without("MASTER_ADDR"), noAddress);
    for (const std::string name : {"RANK", "WORLD_SIZE", "MASTER_PORT"}) {
        EXPECT_EQ(without(name),
                  name
                      + " is missing in the environment; each rank needs RANK, WORLD_SIZE, "
                        "MASTER_ADDR and MASTER_PORT, which torchrun sets");
    }
}

TEST(NetworkRoute, ToThisMachine)
{
    EXPECT_EQ(routeTo("127.0.0.1", 29500).value(), (NetworkRoute{"127.0.0.1", "127.0.0.1"}));
    const auto nowhere = routeTo("no.such.host.invalid", 29500);
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().message.find("MASTER_ADDR names no.such.host.invalid, which cannot "
                                           "be found: "),
              0U);
}

/// Debian's installer has a machine take its own name for 127.0.1.1.
TEST(NetworkRoute, WhereOthersReachAMachine)
{
    const std::vector<NetworkRoute> routes{
        {"127.0.0.1", "127.0.1.1"}, {"127.0.0.1", "127.0.1.1"}, {"10.0.0.2", "10.0.0.1"}};
    EXPECT_EQ(listeningAddress(routes, 0), "10.0.0.1");
    EXPECT_EQ(listeningAddress(routes, 1), "10.0.0.1");
    EXPECT_EQ(listeningAddress(routes, 2), "10.0.0.2");
    const std::vector<NetworkRoute> local{{"127.0.0.1", "127.0.1.1"}, {"::1", "::1"}};
    EXPECT_EQ(listeningAddress(local, 0), "127.0.0.1");
    EXPECT_EQ(listeningAddress(local, 1), "::1");
}

TEST(Ranks, WorkTogether)
{
    struct Numbers
    {
        std::vector<float> first, second;
        std::vector<double> sum;
        std::string text;
        bool operator==(const Numbers &) const = default;
    };
    const auto results = together(placesOf(3), [](const RankPlace &place) {
        const auto ranks = join(place).value();
        EXPECT_EQ(ranks->rank(), place.rank);
        EXPECT_EQ(ranks->ranks(), 3);
        const auto rank = static_cast<std::size_t>(place.rank);
        Numbers own{std::vector<float>(100'000, 0.1F * static_cast<float>(rank)),
                    std::vector<float>(7, 1.0F),
                    {1e-17, 1.0, static_cast<double>(rank)},
                    std::array<std::string, 3>{"this", "that", "such"}[rank]};
        const auto first = ranks->startSum(own.first).value();
        const auto second = ranks->startSum(own.second).value();
        EXPECT_EQ(errorOf(ranks->sum(own.sum)), "");
        EXPECT_EQ(errorOf(ranks->broadcast(std::as_writable_bytes(std::span(own.text)))), "");
        EXPECT_EQ(own.second, std::vector<float>(7, 1.0F)); // not waited for yet
        EXPECT_EQ(errorOf(second->wait()), "");
        EXPECT_EQ(errorOf(first->wait()), "");
        return own;
    });
    EXPECT_EQ(results[0], results[1]);
    EXPECT_EQ(results[0], results[2]);
    EXPECT_NEAR(results[0].first.back(), 0.3, 1e-6);
    EXPECT_EQ(results[0].second, std::vector<float>(7, 3.0F));
    EXPECT_EQ(results[0].sum, (std::vector<double>{3e-17, 3.0, 3.0}));
    EXPECT_EQ(results[0].text, "this");
}

TEST(Ranks, OneSaysWhyItEnds)
{
    const auto told = together(placesOf(3), [](const RankPlace &place) {
        const auto ranks = join(place).value();
        std::vector<float> numbers(10);
        if (place.rank == 1) {
            ranks->leave({"its disk is full"});
            return std::string();
        }
        const auto sum = ranks->startSum(numbers);
        const std::string first = sum ? errorOf((*sum)->wait()) : sum.error().message;
        std::vector<double> more(3);
        EXPECT_EQ(errorOf(ranks->sum(more)), first);
        ranks->leave({first + "; and a checkpoint is kept"});
        return first;
    });
    EXPECT_EQ(told,
              (std::vector<std::string>{"rank 1 has ended: its disk is full", "",
                                        "rank 1 has ended: its disk is full"}));
}

TEST(Ranks, NobodyAnswers)
{
    const auto places = placesOf(2);
    EXPECT_EQ(
        refusals({places[1]}, seconds(1)).front(),
        "nobody answers at " + places[1].meetingPlace()
            + ", where rank 0 was to wait; is it started, and are MASTER_ADDR and MASTER_PORT "
              "right?");
}

/// Who takes no notice of what it is asked.
TEST(Ranks, StrangerAnswers)
{
    const Listener listener;
    const auto places = placesOf(2, listener.port());
    EXPECT_EQ(refusals({places[1]}, seconds(1)).front(),
              "what answers at " + places[1].meetingPlace()
                  + " is no rank 0 of this program; is MASTER_PORT right?");
}

TEST(Ranks, PortIsTaken)
{
    const Listener listener;
    const auto places = placesOf(2, listener.port());
    EXPECT_EQ(refusals({places[0]}, seconds(60)).front(),
              "port " + std::to_string(listener.port())
                  + " is in use on this machine; choose another MASTER_PORT for all ranks");
}

/// All wait as long, and it is chance whether another sees that rank 0 has given up before it does
/// so itself.
static std::vector<std::string> alike(std::vector<std::string> refusals, const RankPlace &first,
                                      const std::string &missing)
{
    std::ranges::replace(
        refusals, "rank 0 is gone, and with it the meeting place " + first.meetingPlace(), missing);
    return refusals;
}

TEST(Ranks, OneIsMissing)
{
    const auto places = placesOf(3);
    const std::string missing =
        "rank 1 of 3 did not come to " + places[0].meetingPlace() + " within 3 seconds";
    EXPECT_EQ(alike(refusals({places[0], places[2]}, seconds(3)), places[0], missing),
              (std::vector<std::string>{missing, missing}));
}

TEST(Ranks, TwoAreTheSame)
{
    auto places = placesOf(3);
    places[2].rank = 1;
    const std::string missing =
        "rank 2 of 3 did not come to " + places[0].meetingPlace() + " within 3 seconds";
    auto told = alike(refusals(places, seconds(3)), places[0], missing);
    std::ranges::sort(told);
    EXPECT_EQ(told,
              (std::vector<std::string>{missing, missing,
                                        "there is a rank 1 already; RANK has to be another for "
                                        "each"}));
}

TEST(Ranks, NumbersOfRanksDiffer)
{
    auto places = placesOf(2);
    places[1].ranks = 3;
    const std::string difference = "WORLD_SIZE is 3 for rank 1 and 2 for rank 0; it has to be the "
                                   "same for all";
    EXPECT_EQ(refusals(places, seconds(60)), (std::vector<std::string>{difference, difference}));
}

TEST(Ranks, WaitingIsInterrupted)
{
    const auto places = placesOf(2);
    std::stop_source source;
    source.request_stop();
    for (const auto &[place, told] :
         {std::pair(places[0], "interrupted while waiting for the other ranks"),
          std::pair(places[1], "interrupted while waiting for rank 0")}) {
        const auto joined =
            (*torchRuntime())
                ->joinRanks(
                    place,
                    {.patience = seconds(60), .silence = seconds(30), .stop = source.get_token()});
        ASSERT_FALSE(joined);
        EXPECT_EQ(joined.error().message, told);
    }
}

namespace {

/// A rank that is a process, this program with another environment; says "at work" when all are.
class RankProcess
{
public:
    explicit RankProcess(const RankPlace &place)
    {
        std::array<int, 2> ends{};
        if (pipe2(ends.data(), O_CLOEXEC) != 0)
            throw std::runtime_error("no pipe");
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        std::vector<std::string> set{
            "RANK=" + std::to_string(place.rank), "WORLD_SIZE=" + std::to_string(place.ranks),
            "MASTER_ADDR=" + place.host, "MASTER_PORT=" + std::to_string(place.port)};
        std::vector<char *> environment;
        for (std::string &each : set)
            environment.push_back(each.data());
        for (char **each = environ; *each; ++each)
            environment.push_back(*each);
        environment.push_back(nullptr);
        std::string program = "/proc/self/exe";
        std::array<char *, 2> arguments{program.data(), nullptr};
        if (posix_spawn(&m_process, program.c_str(), &actions, nullptr, arguments.data(),
                        environment.data())
            != 0)
            throw std::runtime_error("no process");
        posix_spawn_file_actions_destroy(&actions);
        close(ends[1]);
        m_said = fdopen(ends[0], "r");
    }
    ~RankProcess()
    {
        kill(m_process, SIGKILL);
        waitpid(m_process, nullptr, 0);
        fclose(m_said);
    }
    RankProcess(const RankProcess &) = delete;
    RankProcess &operator=(const RankProcess &) = delete;

    std::string line() const
    {
        std::array<char, 300> text{};
        return fgets(text.data(), text.size(), m_said) ? text.data() : "(nothing)";
    }
    void send(int signal) const { kill(m_process, signal); }

private:
    pid_t m_process = 0;
    FILE *m_said = nullptr;
};

constexpr std::size_t summed = 1000; // numbers, by all ranks

/// Sums until that fails: why it does.
std::string workUntilTheEnd(Collective &ranks)
{
    std::vector<float> numbers(summed, 1.0F);
    Expected<void> done;
    while (done) {
        const auto sum = ranks.startSum(numbers);
        done = sum ? (*sum)->wait() : tl::unexpected(sum.error());
    }
    ranks.leave(done.error());
    return done.error().message;
}

/// What a process does that was started as a rank.
int beRank(const RankPlace &place)
{
    const auto ranks = join(place);
    std::vector<float> first(summed, 1.0F);
    if (!ranks || !(*ranks)->startSum(first).value()->wait())
        return 1; // a rank that is the first to have joined knows nothing of the others
    puts("at work");
    fflush(stdout);
    workUntilTheEnd(**ranks);
    return 0;
}

/// What the others of three say when a signal is sent to one of them in the middle of its work.
std::vector<std::string> saidWhen(int signal, std::size_t rank, milliseconds silence)
{
    std::vector<RankPlace> others = placesOf(3);
    const RankProcess process(others[rank]);
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(rank));
    const std::jthread sender([&] {
        EXPECT_EQ(process.line(), "at work\n");
        process.send(signal);
    });
    return together(others, [&](const RankPlace &place) {
        return workUntilTheEnd(*join(place, seconds(60), silence).value());
    });
}

} // namespace

TEST(Ranks, OneIsKilled)
{
    EXPECT_EQ(saidWhen(SIGKILL, 1, seconds(30)),
              (std::vector<std::string>{"rank 1 of 3 is gone", "rank 1 of 3 is gone"}));
}

TEST(Ranks, RankZeroIsKilled)
{
    for (const std::string &said : saidWhen(SIGKILL, 0, seconds(30)))
        EXPECT_EQ(said.find("rank 0 is gone, and with it the meeting place 127.0.0.1:"), 0U)
            << said;
}

/// As one whose machine has lost its power, or its network.
TEST(Ranks, OneIsSilent)
{
    const std::string silent = "rank 2 of 3 has not been heard of for 4 seconds";
    EXPECT_EQ(saidWhen(SIGSTOP, 2, seconds(4)), (std::vector<std::string>{silent, silent}));
}

int main(int argc, char **argv)
{
    const auto place = rankPlace([](const char *name) { return std::getenv(name); });
    if (place && *place)
        return beRank(**place);
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
