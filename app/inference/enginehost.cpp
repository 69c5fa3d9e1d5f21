#include "inference/enginehost.h"

namespace inceptoscope {

Preprocessing EngineHost::preprocessing() const
{
    return m_description.preprocessing.withInputSize(m_engine->graph().input().height);
}

NetworkGraph withResidualScales(NetworkGraph graph, const ResidualScales &scales)
{
    for (const auto &[block, scale] : scales)
        graph = graph.withResidualScale(block, scale);
    return graph;
}

Expected<void> EngineHost::prepare(const CatalogueEntry &entry, int inputSize,
                                   const ResidualScales &scales, const std::stop_token &stop)
{
    if (m_entry != entry) {
        if (auto loaded = load(entry, stop); !loaded)
            return loaded;
    }
    const Expected<NetworkGraph> graph =
        inputSize == 0 ? *m_own : m_own->withInput({inputSize, inputSize});
    if (!graph)
        return tl::unexpected(graph.error());
    return m_engine->setGraph(withResidualScales(*graph, scales));
}

Expected<void> EngineHost::load(const CatalogueEntry &entry, const std::stop_token &stop)
{
    auto model = loadNetwork(entry);
    if (!model)
        return tl::unexpected(model.error());
    if (stop.stop_requested())
        return failure("cancelled");
    auto engine = makeEngine(model->graph, model->weights, {}, stop);
    if (!engine)
        return tl::unexpected(engine.error());
    m_entry = entry;
    m_description = std::move(model->description);
    m_own = model->graph;
    m_engine = std::move(*engine);
    return {};
}

} // namespace inceptoscope
