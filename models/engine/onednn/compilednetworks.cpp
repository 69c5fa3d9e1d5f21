#include "engine/onednn/compilednetworks.h"

#include <algorithm>

namespace inceptoscope {

/// A batch has one for each thread and one for its last pictures; beside them, what a person looked
/// at before. Each has an arena of some megabytes; weights are shared where they are the same.
static std::size_t mostIdle(int threads)
{
    return static_cast<std::size_t>(std::max(threads + 1, 4));
}

CompiledNetworks::CompiledNetworks(dnnl::engine engine, LayerFolder folder, int threads)
    : m_mostIdle(mostIdle(threads))
    , m_engine(engine)
    , m_packer(std::move(engine), std::move(folder))
{
}

std::unique_ptr<CompiledNetwork> CompiledNetworks::take(const NetworkGraph &graph,
                                                        const CompileOptions &options,
                                                        const CompiledNetwork::Visitor &visit)
{
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = std::ranges::find_if(m_idle, [&](const auto &network) {
            return network->options() == options && network->graph() == graph;
        });
        if (found != m_idle.end()) {
            auto network = std::move(*found);
            m_idle.erase(found);
            return network;
        }
    }
    auto network = std::make_unique<CompiledNetwork>(graph, options, m_engine, m_packer, visit);
    m_packer.forgetUnfinished();
    return network;
}

void CompiledNetworks::giveBack(std::unique_ptr<CompiledNetwork> network)
{
    network->letGo();
    const std::scoped_lock lock(m_mutex);
    m_idle.push_front(std::move(network));
    if (m_idle.size() > m_mostIdle)
        m_idle.pop_back();
}

} // namespace inceptoscope
