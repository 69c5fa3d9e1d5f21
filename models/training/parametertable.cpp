#include "training/parametertable.h"

#include "training/randomnumbers.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

ParameterTable::ParameterTable(const NetworkGraph &graph)
{
    for (ParameterSpec &spec : graph.parameterSpecs()) {
        const auto elements = static_cast<std::size_t>(spec.elements());
        m_rows.push_back({std::move(spec), m_elements, elements});
        m_elements += elements;
    }
}

const ParameterTable::Row *ParameterTable::find(int layer, ParameterRole role) const
{
    const auto found = std::ranges::find_if(
        m_rows, [&](const Row &row) { return row.spec.layer == layer && row.spec.role == role; });
    return found == m_rows.end() ? nullptr : &*found;
}

std::vector<float> initialValues(const ParameterTable &table, const NetworkGraph &graph,
                                 std::uint64_t seed)
{
    std::vector<float> values(table.elements());
    for (const ParameterTable::Row &row : table.rows()) {
        const ParameterSpec &spec = row.spec;
        const std::span<float> own = row.of(std::span(values));
        if (spec.role == ParameterRole::BatchNormScale
            || spec.role == ParameterRole::RunningVariance)
            std::ranges::fill(own, 1.0F);
        if (spec.role != ParameterRole::Weight)
            continue;
        const double fanIn = static_cast<double>(row.elements) / static_cast<double>(spec.shape[0]);
        const bool linear = graph.layer(spec.layer).kind == LayerKind::Linear;
        RandomNumbers random(seed, row.offset);
        for (float &value : own)
            value = static_cast<float>(random.normal() * (linear ? 0.01 : std::sqrt(2.0 / fanIn)));
    }
    return values;
}

} // namespace inceptoscope
