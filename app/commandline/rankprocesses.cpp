#include "commandline/rankprocesses.h"

#include "commandline/commandoutput.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <netinet/in.h>
#include <spawn.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace inceptoscope {

namespace {

using std::chrono::seconds;

/// Where one has failed the others say so, keep a checkpoint and end by themselves, unless they
/// still wait for it to come.
constexpr seconds toEnd(60);

constexpr auto launcherName = "INCEPTOSCOPE_LAUNCHER";

std::string systemError()
{
    return std::generic_category().message(errno);
}

/// One that nobody listens on at the moment.
Expected<int> freePort()
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *const any = reinterpret_cast<sockaddr *>(&address);
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool bound =
        socket >= 0 && bind(socket, any, size) == 0 && getsockname(socket, any, &size) == 0;
    const std::string error = systemError();
    if (socket >= 0)
        close(socket);
    return bound ? Expected<int>(ntohs(address.sin_port))
                 : failure("there is no port for the ranks to meet at: " + error);
}

/// This process's, without what it might say of ranks itself, and with what is set.
std::vector<std::string> environmentWith(const std::map<std::string, std::string> &set)
{
    std::vector<std::string> all;
    all.reserve(set.size());
    for (const auto &[name, value] : set)
        all.push_back(fmt::format("{}={}", name, value));
    for (char **each = environ; *each; ++each) {
        const std::string_view text(*each);
        if (!text.starts_with("TORCHELASTIC_")
            && !set.contains(std::string(text.substr(0, text.find('=')))))
            all.emplace_back(text);
    }
    return all;
}

std::vector<char *> pointersTo(std::vector<std::string> &texts)
{
    std::vector<char *> pointers(texts.size() + 1);
    std::ranges::transform(texts, pointers.begin(), [](std::string &text) { return text.data(); });
    return pointers;
}

/// In a group of its own: a terminal's Ctrl-C reaches this process alone, which passes it on once.
Expected<pid_t> start(std::vector<std::string> arguments, std::vector<std::string> environment)
{
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    pid_t process = 0;
    const int error = posix_spawn(&process, "/proc/self/exe", nullptr, &attributes,
                                  pointersTo(arguments).data(), pointersTo(environment).data());
    posix_spawnattr_destroy(&attributes);
    if (error != 0)
        return failure("a rank cannot be started: " + std::generic_category().message(error));
    return process;
}

class RankProcesses
{
public:
    Expected<void> startAll(int ranks, const std::vector<std::string> &arguments);
    int wait(const std::stop_token &stop);
    void send(int signal);

private:
    void ended(pid_t process, int status);
    void hurry(const std::stop_token &done);

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::map<pid_t, int> m_running; ///< with its rank
    int m_status = 0;
};

Expected<void> RankProcesses::startAll(int ranks, const std::vector<std::string> &arguments)
{
    const auto port = freePort();
    if (!port)
        return tl::unexpected(port.error());
    std::map<std::string, std::string> set{{"MASTER_ADDR", "127.0.0.1"},
                                           {"MASTER_PORT", std::to_string(*port)},
                                           {"WORLD_SIZE", std::to_string(ranks)},
                                           {"LOCAL_WORLD_SIZE", std::to_string(ranks)},
                                           {launcherName, std::to_string(getpid())}};
    for (int rank = 0; rank < ranks; ++rank) {
        set["RANK"] = set["LOCAL_RANK"] = std::to_string(rank);
        const auto process = start(arguments, environmentWith(set));
        if (!process) {
            send(SIGTERM);
            return tl::unexpected(process.error());
        }
        const std::scoped_lock lock(m_mutex);
        m_running.emplace(*process, rank);
    }
    return {};
}

void RankProcesses::send(int signal)
{
    const std::scoped_lock lock(m_mutex);
    for (const auto &[process, rank] : m_running)
        kill(process, signal);
}

/// A number is another process's once its end was waited for: until then nothing is sent to it.
int RankProcesses::wait(const std::stop_token &stop)
{
    const std::stop_callback passOn(stop, [this] { send(SIGTERM); });
    std::jthread hurrying([this](const std::stop_token &done) { hurry(done); });
    while (!m_running.empty()) {
        siginfo_t info{};
        if (waitid(P_ALL, 0, &info, WEXITED | WNOWAIT) != 0)
            continue;
        const std::scoped_lock lock(m_mutex);
        int status = 0;
        waitpid(info.si_pid, &status, 0);
        ended(info.si_pid, status);
    }
    return m_status;
}

void RankProcesses::ended(pid_t process, int status)
{
    const auto found = m_running.extract(process);
    if (!found)
        return;
    if (WIFSIGNALED(status))
        complain("rank " + std::to_string(found.mapped()) + " was ended by signal "
                 + std::to_string(WTERMSIG(status)) + " (" + strsignal(WTERMSIG(status)) + ")");
    if (m_status == 0)
        m_status = WIFEXITED(status) ? WEXITSTATUS(status) : SomethingFailed;
    m_changed.notify_all();
}

void RankProcesses::hurry(const std::stop_token &done)
{
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait(lock, done, [this] { return m_status != 0; }))
        return;
    for (const int signal : {SIGTERM, SIGKILL}) {
        if (m_changed.wait_for(lock, done, toEnd, [this] { return m_running.empty(); })
            || done.stop_requested())
            return;
        for (const auto &[process, rank] : m_running)
            kill(process, signal);
    }
}

} // namespace

Expected<int> runAsRanks(int ranks, const std::vector<std::string> &arguments,
                         const std::stop_token &stop)
{
    RankProcesses processes;
    const auto started = processes.startAll(ranks, arguments);
    const int status = processes.wait(stop);
    return started.map([status] { return status; });
}

bool isRankOfLauncher()
{
    const char *const launcher = std::getenv(launcherName);
    if (!launcher)
        return false;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (std::to_string(getppid()) != launcher)
        std::_Exit(SomethingFailed); // it was gone before
    return true;
}

} // namespace inceptoscope
