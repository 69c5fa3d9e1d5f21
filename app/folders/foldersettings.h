#pragma once

#include "inference/enginehost.h"

namespace inceptoscope {

/// The network that answers for a folder, and how it is run.
struct FolderSettings
{
    CatalogueEntry entry;
    int inputSize = 0; ///< pixels; 0: that of the weights
    ResidualScales scales{};

    bool operator==(const FolderSettings &) const = default;
};

} // namespace inceptoscope
