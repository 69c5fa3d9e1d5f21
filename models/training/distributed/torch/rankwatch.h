#pragma once

#include "training/distributed/ranknews.h"
#include "training/distributed/torch/meetingstore.h"

#include <memory>
#include <thread>

namespace inceptoscope {

/// A thread that counts up a number in the meeting store every half second and looks at those of
/// the other ranks, and at whether one has said that it ends.
class RankWatch
{
public:
    /// `store` is this thread's alone.
    RankWatch(std::shared_ptr<RankNews> news, const RankPlace &place, MeetingStore store);
    /// Waits a few seconds for the others to end too, who may still have to read why.
    ~RankWatch();
    RankWatch(const RankWatch &) = delete;
    RankWatch &operator=(const RankWatch &) = delete;

private:
    std::shared_ptr<RankNews> m_news; ///< the thread's too: where a network is dead it may not end
    std::thread m_thread;
};

} // namespace inceptoscope
