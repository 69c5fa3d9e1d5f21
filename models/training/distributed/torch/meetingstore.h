#pragma once

#include "training/distributed/joinsettings.h"
#include "training/distributed/rankplace.h"

#include <torch/csrc/distributed/c10d/Store.hpp>

namespace inceptoscope {

using MeetingStore = c10::intrusive_ptr<c10d::Store>;

/// The table of texts that all ranks read and write: opened, or found within the patience. An
/// object of its own for each thread, since one that waits keeps the others waiting.
Expected<MeetingStore> openMeetingStore(const RankPlace &place, const JoinSettings &settings);
/// How many ranks rank 0 waits for.
std::string welcomeOf(c10d::Store &store);
/// Another way to what is open. Throws what c10d throws.
MeetingStore visitMeetingStore(const RankPlace &place);

void put(c10d::Store &store, const std::string &key, const std::string &text);
/// Of a key that is there. Throws what c10d throws.
std::string read(c10d::Store &store, const std::string &key);

} // namespace inceptoscope
