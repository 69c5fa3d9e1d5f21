#include "explain/overlay.h"

#include <functional>
#include <optional>

namespace inceptoscope {

namespace {

using Values = std::map<std::string, double>;
using LayerValue = std::function<std::optional<double>(int layer)>;

bool isSum(Overlay overlay)
{
    return overlay == Overlay::MultiplyAdds || overlay == Overlay::Parameters
        || overlay == Overlay::Time;
}

LayerValue figureOf(const FiguresByLayer &figures, double OutputFigures::*figure)
{
    return [&figures, figure](int layer) -> std::optional<double> {
        const auto found = figures.find(layer);
        return found == figures.end() ? std::nullopt : std::optional(found->second.*figure);
    };
}

LayerValue timeOf(const std::vector<double> &milliseconds)
{
    return [&milliseconds](int layer) -> std::optional<double> {
        const auto index = static_cast<std::size_t>(layer);
        return index < milliseconds.size() ? std::optional(milliseconds[index]) : std::nullopt;
    };
}

/// Of one layer; empty for what is no layer's own.
LayerValue layerValue(const NetworkGraph &graph, Overlay overlay, const OverlaySources &sources)
{
    switch (overlay) {
    case Overlay::Energy:
        return figureOf(sources.figures, &OutputFigures::energy);
    case Overlay::Zeros:
        return figureOf(sources.figures, &OutputFigures::zeros);
    case Overlay::Time:
        return timeOf(sources.milliseconds);
    case Overlay::MultiplyAdds:
        return [&graph](int layer) { return static_cast<double>(graph.layer(layer).multiplyAdds); };
    case Overlay::Parameters:
        return [&graph](int layer) { return static_cast<double>(graph.layer(layer).parameters); };
    case Overlay::Memory:
        return [&graph](int layer) {
            return static_cast<double>(graph.layer(layer).out.elements()) * sizeof(float);
        };
    case Overlay::None:
    case Overlay::ResidualRatio:
        break;
    }
    return {};
}

void add(Values &values, const std::string &id, std::optional<double> value)
{
    if (value)
        values[id] += *value;
}

Values sums(const NetworkGraph &graph, const LayerValue &valueOf)
{
    Values values;
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            for (const int layer : block.layers) {
                const std::string &id = graph.layer(layer).id;
                add(values, id, valueOf(layer));
                if (block.id != id)
                    add(values, block.id, valueOf(layer));
                if (stage.id != block.id && stage.id != id)
                    add(values, stage.id, valueOf(layer));
            }
        }
    }
    return values;
}

void set(Values &values, const std::string &id, std::optional<double> value)
{
    if (value)
        values[id] = *value;
}

Values outputs(const NetworkGraph &graph, const LayerValue &valueOf)
{
    Values values;
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            for (const int layer : block.layers)
                set(values, graph.layer(layer).id, valueOf(layer));
            set(values, block.id, valueOf(block.output));
        }
        set(values, stage.id, valueOf(stage.output()));
    }
    return values;
}

Values ratios(const NetworkGraph &graph, const std::vector<ResidualFigures> &residuals)
{
    std::map<std::string, double> byBlock;
    for (const ResidualFigures &figures : residuals)
        byBlock[figures.block] = figures.ratio();
    Values values;
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            const auto found = byBlock.find(block.id);
            if (found == byBlock.end())
                continue;
            values[block.id] = found->second;
            values[stage.id] = found->second;
            values[graph.layer(block.residualAdd).id] = found->second;
        }
    }
    return values;
}

} // namespace

std::map<std::string, double> overlayValues(const NetworkGraph &graph, Overlay overlay,
                                            const OverlaySources &sources)
{
    if (overlay == Overlay::ResidualRatio)
        return ratios(graph, sources.residuals);
    const LayerValue valueOf = layerValue(graph, overlay, sources);
    if (!valueOf)
        return {};
    return isSum(overlay) ? sums(graph, valueOf) : outputs(graph, valueOf);
}

} // namespace inceptoscope
