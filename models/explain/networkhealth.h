#pragma once

#include "engine/activations.h"
#include "graph/networkgraph.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace inceptoscope {

/// What a block puts out for several photos.
struct BlockHealth
{
    std::string block; ///< its id
    /// Of residual blocks: RMS of what is added, after scaling, to that of what came in; 0 where
    /// that is all zero.
    std::optional<double> residualRatio;
    double deadShare = 0.0; ///< of its channels, those that are zero everywhere; 0 to 1

    bool operator==(const BlockHealth &) const = default;
};

/// What section 3.3 of the paper looks at: residuals that outgrow their trunks, and a network that
/// puts out nothing but zeros before the average pooling.
struct NetworkHealth
{
    std::vector<BlockHealth> blocks; ///< those before the pooling, along the depth
    double zerosBeforePool = 0.0; ///< share of zeros in what the last of them puts out

    bool operator==(const NetworkHealth &) const = default;
};

/// Adds up a network's answers to photos.
class HealthSums
{
public:
    explicit HealthSums(const NetworkGraph &graph);

    /// The layers to capture.
    const CaptureSet &layers() const { return m_layers; }
    void add(const Activations &answer);
    NetworkHealth result() const;

private:
    double residualRatio(const Block &block) const;

    NetworkGraph m_graph;
    CaptureSet m_layers;
    std::int64_t m_photos = 0;
    std::map<int, ValueSums> m_sums; ///< by layer
    std::map<int, std::vector<bool>> m_alive; ///< channels of the blocks' outputs, by layer
};

} // namespace inceptoscope
