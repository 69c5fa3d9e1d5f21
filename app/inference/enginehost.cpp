#include "inference/enginehost.h"

namespace inceptoscope {

Preprocessing EngineHost::preprocessing() const
{
    return m_description.preprocessing.withInputSize(m_engine->graph().input().height);
}

Expected<void> EngineHost::prepare(const CatalogueEntry &entry, int inputSize,
                                   const std::stop_token &stop)
{
    if (m_entry != entry) {
        if (auto loaded = load(entry, stop); !loaded)
            return loaded;
    }
    if (inputSize == 0)
        return m_engine->setGraph(*m_own);
    return m_own->withInput({inputSize, inputSize}).and_then([this](const NetworkGraph &graph) {
        return m_engine->setGraph(graph);
    });
}

Expected<void> EngineHost::load(const CatalogueEntry &entry, const std::stop_token &stop)
{
    auto model = loadNetwork(entry);
    if (!model)
        return tl::unexpected(model.error());
    if (stop.stop_requested())
        return failure("cancelled");
    auto engine = makeEngine(model->graph, model->weights);
    if (!engine)
        return tl::unexpected(engine.error());
    m_entry = entry;
    m_description = std::move(model->description);
    m_own = model->graph;
    m_engine = std::move(*engine);
    return {};
}

} // namespace inceptoscope
