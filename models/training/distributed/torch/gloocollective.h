#pragma once

#include "training/distributed/collective.h"
#include "training/distributed/joinsettings.h"
#include "training/distributed/rankplace.h"

#include <memory>

namespace inceptoscope {

/// By c10d's Gloo backend, over TCP. Waits for the other ranks.
Expected<std::shared_ptr<Collective>> joinThroughGloo(const RankPlace &place,
                                                      const JoinSettings &settings);

} // namespace inceptoscope
