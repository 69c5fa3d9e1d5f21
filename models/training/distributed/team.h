#pragma once

#include "training/distributed/collective.h"

#include <memory>
#include <span>
#include <stop_token>
#include <type_traits>

namespace inceptoscope {

/// The ranks of a run as the trainer sees them. A rank alone is one, too, and exchanges nothing.
class Team
{
public:
    Team(std::shared_ptr<Collective> ranks, std::stop_token stop);

    int rank() const { return m_ranks ? m_ranks->rank() : 0; }
    int size() const { return m_ranks ? m_ranks->ranks() : 1; }
    bool isAlone() const { return !m_ranks; }
    bool writes() const { return rank() == 0; } ///< the log, checkpoints and the model

    /// This rank's part of what there is, next to those of the ranks before and after it.
    template<typename Item> std::span<Item> shareOf(std::span<Item> all) const
    {
        const auto place = [&](int rank) {
            return all.size() * static_cast<std::size_t>(rank) / static_cast<std::size_t>(size());
        };
        return all.subspan(place(rank()), place(rank() + 1) - place(rank()));
    }
    /// Sums are where ranks agree to stop: all know after the same one that any is asked to.
    Expected<void> sum(std::span<double> numbers);
    /// Rank 0's on every rank.
    template<typename Number> Expected<void> share(std::span<Number> numbers) const
    {
        static_assert(std::is_trivially_copyable_v<Number>);
        return m_ranks ? m_ranks->broadcast(std::as_writable_bytes(numbers)) : Expected<void>{};
    }
    std::stop_token stop() const { return m_ranks ? m_agreed.get_token() : m_own; } ///< of all
    std::stop_token ownStop() const { return m_own; } ///< this rank is asked to
    /// Tells the others why this rank ends.
    void leave(const Error &why) const;

private:
    std::shared_ptr<Collective> m_ranks; ///< none: alone
    std::stop_token m_own;
    std::stop_source m_agreed;
};

} // namespace inceptoscope
