#pragma once

#include "commandline/commandoutput.h"
#include "networks/networkcatalogue.h"

#include <filesystem>
#include <string>

namespace CLI {
class App;
}

namespace inceptoscope {

/// The entry of that id; an unknown id is bad usage, and the sentence lists the known ones.
CommandResult<CatalogueEntry> findNetwork(const std::string &id);

/// What --network and --weights say.
struct NetworkArguments
{
    std::string network; ///< an id of the catalogue
    std::string weights; ///< an id of the catalogue, or a file
};

void addNetworkOptions(CLI::App &command, NetworkArguments &arguments);

struct ChosenNetwork
{
    std::string network; ///< as asked for: an id of the catalogue
    std::string weights; ///< what --weights would have to say
    std::filesystem::path file; ///< of the weights
    LoadedModel model;
};

/// Reads the weights asked for; without any, those of the network; without either, those of the
/// first network that comes with the program.
CommandResult<ChosenNetwork> chooseNetwork(const NetworkArguments &arguments);

/// The same with the names of the classes from a file; as it is where `labels` is empty.
CommandResult<ChosenNetwork> relabelled(ChosenNetwork network, const std::string &labels);

} // namespace inceptoscope
