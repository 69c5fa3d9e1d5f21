#pragma once

#include "graph/error.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace inceptoscope {

/// What a rank knows of the others: a thread that asks about them writes it, and those that wait
/// for something of theirs read it, since a connection tells only of the rank at its other end, and
/// nothing where a machine has lost its power.
class RankNews
{
public:
    using Clock = std::chrono::steady_clock;

    /// A rank that is not heard of for as long as `silence` is taken for gone.
    RankNews(int rank, int ranks, std::chrono::milliseconds silence);

    /// Until done(), which is asked again after each change(); or until the run has ended, which is
    /// the error.
    template<typename Done> Expected<void> waitUntil(const Done &done)
    {
        std::unique_lock lock(m_mutex);
        while (!done() && !hasEnded())
            m_changed.wait_for(lock, lookEvery);
        // A rank that ends after an exchange may be heard of before what it sent.
        return m_changed.wait_for(lock, lookEvery, done) ? Expected<void>{}
                                                         : tl::unexpected(*m_ended);
    }
    /// Changes what done() depends on, from any thread.
    template<typename Change> void change(const Change &change)
    {
        const std::scoped_lock lock(m_mutex);
        change();
        m_changed.notify_all();
    }
    /// Whether idle() was true within a moment.
    template<typename Idle> bool waitIdle(const Idle &idle)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, lookEvery, idle);
    }
    /// Why the run has ended, if it has.
    Expected<void> check();
    /// Which rank is gone, after a connection broke. Takes a few seconds if nobody says it.
    Error whoIsGone();

    void hear(int rank);
    void hearGoodbye(int rank);
    /// The first reason stays.
    void end(const Error &why);

    /// Until there is something to say, or `lookEvery` is over, or this rank leaves.
    void rest();
    /// What the others are to be told, once.
    void say(const std::string &why);
    std::optional<std::string> takeSaid();
    void leave();
    bool isLeaving();
    /// Every other rank has said goodbye, or says nothing any more.
    bool isAlone();
    /// The thread that asks is done.
    void finish();
    /// Whether it was within the time.
    bool waitFinished(std::chrono::milliseconds time);

private:
    static constexpr std::chrono::milliseconds lookEvery{500};

    bool hasEnded();
    std::chrono::milliseconds silenceOf(std::size_t rank) const;
    std::size_t mostSilent() const; ///< of those that said no goodbye; this one where there is none

    const std::size_t m_rank;
    const std::chrono::milliseconds m_silence;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Clock::time_point> m_heard; ///< of each rank, the last time
    std::vector<bool> m_goodbye;
    std::optional<Error> m_ended; ///< the run
    std::optional<std::string> m_said;
    bool m_leaving = false;
    bool m_finished = false;
};

} // namespace inceptoscope
