#pragma once

#include "engine/engine.h"
#include "networks/networkcatalogue.h"

#include <map>
#include <memory>
#include <optional>
#include <stop_token>

namespace inceptoscope {

/// By the id of a residual block, in place of what the network has.
using ResidualScales = std::map<std::string, double>;

NetworkGraph withResidualScales(NetworkGraph graph, const ResidualScales &scales);

/// The engine that is loaded, and what it was loaded from. Lives on the inference thread.
class EngineHost
{
public:
    /// Makes the engine that `entry` names ready at an input size (0: its own) and with other
    /// residual scales, reading weights only where others are loaded. On failure what was loaded
    /// before stays.
    Expected<void> prepare(const CatalogueEntry &entry, int inputSize, const ResidualScales &scales,
                           const std::stop_token &stop);

    Engine &engine() { return *m_engine; }
    const ModelDescription &description() const { return m_description; }
    /// For the input size the engine is prepared for.
    Preprocessing preprocessing() const;

private:
    Expected<void> load(const CatalogueEntry &entry, const std::stop_token &stop);

    std::optional<CatalogueEntry> m_entry;
    ModelDescription m_description;
    std::optional<NetworkGraph> m_own; ///< at the input size of the weights
    std::unique_ptr<Engine> m_engine;
};

} // namespace inceptoscope
