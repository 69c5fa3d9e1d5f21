#pragma once

#include "networks/networkcatalogue.h"
#include "support/tinymodel.h"

namespace inceptoscope::test {

/// Writes the network into a file of `folder` that is called after it, and adds it to the
/// catalogue as if it came with the program; false where that fails.
inline bool addTinyNetwork(NetworkCatalogue &catalogue, const std::filesystem::path &folder,
                           const ModelDescription &description)
{
    const auto file = folder / (description.id + ".safetensors");
    const bool isSaved = saveTinyModel(file, description);
    catalogue.entries.push_back(entryFor(description, file, CatalogueEntry::Weights::Bundled));
    return isSaved;
}

/// A network that nobody has weights for.
inline CatalogueEntry entryWithoutWeights()
{
    CatalogueEntry entry;
    entry.id = entry.network = "inception_v3";
    entry.title = "Inception-v3";
    return entry;
}

} // namespace inceptoscope::test
