#pragma once

#include "engine/onednn/compilednetwork.h"

#include <list>
#include <mutex>

namespace inceptoscope {

/// Networks stay compiled while they are in use and, the last few of them, afterwards: what a
/// person looks at, and the labels of the other photos. Threads may ask at once; none gets what
/// another one has.
class CompiledNetworks
{
public:
    /// For an engine of so many threads.
    CompiledNetworks(dnnl::engine engine, LayerFolder folder, int threads);

    /// The caller's alone until it is given back. `visit` is told of a compilation, which throws
    /// where it ends that.
    std::unique_ptr<CompiledNetwork> take(const NetworkGraph &graph, const CompileOptions &options,
                                          const CompiledNetwork::Visitor &visit);
    void giveBack(std::unique_ptr<CompiledNetwork> network);

private:
    std::size_t m_mostIdle;
    dnnl::engine m_engine;
    WeightPacker m_packer;
    std::mutex m_mutex;
    std::list<std::unique_ptr<CompiledNetwork>> m_idle; ///< used last first
};

} // namespace inceptoscope
