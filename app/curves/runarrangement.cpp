#include "curves/runarrangement.h"

#include <algorithm>

namespace inceptoscope {

namespace {

std::map<RunId, std::size_t> placesOf(const std::vector<RunLog> &runs)
{
    std::map<RunId, std::size_t> places;
    for (const RunLog &run : runs)
        places.emplace(run.id, places.size());
    return places;
}

/// Of runs about which nothing was said.
std::vector<RunPair> recognisedAmong(const std::vector<RunLog> &runs, const std::set<RunId> &said)
{
    if (said.empty())
        return recognisedPairs(runs);
    std::vector<RunLog> others;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (said.contains(runs[i].id))
            continue;
        others.push_back(runs[i]);
        places.push_back(i);
    }
    std::vector<RunPair> pairs = recognisedPairs(others);
    for (RunPair &pair : pairs)
        pair = {places[pair.residual], places[pair.plain]};
    return pairs;
}

std::vector<RunPair> pairsOf(const std::vector<RunLog> &runs, const RunChoices &choices)
{
    std::set<RunId> said = choices.alone;
    for (const auto &[residual, plain] : choices.pairs)
        said.insert({residual, plain});
    std::vector<RunPair> pairs = recognisedAmong(runs, said);
    const auto places = placesOf(runs);
    for (const auto &[residual, plain] : choices.pairs) {
        const auto a = places.find(residual);
        const auto b = places.find(plain);
        if (a != places.end() && b != places.end())
            pairs.push_back({a->second, b->second});
    }
    std::ranges::sort(pairs, {}, &RunPair::residual);
    return pairs;
}

/// One pair stands out warm and cool, as single runs do; of several each has a hue.
void shadePairs(std::vector<RunShade> &shades, const std::vector<RunPair> &pairs)
{
    for (const RunPair &pair : pairs) {
        shades[pair.residual].residual = true;
        shades[pair.plain].residual = false;
    }
    if (pairs.size() < 2)
        return;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        shades[pairs[i].residual].family = static_cast<int>(i);
        shades[pairs[i].plain].family = static_cast<int>(i);
    }
}

} // namespace

void RunChoices::unpair(const RunId &id)
{
    std::erase_if(pairs, [&id](const auto &pair) { return pair.first == id || pair.second == id; });
    alone.erase(id);
}

void RunChoices::pair(const RunId &residual, const RunId &plain)
{
    unpair(residual);
    unpair(plain);
    pairs.emplace(residual, plain);
}

void RunChoices::leaveAlone(const RunId &id)
{
    unpair(id);
    alone.insert(id);
}

void RunChoices::keepOnly(const std::vector<RunLog> &runs)
{
    const auto places = placesOf(runs);
    const auto isGone = [&places](const RunId &id) { return !places.contains(id); };
    std::erase_if(names, [&](const auto &each) { return isGone(each.first); });
    std::erase_if(colours, [&](const auto &each) { return isGone(each.first); });
    std::erase_if(pairs,
                  [&](const auto &each) { return isGone(each.first) || isGone(each.second); });
    std::erase_if(alone, isGone);
}

RunArrangement arranged(const std::vector<RunLog> &runs, const RunChoices &choices)
{
    RunArrangement arrangement{runTitles(runs), runShades(runs), pairsOf(runs, choices),
                               seedGroups(runs)};
    shadePairs(arrangement.shades, arrangement.pairs);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (const auto name = choices.names.find(runs[i].id); name != choices.names.end())
            arrangement.titles[qsizetype(i)] = name->second;
        if (const auto colour = choices.colours.find(runs[i].id); colour != choices.colours.end())
            arrangement.shades[i].colour = colour->second;
    }
    return arrangement;
}

} // namespace inceptoscope
