#pragma once

#include "training/distributed/torch/meetingstore.h"

namespace inceptoscope {

/// What comes of all ranks having found each other.
struct Meeting
{
    MeetingStore store;
    std::string address; ///< where this rank is to listen for the others
};

/// Waits for every rank, within the patience. Fails where two are the same, where they were told
/// different numbers of ranks, and where one is missing.
Expected<Meeting> meet(const RankPlace &place, const JoinSettings &settings);

} // namespace inceptoscope
