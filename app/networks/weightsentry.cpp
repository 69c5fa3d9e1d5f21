#include "networks/weightsentry.h"

#include "checkpoint/weightsfile.h"

namespace inceptoscope {

Expected<CatalogueEntry> readEntry(const std::filesystem::path &file,
                                   CatalogueEntry::Weights weights)
{
    const auto tensors = readTensorFile(file);
    if (!tensors)
        return tl::unexpected(tensors.error());
    auto recognised = recogniseWeights(*tensors);
    if (!recognised)
        return tl::unexpected(recognised.error());
    return entryFor(recognised->description, file, weights);
}

} // namespace inceptoscope
