#pragma once

#include "checkpoint/weightsfile.h"
#include "graph/networkgraph.h"
#include "zoo/zoo.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// A network the program can show: a family of the zoo as published, or weights for one.
struct CatalogueEntry
{
    enum class Weights { None, Bundled, Installed };

    std::string id; ///< "inception_v4", "inception_v4_imagenette"
    std::string title; ///< "Inception-v4", "Inception-v4 · Imagenette"
    std::string network; ///< id of the family
    NetworkOptions options; ///< what differs from the family as published
    Weights weights = Weights::None;
    std::filesystem::path file; ///< of the weights; empty where there are none
    std::filesystem::path card; ///< the model card beside them; empty where there is none
    std::filesystem::file_time_type modified{}; ///< of the file: other contents are another entry
    std::vector<std::string> labels{}; ///< chosen by a person in place of the weights' own

    bool operator==(const CatalogueEntry &) const = default;
};

/// Every network there is to choose from: bundled weights first, then installed ones, then the
/// families of the zoo. Reads the headers of the files only, so it is quick.
struct NetworkCatalogue
{
    std::vector<CatalogueEntry> entries;
    std::vector<std::string> problems; ///< a sentence for each file that cannot be used

    /// Null where there is none.
    const CatalogueEntry *find(std::string_view id) const;
};

/// Bundled files lie in resources/networks, installed ones in networks/ of the person's data folder
/// for the program ($XDG_DATA_HOME/inceptoscope).
NetworkCatalogue scanNetworks();

/// The entry for a file that describes itself, or was recognised.
CatalogueEntry entryFor(const ModelDescription &description, const std::filesystem::path &file,
                        CatalogueEntry::Weights weights);

/// The description alone, at another input size where one is given (pixels). The error is one
/// sentence.
Expected<NetworkGraph> graphOf(const CatalogueEntry &entry, int inputSize = 0);

/// That an entry has no weights, and where to get some.
Error noWeights(const CatalogueEntry &entry);

/// Reads the weights; blocks on the disk. An entry without weights is an error that says where to
/// get some.
Expected<LoadedModel> loadNetwork(const CatalogueEntry &entry);

} // namespace inceptoscope
