#include "training/distributed/team.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace inceptoscope {

Team::Team(std::shared_ptr<Collective> ranks, std::stop_token stop)
    : m_ranks(std::move(ranks))
    , m_own(std::move(stop))
{
}

Expected<void> Team::sum(std::span<double> numbers)
{
    if (!m_ranks)
        return {};
    std::vector<double> all(numbers.begin(), numbers.end());
    all.push_back(m_own.stop_requested() ? 1.0 : 0.0);
    if (auto summed = m_ranks->sum(all); !summed)
        return summed;
    std::copy_n(all.begin(), numbers.size(), numbers.begin());
    if (all.back() > 0.0)
        m_agreed.request_stop();
    return {};
}

void Team::leave(const Error &why) const
{
    if (m_ranks)
        m_ranks->leave(why);
}

} // namespace inceptoscope
