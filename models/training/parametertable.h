#pragma once

#include "graph/networkgraph.h"

#include <cstddef>
#include <span>
#include <vector>

namespace inceptoscope {

/// Where the tensors of a network lie among all its numbers in one piece of memory: one after the
/// other, in the order of NetworkGraph::parameterSpecs(). Values, gradients and what an optimizer
/// remembers have a piece each, so that what is done to all of them is done in one go.
class ParameterTable
{
public:
    struct Row
    {
        ParameterSpec spec;
        std::size_t offset = 0; ///< elements
        std::size_t elements = 0;

        std::span<float> of(std::span<float> all) const { return all.subspan(offset, elements); }
        std::span<const float> of(std::span<const float> all) const
        {
            return all.subspan(offset, elements);
        }
    };

    explicit ParameterTable(const NetworkGraph &graph);

    const std::vector<Row> &rows() const { return m_rows; }
    /// Of a layer; nullptr where it has no such tensor.
    const Row *find(int layer, ParameterRole role) const;
    std::size_t elements() const { return m_elements; }

private:
    std::vector<Row> m_rows;
    std::size_t m_elements = 0;
};

/// What training starts from: He's normal for convolutions, a small normal for linear layers; one
/// for BatchNorms' scales and variances, nothing for everything else. The same seed gives the same
/// numbers on every machine.
std::vector<float> initialValues(const ParameterTable &table, const NetworkGraph &graph,
                                 std::uint64_t seed);

} // namespace inceptoscope
