#pragma once

#include "networks/networkcatalogue.h"

namespace inceptoscope {

/// The catalogue's entry for any file of weights. Reads its header, and blocks on the disk.
Expected<CatalogueEntry> readEntry(const std::filesystem::path &file,
                                   CatalogueEntry::Weights weights);

} // namespace inceptoscope
