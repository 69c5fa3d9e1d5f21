#include "commandline/interruption.h"

#include <csignal>
#include <cstdlib>
#include <pthread.h>
#include <thread>

namespace inceptoscope {

/// A stop source may not be used in a signal handler, so a thread waits for the signal: it must be
/// blocked in every other, hence before any other is started.
static std::stop_source &startWatching()
{
    static std::stop_source source;
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    std::thread([ends] {
        int received = 0;
        sigwait(&ends, &received);
        source.request_stop();
        sigwait(&ends, &received);
        std::_Exit(128 + received);
    }).detach();
    return source;
}

std::stop_token interruption()
{
    static const std::stop_token token = startWatching().get_token();
    return token;
}

} // namespace inceptoscope
