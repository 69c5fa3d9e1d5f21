#pragma once

#include "training/distributed/collective.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

namespace inceptoscope::test {

/// Ranks that are threads of the test.
class RankThreads
{
public:
    explicit RankThreads(int ranks)
        : m_ranks(ranks)
    {
    }

    /// work(collective) on as many threads as there are ranks; what it returns, by rank.
    template<typename Work> static auto run(int ranks, const Work &work)
    {
        using Result = decltype(work(std::declval<std::shared_ptr<Collective>>()));
        RankThreads group(ranks);
        std::vector<std::optional<Result>> results(static_cast<std::size_t>(ranks));
        {
            std::vector<std::jthread> threads;
            threads.reserve(results.size());
            for (int rank = 0; rank < ranks; ++rank)
                threads.emplace_back([&, rank] {
                    results[static_cast<std::size_t>(rank)] = work(group.rank(rank));
                });
        }
        std::vector<Result> all;
        all.reserve(results.size());
        for (auto &result : results)
            all.push_back(std::move(*result));
        return all;
    }

    std::shared_ptr<Collective> rank(int rank) { return std::make_shared<Rank>(*this, rank); }

private:
    using Numbers = std::variant<std::vector<float>, std::vector<double>, std::vector<std::byte>>;

    /// One call of every rank.
    struct Meeting
    {
        std::map<int, Numbers> given;
        Numbers result;
    };

    class Rank : public Collective
    {
    public:
        Rank(RankThreads &group, int rank)
            : m_group(group)
            , m_rank(rank)
        {
        }

        int rank() const override { return m_rank; }
        int ranks() const override { return m_group.m_ranks; }

        Expected<std::unique_ptr<PendingSum>> startSum(std::span<float> numbers) override
        {
            return std::make_unique<Pending<float>>(m_group, give(numbers), numbers);
        }
        Expected<void> sum(std::span<double> numbers) override
        {
            return m_group.take(give(numbers), numbers);
        }
        Expected<void> broadcast(std::span<std::byte> bytes) override
        {
            return m_group.take(give(bytes), bytes);
        }
        void leave(const Error &why) override { m_group.leave(m_rank, why); }

    private:
        template<typename Number> std::size_t give(std::span<Number> numbers)
        {
            m_group.give(m_rank, m_calls, std::vector<Number>(numbers.begin(), numbers.end()));
            return m_calls++;
        }

        RankThreads &m_group;
        int m_rank;
        std::size_t m_calls = 0;
    };

    template<typename Number> class Pending : public PendingSum
    {
    public:
        Pending(RankThreads &group, std::size_t call, std::span<Number> numbers)
            : m_group(group)
            , m_call(call)
            , m_numbers(numbers)
        {
        }
        Expected<void> wait() override { return m_group.take(m_call, m_numbers); }

    private:
        RankThreads &m_group;
        std::size_t m_call;
        std::span<Number> m_numbers;
    };

    static std::vector<std::byte> together(const std::map<int, Numbers> &given,
                                           const std::vector<std::byte> &)
    {
        return std::get<std::vector<std::byte>>(given.at(0));
    }
    template<typename Number>
    static std::vector<Number> together(const std::map<int, Numbers> &given,
                                        const std::vector<Number> &last)
    {
        std::vector<Number> sum(last.size());
        for (const auto &[rank, numbers] : given)
            std::ranges::transform(sum, std::get<std::vector<Number>>(numbers), sum.begin(),
                                   std::plus());
        return sum;
    }

    void give(int rank, std::size_t call, Numbers numbers)
    {
        const std::scoped_lock lock(m_mutex);
        Meeting &meeting = m_meetings[call];
        meeting.given[rank] = std::move(numbers);
        if (meeting.given.size() < static_cast<std::size_t>(m_ranks))
            return;
        meeting.result =
            std::visit([&](const auto &last) { return Numbers(together(meeting.given, last)); },
                       meeting.given.at(rank));
        m_changed.notify_all();
    }

    template<typename Number> Expected<void> take(std::size_t call, std::span<Number> numbers)
    {
        std::unique_lock lock(m_mutex);
        Meeting &meeting = m_meetings[call];
        const auto isComplete = [&] {
            return meeting.given.size() == static_cast<std::size_t>(m_ranks);
        };
        m_changed.wait(lock, [&] { return m_left || isComplete(); });
        if (!isComplete()) // what all have given is there for all, also for those who ask late
            return tl::unexpected(*m_left);
        std::ranges::copy(std::get<std::vector<Number>>(meeting.result), numbers.begin());
        return {};
    }

    void leave(int rank, const Error &why)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_left)
            m_left = Error{"rank " + std::to_string(rank) + " has ended: " + why.message};
        m_changed.notify_all();
    }

    int m_ranks;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<std::size_t, Meeting> m_meetings;
    std::optional<Error> m_left;
};

} // namespace inceptoscope::test
