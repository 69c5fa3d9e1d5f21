#include "support/graphtext.h"

#include <sstream>

namespace inceptoscope::test {

namespace {

std::string extentText(const Layer &layer)
{
    std::ostringstream text;
    text << layer.kernel.height << "×" << layer.kernel.width;
    if (layer.stride > 1)
        text << "/" << layer.stride;
    if (layer.padding == Padding::Valid && layer.kernel != Extent{1, 1})
        text << " V";
    return text.str();
}

std::string marks(const Layer &layer)
{
    std::string text;
    if (layer.bias)
        text += ", bias";
    if (!layer.batchNormEpsilon)
        text += ", no bn";
    else if (*layer.batchNormEpsilon != 1e-3)
        text += ", bn 1e-5";
    if (!layer.relu)
        text += ", no relu";
    return text;
}

std::string layerText(const Layer &layer)
{
    std::ostringstream text;
    switch (layer.kind) {
    case LayerKind::Convolution:
        text << extentText(layer) << " " << layer.filters << marks(layer);
        break;
    case LayerKind::MaxPool:
        text << "max pool " << extentText(layer) << (layer.roundUp ? ", rounded up" : "");
        break;
    case LayerKind::AveragePool:
        text << "avg pool " << extentText(layer) << (layer.countPadding ? ", padding counts" : "");
        break;
    case LayerKind::Linear:
        text << "linear " << layer.filters << (layer.bias ? "" : ", no bias")
             << (layer.batchNormEpsilon ? ", bn" : "");
        break;
    case LayerKind::Dropout:
        text << "dropout keep " << layer.keepProbability;
        break;
    default:
        text << kindName(layer.kind);
    }
    return text.str();
}

/// A branch's layers in sequence; those that read the same layer stand in a fork.
std::string branchText(const NetworkGraph &graph, const Branch &branch)
{
    std::string text;
    for (std::size_t i = 0; i < branch.layers.size(); ++i) {
        const Layer &layer = graph.layer(branch.layers[i]);
        const bool forks = i + 1 < branch.layers.size()
            && graph.layer(branch.layers[i + 1]).inputs == layer.inputs;
        const bool joins = i > 0 && graph.layer(branch.layers[i - 1]).inputs == layer.inputs;
        text += (i == 0 ? "" : joins ? " / " : " -> ");
        text += (forks ? "{ " : "") + layerText(layer) + (joins ? " }" : "");
    }
    return text;
}

std::string blockText(const NetworkGraph &graph, const Block &block)
{
    std::string text = formatShape(graph.layer(block.output).out) + "\n";
    if (block.branches.empty())
        return text + "  " + layerText(graph.layer(block.output)) + "\n";
    for (const Branch &branch : block.branches)
        text += "  " + branchText(graph, branch) + "\n";
    if (block.isResidual()) {
        const Layer &add = graph.layer(block.residualAdd);
        std::ostringstream scale;
        scale << add.residualScale;
        text += "  E: " + layerText(graph.layer(block.expansion)) + "\n  x + " + scale.str()
            + " · E" + (add.relu ? ", relu" : ", no relu") + "\n";
    }
    return text;
}

} // namespace

std::string graphText(const NetworkGraph &graph)
{
    std::string text;
    for (const Stage &stage : graph.stages()) {
        for (std::size_t i = 0; i < stage.blocks.size();) {
            const std::string block = blockText(graph, stage.blocks[i]);
            const std::size_t first = i;
            while (i < stage.blocks.size() && blockText(graph, stage.blocks[i]) == block)
                ++i;
            text += stage.blocks[first].id;
            if (i - first > 1)
                text += " ×" + std::to_string(i - first);
            text += " " + block;
        }
    }
    return text;
}

} // namespace inceptoscope::test
