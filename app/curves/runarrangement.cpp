#include "curves/runarrangement.h"

#include <algorithm>
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

/// Of each run, the first of those that differ from it only in their seeds.
std::vector<std::size_t> firstOnes(std::size_t count,
                                   const std::vector<std::vector<std::size_t>> &seeds)
{
    std::vector<std::size_t> first(count);
    std::iota(first.begin(), first.end(), 0);
    for (const auto &group : seeds) {
        for (const std::size_t run : group)
            first[run] = group.front();
    }
    return first;
}

/// One pair stands out warm and cool, as single runs do; of several each has a hue, and so has then
/// each run without another. Pairs that differ in their seeds count as one.
void shadePairs(RunArrangement &arrangement)
{
    const auto first = firstOnes(arrangement.shades.size(), arrangement.seeds);
    std::map<std::size_t, int> families;
    for (const RunPair &pair : arrangement.pairs) {
        arrangement.shades[pair.residual].residual = true;
        arrangement.shades[pair.plain].residual = false;
        families.try_emplace(first[pair.residual], static_cast<int>(families.size()));
    }
    if (families.size() < 2)
        return;
    for (const RunPair &pair : arrangement.pairs) {
        const int family = families[first[pair.residual]];
        arrangement.shades[pair.residual].family = family;
        arrangement.shades[pair.plain].family = family;
    }
    for (std::size_t run = 0; run < arrangement.shades.size(); ++run) {
        RunShade &shade = arrangement.shades[run];
        if (shade.family < 0)
            shade.family =
                families.try_emplace(first[run], static_cast<int>(families.size())).first->second;
    }
}

/// What the titles begin with, without the folders that tell them apart; else the first title.
QString groupTitle(const std::vector<std::size_t> &group, const QStringList &titles)
{
    const QString &first = titles[qsizetype(group.front())];
    const QString common = first.section(QStringLiteral(" · "), 0, 0);
    const bool isCommon = std::ranges::all_of(group, [&](std::size_t run) {
        return titles[qsizetype(run)].section(QStringLiteral(" · "), 0, 0) == common;
    });
    return isCommon ? common : first;
}

QStringList groupTitles(const RunArrangement &arrangement, const std::vector<RunLog> &runs,
                        const RunChoices &choices)
{
    QStringList plain;
    for (const auto &group : arrangement.seeds)
        plain += groupTitle(group, arrangement.titles);
    QStringList titles;
    for (qsizetype i = 0; i < plain.size(); ++i) {
        const std::size_t first = arrangement.seeds[std::size_t(i)].front();
        const bool isOwn = plain.count(plain[i]) == 1 && !arrangement.titles.contains(plain[i])
            && !choices.names.contains(runs[first].id);
        titles += isOwn ? plain[i] : arrangement.titles[qsizetype(first)];
    }
    return titles;
}

} // namespace

void RunChoices::rename(const RunId &id, const QString &name)
{
    if (name.isEmpty())
        names.erase(id);
    else
        names[id] = name;
    changed(id);
}

void RunChoices::setColour(const RunId &id, std::optional<std::uint32_t> colour)
{
    if (colour)
        colours[id] = *colour;
    else
        colours.erase(id);
    changed(id);
}

void RunChoices::unpair(const RunId &id)
{
    if (alone.erase(id) > 0)
        changed(id);
    const auto pair = std::ranges::find_if(
        pairs, [&id](const auto &each) { return each.first == id || each.second == id; });
    if (pair == pairs.end())
        return;
    const RunId residual = pair->first;
    pairs.erase(pair);
    changed(residual);
}

void RunChoices::pair(const RunId &residual, const RunId &plain)
{
    unpair(residual);
    unpair(plain);
    pairs.emplace(residual, plain);
    changed(residual);
}

void RunChoices::leaveAlone(const RunId &id)
{
    unpair(id);
    alone.insert(id);
    changed(id);
}

void RunChoices::changed(const RunId &id)
{
    std::erase(order, id);
    if (names.contains(id) || colours.contains(id) || pairs.contains(id) || alone.contains(id))
        order.push_back(id);
    while (order.size() > mostRuns) {
        const RunId oldest = order.front();
        names.erase(oldest);
        colours.erase(oldest);
        pairs.erase(oldest);
        alone.erase(oldest);
        order.erase(order.begin());
    }
}

RunArrangement arranged(const std::vector<RunLog> &runs, const RunChoices &choices)
{
    RunArrangement arrangement{
        runTitles(runs), runShades(runs), pairsOf(runs, choices), seedGroups(runs), {}};
    shadePairs(arrangement);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (const auto name = choices.names.find(runs[i].id); name != choices.names.end())
            arrangement.titles[qsizetype(i)] = name->second;
        if (const auto colour = choices.colours.find(runs[i].id); colour != choices.colours.end())
            arrangement.shades[i].colour = colour->second;
    }
    arrangement.seedTitles = groupTitles(arrangement, runs, choices);
    return arrangement;
}

} // namespace inceptoscope
