#include "graph/networkgraph.h"

#include "graph/shapeinference.h"

#include <algorithm>
#include <ranges>

namespace inceptoscope {

struct NetworkGraph::Data
{
    std::string id;
    std::string title;
    Extent input;
    std::vector<Layer> layers;
    std::vector<Stage> stages;
};

namespace {

/// Larger sizes are refused: at 8192 the first grids alone take gigabytes.
constexpr int largestInput = 8192;
/// Every network of the zoo fits well below this side.
constexpr int smallestInputSearchLimit = 512;

bool fits(const std::vector<Layer> &layers, int side)
{
    return inferShapes(layers, {side, side}).has_value();
}

int smallestSquare(const std::vector<Layer> &layers)
{
    for (int side = 1; side <= smallestInputSearchLimit; ++side) {
        if (fits(layers, side))
            return side;
    }
    return 0;
}

/// The side that works closest to `side`, looking in steps of 1 or -1; `side` where none does.
int nearestSide(const std::vector<Layer> &layers, int side, int step)
{
    for (int candidate = side; candidate >= 1 && candidate <= largestInput; candidate += step) {
        if (fits(layers, candidate))
            return candidate;
    }
    return side;
}

std::string sizeText(Extent input)
{
    return std::to_string(input.height) + "×" + std::to_string(input.width);
}

/// What to do about an input that does not fit. Rows and columns are independent of each other, so
/// each side is looked for by itself.
std::string advice(const std::vector<Layer> &layers, Extent input)
{
    const int smallest = smallestSquare(layers);
    if (smallest == 0)
        return "no size works";
    if (std::min(input.height, input.width) < smallest)
        return "the smallest size that works is " + sizeText({smallest, smallest});
    const auto nearest = [&](int step) {
        return sizeText(
            {nearestSide(layers, input.height, step), nearestSide(layers, input.width, step)});
    };
    return "the nearest sizes that work are " + nearest(-1) + " and " + nearest(1);
}

} // namespace

NetworkGraph::NetworkGraph(std::shared_ptr<const Data> data)
    : m_data(std::move(data))
{
}

Expected<NetworkGraph> NetworkGraph::create(std::string id, std::string title, Extent input,
                                            const std::vector<Layer> &layers,
                                            std::vector<Stage> stages)
{
    if (input.height < 1 || input.width < 1 || input.height > largestInput
        || input.width > largestInput)
        return failure(title + " cannot take an input of " + sizeText(input)
                       + ": the sides must be between 1 and " + std::to_string(largestInput));
    auto inferred = inferShapes(layers, input);
    if (!inferred)
        return failure(title + " cannot take an input of " + sizeText(input) + ": "
                       + inferred.error().message + "; " + advice(layers, input));
    return NetworkGraph(std::make_shared<const Data>(
        Data{std::move(id), std::move(title), input, std::move(*inferred), std::move(stages)}));
}

Expected<NetworkGraph> NetworkGraph::withInput(Extent input) const
{
    return create(id(), title(), input, layers(), stages());
}

NetworkGraph NetworkGraph::withResidualScale(std::string_view blockId, double scale) const
{
    Data data = *m_data;
    for (const Stage &stage : data.stages) {
        for (const Block &block : stage.blocks) {
            if (block.isResidual() && (blockId.empty() || block.id == blockId))
                data.layers[static_cast<std::size_t>(block.residualAdd)].residualScale = scale;
        }
    }
    return NetworkGraph(std::make_shared<const Data>(std::move(data)));
}

const std::string &NetworkGraph::id() const
{
    return m_data->id;
}

const std::string &NetworkGraph::title() const
{
    return m_data->title;
}

GridShape NetworkGraph::input() const
{
    return {3, m_data->input.height, m_data->input.width};
}

const std::vector<Layer> &NetworkGraph::layers() const
{
    return m_data->layers;
}

const std::vector<Stage> &NetworkGraph::stages() const
{
    return m_data->stages;
}

int NetworkGraph::logits() const
{
    for (const Stage &stage : stages() | std::views::reverse) {
        if (stage.auxiliary)
            continue;
        for (const Block &block : stage.blocks | std::views::reverse) {
            for (const int index : block.layers | std::views::reverse) {
                if (layer(index).kind == LayerKind::Linear)
                    return index;
            }
        }
    }
    return -1;
}

int NetworkGraph::classes() const
{
    const int index = logits();
    return index < 0 ? 0 : layer(index).filters;
}

std::int64_t NetworkGraph::parameters() const
{
    std::int64_t sum = 0;
    for (const Layer &layer : layers())
        sum += layer.parameters;
    return sum;
}

std::int64_t NetworkGraph::multiplyAdds() const
{
    std::int64_t sum = 0;
    for (const Stage &stage : stages()) {
        if (stage.auxiliary)
            continue;
        for (const Block &block : stage.blocks) {
            for (int index : block.layers)
                sum += layer(index).multiplyAdds;
        }
    }
    return sum;
}

Extent NetworkGraph::smallestInput() const
{
    const int side = smallestSquare(layers());
    return {side, side};
}

std::vector<ParameterSpec> NetworkGraph::parameterSpecs() const
{
    std::vector<ParameterSpec> specs;
    for (std::size_t i = 0; i < layers().size(); ++i) {
        for (ParameterSpec &spec : parametersOf(layers()[i], static_cast<int>(i)))
            specs.push_back(std::move(spec));
    }
    return specs;
}

int NetworkGraph::outputOf(std::string_view id) const
{
    for (const Stage &stage : stages()) {
        if (stage.id == id)
            return stage.output();
        for (const Block &block : stage.blocks) {
            if (block.id == id)
                return block.output;
            for (const Branch &branch : block.branches) {
                if (branch.id == id)
                    return branch.layers.back();
            }
        }
    }
    const auto found = std::find_if(layers().begin(), layers().end(),
                                    [&](const Layer &layer) { return layer.id == id; });
    return found == layers().end() ? -1 : static_cast<int>(found - layers().begin());
}

bool NetworkGraph::operator==(const NetworkGraph &other) const
{
    return m_data == other.m_data
        || (id() == other.id() && title() == other.title() && input() == other.input()
            && layers() == other.layers() && stages() == other.stages());
}

std::string formatShape(const GridShape &shape)
{
    return std::to_string(shape.height) + "×" + std::to_string(shape.width) + "×"
        + std::to_string(shape.channels);
}

} // namespace inceptoscope
