#include "training/distributed/ranknews.h"

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

using std::chrono::milliseconds;

/// A rank whose process has died is not heard of for so long, before somebody knows that from its
/// connections; one that lives is, on the busiest machine.
constexpr milliseconds suspicious(2000);
constexpr milliseconds longestDoubt(5000);

RankNews::RankNews(int rank, int ranks, milliseconds silence)
    : m_rank(static_cast<std::size_t>(rank))
    , m_silence(silence)
    , m_heard(static_cast<std::size_t>(ranks), Clock::now())
    , m_goodbye(static_cast<std::size_t>(ranks))
{
}

milliseconds RankNews::silenceOf(std::size_t rank) const
{
    return std::chrono::duration_cast<milliseconds>(Clock::now() - m_heard[rank]);
}

std::size_t RankNews::mostSilent() const
{
    std::size_t most = m_rank;
    for (std::size_t rank = 0; rank < m_heard.size(); ++rank) {
        if (rank != m_rank && !m_goodbye[rank] && (most == m_rank || m_heard[rank] < m_heard[most]))
            most = rank;
    }
    return most;
}

bool RankNews::hasEnded()
{
    const std::size_t rank = mostSilent();
    if (!m_ended && rank != m_rank && silenceOf(rank) > m_silence)
        m_ended = Error{fmt::format("rank {} of {} has not been heard of for {:.3g} seconds", rank,
                                    m_heard.size(), static_cast<double>(m_silence.count()) / 1000)};
    return m_ended.has_value();
}

Expected<void> RankNews::check()
{
    const std::scoped_lock lock(m_mutex);
    return hasEnded() ? tl::unexpected(*m_ended) : Expected<void>{};
}

Error RankNews::whoIsGone()
{
    std::unique_lock lock(m_mutex);
    const auto end = Clock::now() + longestDoubt;
    while (!hasEnded() && silenceOf(mostSilent()) < suspicious && Clock::now() < end)
        m_changed.wait_for(lock, milliseconds(100));
    if (!m_ended) {
        const std::size_t rank = mostSilent();
        m_ended = Error{rank == m_rank || silenceOf(rank) < suspicious
                            ? "the connection to another rank broke"
                            : fmt::format("rank {} of {} is gone", rank, m_heard.size())};
    }
    return *m_ended;
}

void RankNews::hear(int rank)
{
    change([&] { m_heard[static_cast<std::size_t>(rank)] = Clock::now(); });
}

void RankNews::hearGoodbye(int rank)
{
    change([&] { m_goodbye[static_cast<std::size_t>(rank)] = true; });
}

void RankNews::end(const Error &why)
{
    change([&] {
        if (!m_ended)
            m_ended = why;
    });
}

void RankNews::rest()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, lookEvery, [this] { return m_leaving || m_said; });
}

void RankNews::say(const std::string &why)
{
    change([&] { m_said = why; });
}

std::optional<std::string> RankNews::takeSaid()
{
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_said, std::nullopt);
}

void RankNews::leave()
{
    change([&] { m_leaving = true; });
}

bool RankNews::isLeaving()
{
    const std::scoped_lock lock(m_mutex);
    return m_leaving;
}

bool RankNews::isAlone()
{
    const std::scoped_lock lock(m_mutex);
    for (std::size_t rank = 0; rank < m_heard.size(); ++rank) {
        if (rank != m_rank && !m_goodbye[rank] && silenceOf(rank) < suspicious)
            return false;
    }
    return true;
}

void RankNews::finish()
{
    change([&] { m_finished = true; });
}

bool RankNews::waitFinished(milliseconds time)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, time, [this] { return m_finished; });
}

} // namespace inceptoscope
