#include "zoo/parts.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope::zoo {

static Expected<Resolved> checked(Resolved resolved, const NetworkFamily &family,
                                  std::size_t repeats, std::size_t scales)
{
    const std::string title(family.title);
    if (resolved.classes < 1 || resolved.classes > 1'000'000)
        return failure(title + ": the number of classes must be between 1 and 1000000");
    if (!(resolved.width > 0.0) || resolved.width > 8.0)
        return failure(title + ": the width multiplier must be above 0 and at most 8");
    if (resolved.repeats.size() != repeats)
        return failure(title + " takes " + std::to_string(repeats) + " numbers of repeats, not "
                       + std::to_string(resolved.repeats.size()));
    if (std::ranges::any_of(resolved.repeats, [](int n) { return n < 1 || n > 1000; }))
        return failure(title + ": every number of repeats must be between 1 and 1000");
    if (resolved.residualScales.size() != scales)
        return failure(title + " takes " + std::to_string(scales) + " residual scales, not "
                       + std::to_string(resolved.residualScales.size()));
    if (!std::ranges::all_of(resolved.residualScales, [](double s) { return std::isfinite(s); }))
        return failure(title + ": every residual scale must be a finite number");
    if (!(resolved.keepProbability > 0.0) || resolved.keepProbability > 1.0)
        return failure(title
                       + ": the keep probability of the dropout must be above 0 and at most 1");
    return resolved;
}

Expected<Resolved> resolve(const NetworkOptions &options, const NetworkFamily &family,
                           std::vector<int> repeats, std::vector<double> residualScales,
                           double keepProbability)
{
    if (options.auxiliaryHead && !family.hasAuxiliaryHead)
        return failure(std::string(family.title) + " has no auxiliary head");
    const std::size_t repeatCount = repeats.size();
    const std::size_t scaleCount = residualScales.size();
    Resolved resolved;
    resolved.input =
        options.input == Extent{} ? Extent{family.inputSize, family.inputSize} : options.input;
    resolved.classes = options.classes == 0 ? family.classes : options.classes;
    resolved.width = options.width;
    resolved.repeats = options.repeats.empty() ? std::move(repeats) : options.repeats;
    resolved.residualScales =
        options.residualScales.empty() ? std::move(residualScales) : options.residualScales;
    resolved.keepProbability = options.keepProbability.value_or(keepProbability);
    return checked(std::move(resolved), family, repeatCount, scaleCount);
}

void addInceptionV4Stem(GraphBuilder &builder)
{
    builder.stage("stem", "Stem")
        .single("conv1", convValid({3, 3}, 32, 2))
        .single("conv2", convValid({3, 3}, 32))
        .single("conv3", conv({3, 3}, 64))
        .inception("mixed4", {{maxPool()}, {convValid({3, 3}, 96, 2)}})
        .inception("mixed5",
                   {{conv({1, 1}, 64), convValid({3, 3}, 96)},
                    {conv({1, 1}, 64), conv({1, 7}, 64), conv({7, 1}, 64), convValid({3, 3}, 96)}})
        .inception("mixed6", {{convValid({3, 3}, 192, 2)}, {maxPool()}});
}

void addSequentialStem(GraphBuilder &builder)
{
    builder.stage("stem", "Stem")
        .single("conv1", convValid({3, 3}, 32, 2))
        .single("conv2", convValid({3, 3}, 32))
        .single("conv3", conv({3, 3}, 64))
        .single("pool1", maxPool())
        .single("conv4", conv({1, 1}, 80))
        .single("conv5", convValid({3, 3}, 192));
}

std::vector<Steps> reductionA(std::array<int, 4> klmn)
{
    const auto [k, l, m, n] = klmn;
    return {{convValid({3, 3}, n, 2)},
            {conv({1, 1}, k), conv({3, 3}, l), convValid({3, 3}, m, 2)},
            {maxPool()}};
}

std::vector<std::string> letters(const std::string &prefix, char first, int count)
{
    std::vector<std::string> names;
    for (int i = first - 'a'; i < first - 'a' + count; ++i) {
        std::string suffix;
        for (int rest = i; rest >= 0; rest = rest / 26 - 1)
            suffix.insert(suffix.begin(), static_cast<char>('a' + rest % 26));
        names.push_back(prefix + suffix);
    }
    return names;
}

} // namespace inceptoscope::zoo
