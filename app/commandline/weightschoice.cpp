#include "commandline/weightschoice.h"

#include "checkpoint/fileformat.h"
#include "commandline/networkchoice.h"

#include <system_error>

namespace inceptoscope {

static bool isPath(const std::string &text)
{
    return text.find('/') != std::string::npos || hasWeightSuffix(text);
}

static CommandResult<std::string> familyOf(const std::string &network)
{
    if (network.empty())
        return network;
    return findNetwork(network).map([](const CatalogueEntry &entry) { return entry.network; });
}

CommandResult<ChosenWeights> chooseWeights(const std::string &text, const std::string &network)
{
    const auto family = familyOf(network);
    if (!family)
        return tl::unexpected(family.error());
    std::error_code ignored;
    const bool isId = !isPath(text) && scanNetworks().find(text) != nullptr;
    if (!isId && (isPath(text) || std::filesystem::exists(text, ignored)))
        return ChosenWeights{text, *family};
    const auto entry = findNetwork(text);
    if (!entry)
        return tl::unexpected(entry.error());
    if (entry->weights == CatalogueEntry::Weights::None)
        return workFailed(noWeights(*entry));
    return ChosenWeights{entry->file, *family};
}

} // namespace inceptoscope
