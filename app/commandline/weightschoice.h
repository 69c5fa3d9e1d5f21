#pragma once

#include "commandline/commandoutput.h"

#include <filesystem>
#include <string>

namespace inceptoscope {

/// A file of weights that a person named.
struct ChosenWeights
{
    std::filesystem::path file;
    std::string network; ///< id of the family it is for; empty: as its tensors say
};

/// `text` is an id of the catalogue or a path; `network` is empty or an id of the catalogue. The
/// file is not read. An unknown id is bad usage, one without weights an error that says where to
/// get some.
CommandResult<ChosenWeights> chooseWeights(const std::string &text, const std::string &network);

} // namespace inceptoscope
