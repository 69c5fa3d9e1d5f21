#include "compare/stagealignment.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace inceptoscope {

namespace {

/// Half an octave for leaving one out: two grids a factor of two apart are no pair.
constexpr double gapCost = 0.5;
/// Less than what tells any two grids apart, so that it only decides between equals.
constexpr double otherKindCost = 0.01;

using Places = std::vector<PlaceInNetwork>;

double octaves(double a, double b)
{
    return std::abs(std::log2(a / b));
}

std::string kindOf(const PlaceInNetwork &place)
{
    return place.id.substr(0, place.id.find_first_of("_."));
}

/// What it costs to put the places of two networks side by side.
class PairCost
{
public:
    PairCost(const std::optional<NetworkGraph> &a, const std::optional<NetworkGraph> &b)
        : m_inputA(heightOf(a))
        , m_inputB(heightOf(b))
    {
    }

    double operator()(const PlaceInNetwork &a, const PlaceInNetwork &b) const
    {
        const double cells = octaves(a.shape.height, b.shape.height);
        const double parts = octaves(a.shape.height / m_inputA, b.shape.height / m_inputB);
        // A single cell has no grid to be compared with.
        const bool single = (a.shape.height == 1) != (b.shape.height == 1);
        return std::min(cells, parts) + (single ? 2.0 * gapCost : 0.0)
            + (kindOf(a) == kindOf(b) ? 0.0 : otherKindCost);
    }

private:
    /// Places of a network that is not there have no pairs, so what is said of it does not matter.
    static double heightOf(const std::optional<NetworkGraph> &graph)
    {
        return graph ? graph->input().height : 1.0;
    }

    double m_inputA;
    double m_inputB;
};

/// What the rests of two sequences cost at best, from the places `i` and `j` on.
class RestCosts
{
public:
    RestCosts(const Places &a, const Places &b, const PairCost &cost)
        : m_columns(b.size() + 1)
        , m_costs((a.size() + 1) * m_columns)
    {
        for (std::size_t i = a.size() + 1; i-- > 0;) {
            for (std::size_t j = b.size() + 1; j-- > 0;)
                at(i, j) = best(a, b, i, j, cost);
        }
    }

    double at(std::size_t i, std::size_t j) const { return m_costs[i * m_columns + j]; }

private:
    double &at(std::size_t i, std::size_t j) { return m_costs[i * m_columns + j]; }

    double best(const Places &a, const Places &b, std::size_t i, std::size_t j,
                const PairCost &cost) const
    {
        const auto rest = static_cast<double>(a.size() - i + b.size() - j);
        if (i == a.size() || j == b.size())
            return gapCost * rest;
        return std::min(
            {at(i + 1, j + 1) + cost(a[i], b[j]), at(i + 1, j) + gapCost, at(i, j + 1) + gapCost});
    }

    std::size_t m_columns;
    std::vector<double> m_costs;
};

/// The cheapest way to put two sequences side by side in their order; pairs as early as possible.
std::vector<AlignedPlaces> aligned(const Places &a, const Places &b, const PairCost &cost)
{
    const RestCosts rest(a, b, cost);
    std::vector<AlignedPlaces> pairs;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        const bool both = i < a.size() && j < b.size();
        const double pair = both ? rest.at(i + 1, j + 1) + cost(a[i], b[j]) : 0.0;
        if (both && pair <= rest.at(i + 1, j) + gapCost && pair <= rest.at(i, j + 1) + gapCost)
            pairs.push_back({a[i++], b[j++]});
        else if (j == b.size() || (both && rest.at(i + 1, j) <= rest.at(i, j + 1)))
            pairs.push_back({a[i++], {}});
        else
            pairs.push_back({{}, b[j++]});
    }
    return pairs;
}

Places stagesOf(const std::optional<NetworkGraph> &graph)
{
    Places places;
    if (!graph)
        return places;
    for (const Stage &stage : graph->stages()) {
        if (!stage.auxiliary)
            places.push_back({stage.id, stage.title, graph->layer(stage.output()).out});
    }
    return places;
}

Places blocksOf(const std::optional<NetworkGraph> &graph, const std::string &id)
{
    Places places;
    if (!graph)
        return places;
    const auto stage = std::ranges::find(graph->stages(), id, &Stage::id);
    if (stage == graph->stages().end())
        return places;
    for (const Block &block : stage->blocks)
        places.push_back({block.id, block.title, graph->layer(block.output).out});
    return places;
}

bool isOneGrid(const Places &places)
{
    return std::ranges::all_of(places, [&](const PlaceInNetwork &place) {
        return place.shape.grid() == places.front().shape.grid();
    });
}

/// Where `index` of `count` lies among `others`: the first beside the first, the last beside the
/// last.
std::size_t sameDepth(std::size_t index, std::size_t count, std::size_t others)
{
    if (count < 2)
        return others - 1;
    return static_cast<std::size_t>(
        std::llround(static_cast<double>(index) * static_cast<double>(others - 1)
                     / static_cast<double>(count - 1)));
}

std::vector<AlignedPlaces> alignedByDepth(const Places &a, const Places &b)
{
    std::vector<AlignedPlaces> pairs;
    const std::size_t count = std::max(a.size(), b.size());
    pairs.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        pairs.push_back({a[sameDepth(i, count, a.size())], b[sameDepth(i, count, b.size())]});
    return pairs;
}

} // namespace

std::vector<AlignedPlaces> alignedStages(const std::optional<NetworkGraph> &a,
                                         const std::optional<NetworkGraph> &b)
{
    return aligned(stagesOf(a), stagesOf(b), PairCost(a, b));
}

std::vector<AlignedPlaces> alignedBlocks(const std::optional<NetworkGraph> &a,
                                         const std::string &stageA,
                                         const std::optional<NetworkGraph> &b,
                                         const std::string &stageB)
{
    const Places ofA = blocksOf(a, stageA);
    const Places ofB = blocksOf(b, stageB);
    if (ofA.empty() || ofB.empty() || !isOneGrid(ofA) || !isOneGrid(ofB))
        return aligned(ofA, ofB, PairCost(a, b));
    return alignedByDepth(ofA, ofB);
}

bool holds(const std::optional<PlaceInNetwork> &place, const std::string &element)
{
    return place && (element == place->id || element.starts_with(place->id + '.'));
}

std::string counterpartOf(const NetworkGraph &a, const std::string &element, const NetworkGraph &b)
{
    if (b.outputOf(element) >= 0)
        return element;
    std::string found;
    for (const AlignedPlaces &stage : alignedStages(a, b)) {
        if (stage.b && (stage.a || found.empty()))
            found = stage.b->id;
        if (!holds(stage.a, element))
            continue;
        if (!stage.b || element == stage.a->id)
            return found;
        for (const AlignedPlaces &block : alignedBlocks(a, stage.a->id, b, stage.b->id)) {
            if (holds(block.a, element) && block.b)
                return block.b->id;
        }
        return found;
    }
    return {};
}

} // namespace inceptoscope
