#pragma once

#include "weights/downloadrequest.h"
#include "weights/publicweights.h"
#include "weights/weightsroles.h"
#include "weights/weightstore.h"

#include <optional>
#include <string>
#include <vector>

namespace inceptoscope {

/// Weights that can be had or are here, and what is being done about them.
struct WeightsRow
{
    PublicWeights weights; ///< of those that only a person has: what their file and sidecar say
    bool isPublic = true;
    std::optional<InstalledWeights> installed{};
    DownloadState download = DownloadState::Idle;
    DownloadProgress progress{}; ///< of a download, also of one that was left in another run
    std::string message{}; ///< why a download waits or failed

    WeightsState state() const;
    /// Bytes that are not the whole are here, and not being worked on.
    bool hasPart() const;

    // What can be done with it.
    bool canGet() const; ///< begin, go on, or try again
    bool canPause() const { return state() == WeightsState::Busy; }
    bool canDiscard() const { return hasPart(); } ///< the part
    bool canRemove() const { return installed.has_value(); }
    bool canUse() const { return state() == WeightsState::Installed; }

    /// Bytes; of those that are here, exactly.
    std::int64_t size() const { return installed ? installed->bytes : weights.size; }

    bool operator==(const WeightsRow &) const = default;
};

/// What is public, in the order of the table, then what only this person has. Reads the folder, so
/// it blocks on the disk. The error is that of publicWeights().
Expected<std::vector<WeightsRow>> weightsRows(const WeightStore &store);

} // namespace inceptoscope
