#include "curves/runarrangement.h"

#include "curves/grouptitles.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <numeric>

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

/// A run whose chosen partner is not open may be recognised as another one's.
std::vector<RunPair> pairsOf(const std::vector<RunLog> &runs, const RunChoices &choices)
{
    std::set<RunId> said = choices.alone;
    std::vector<RunPair> chosen;
    const auto places = placesOf(runs);
    for (const auto &[residual, plain] : choices.pairs) {
        const auto a = places.find(residual);
        const auto b = places.find(plain);
        if (a == places.end() || b == places.end())
            continue;
        chosen.push_back({a->second, b->second});
        said.insert({residual, plain});
    }
    std::vector<RunPair> pairs = recognisedAmong(runs, said);
    pairs.insert(pairs.end(), chosen.begin(), chosen.end());
    std::ranges::sort(pairs, {}, &RunPair::residual);
    return pairs;
}

/// Of those that are open; the others of a group are not there.
std::vector<RunGroup> groupsByHand(const std::vector<RunLog> &runs, const RunChoices &choices)
{
    std::map<int, RunGroup> groups;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        const auto group = choices.groups.find(runs[run].id);
        if (group == choices.groups.end())
            continue;
        RunGroup &byHand = groups[group->second];
        byHand.runs.push_back(run);
        byHand.number = group->second;
    }
    std::vector<RunGroup> all;
    for (auto &[number, group] : groups)
        all.push_back(std::move(group));
    return all;
}

/// Of runs about which nothing was said.
std::vector<RunGroup> recognisedGroups(const std::vector<RunLog> &runs, const RunChoices &choices)
{
    std::vector<RunGroup> groups;
    for (auto &seeds : seedGroups(runs)) {
        std::erase_if(seeds, [&](std::size_t run) {
            return choices.groups.contains(runs[run].id)
                || choices.ungrouped.contains(runs[run].id);
        });
        groups.push_back({std::move(seeds)});
    }
    return groups;
}

/// What a person called it.
QString nameOf(const RunGroup &group, const std::vector<RunLog> &runs, const RunChoices &choices)
{
    for (const std::size_t run : group.runs) {
        if (const auto name = choices.groupNames.find(runs[run].id);
            name != choices.groupNames.end())
            return name->second;
    }
    return {};
}

/// `unrenamed`: the titles that runs have by themselves.
void nameGroups(RunArrangement &arrangement, const QStringList &unrenamed,
                const std::vector<RunLog> &runs, const RunChoices &choices)
{
    std::vector<std::vector<std::size_t>> members;
    for (const RunGroup &group : arrangement.groups)
        members.push_back(group.runs);
    const QStringList common = commonTitles(members, arrangement.titles, unrenamed);
    for (std::size_t i = 0; i < members.size(); ++i) {
        RunGroup &group = arrangement.groups[i];
        group.title = nameOf(group, runs, choices);
        if (group.title.isEmpty())
            group.title = common[qsizetype(i)];
        if (group.title.isEmpty())
            group.title = group.isByHand()
                ? QCoreApplication::translate("RunArrangement", "Group %1").arg(group.number)
                : arrangement.titles[qsizetype(group.runs.front())];
    }
}

std::vector<RunGroup> groupsOf(const std::vector<RunLog> &runs, const RunChoices &choices)
{
    std::vector<RunGroup> groups = groupsByHand(runs, choices);
    std::ranges::move(recognisedGroups(runs, choices), std::back_inserter(groups));
    std::erase_if(groups, [](const RunGroup &group) { return group.runs.size() < 2; });
    std::ranges::sort(groups, {}, [](const RunGroup &group) { return group.runs.front(); });
    return groups;
}

/// Of each run, the first of its group.
std::vector<std::size_t> firstOnes(std::size_t count, const std::vector<RunGroup> &groups)
{
    std::vector<std::size_t> first(count);
    std::iota(first.begin(), first.end(), 0);
    for (const RunGroup &group : groups) {
        for (const std::size_t run : group.runs)
            first[run] = group.runs.front();
    }
    return first;
}

/// One pair stands out warm and cool, as single runs do; of several each has a hue, and so has then
/// each run without another. Pairs of the same groups count as one.
void shadePairs(RunArrangement &arrangement)
{
    const auto first = firstOnes(arrangement.shades.size(), arrangement.groups);
    std::map<std::pair<std::size_t, std::size_t>, int> families;
    std::map<std::size_t, int> ofGroup; // or of a run in none
    for (const RunPair &pair : arrangement.pairs) {
        arrangement.shades[pair.residual].residual = true;
        arrangement.shades[pair.plain].residual = false;
        const std::pair both{first[pair.residual], first[pair.plain]};
        const int family =
            families.try_emplace(both, static_cast<int>(families.size())).first->second;
        ofGroup.try_emplace(both.first, family);
        ofGroup.try_emplace(both.second, family);
    }
    if (families.size() < 2)
        return;
    for (const RunPair &pair : arrangement.pairs) {
        const int family = families[{first[pair.residual], first[pair.plain]}];
        arrangement.shades[pair.residual].family = family;
        arrangement.shades[pair.plain].family = family;
    }
    int next = static_cast<int>(families.size());
    for (std::size_t run = 0; run < arrangement.shades.size(); ++run) {
        RunShade &shade = arrangement.shades[run];
        if (shade.family >= 0)
            continue;
        const auto [family, isNew] = ofGroup.try_emplace(first[run], next);
        next += isNew ? 1 : 0;
        shade.family = family->second;
    }
}

} // namespace

RunArrangement arranged(const std::vector<RunLog> &runs, const RunChoices &choices)
{
    RunArrangement arrangement{runTitles(runs), runShades(runs), pairsOf(runs, choices),
                               groupsOf(runs, choices)};
    const QStringList unrenamed = arrangement.titles;
    shadePairs(arrangement);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (const auto name = choices.names.find(runs[i].id); name != choices.names.end())
            arrangement.titles[qsizetype(i)] = name->second;
        if (const auto colour = choices.colours.find(runs[i].id); colour != choices.colours.end())
            arrangement.shades[i].colour = colour->second;
    }
    nameGroups(arrangement, unrenamed, runs, choices);
    return arrangement;
}

} // namespace inceptoscope
