#include "training/trainingengine.h"

#include "training/randomnumbers.h"

#include <algorithm>
#include <string>
#include <utility>

namespace inceptoscope {

std::vector<float> dropoutFactors(std::uint64_t seed, int layer, const NumberRange &range,
                                  double keep)
{
    RandomNumbers random(seed, static_cast<std::uint64_t>(layer));
    for (std::size_t i = 0; i < range.first; ++i)
        random.next();
    std::vector<float> factors(range.count);
    for (float &factor : factors)
        factor = random.uniform() < keep ? static_cast<float>(1.0 / keep) : 0.0F;
    return factors;
}

Expected<void> checkBatch(const NetworkGraph &graph, const Batch &batch)
{
    const GridShape shape = graph.input();
    if (batch.size() == 0
        || std::cmp_not_equal(batch.pictures.size(),
                              static_cast<std::int64_t>(batch.size()) * shape.elements()))
        return failure(graph.title() + " was given " + std::to_string(batch.pictures.size())
                       + " values for " + std::to_string(batch.size()) + " pictures of "
                       + formatShape(shape));
    if (batch.first + batch.size() > batch.wholeSize())
        return failure(graph.title() + " was given the pictures from " + std::to_string(batch.first)
                       + " on, " + std::to_string(batch.size()) + " of a batch of "
                       + std::to_string(batch.wholeSize()));
    const auto wrong = std::ranges::find_if(
        batch.labels, [&](std::int64_t label) { return label < 0 || label >= graph.classes(); });
    if (wrong != batch.labels.end())
        return failure(graph.title() + " was given a picture of class " + std::to_string(*wrong)
                       + " of its " + std::to_string(graph.classes()));
    return {};
}

} // namespace inceptoscope
