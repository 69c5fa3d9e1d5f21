#include "curves/runpairs.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace inceptoscope {

namespace {

/// A network of the paper, as its name stands without signs between the letters.
struct PairedNetwork
{
    std::string_view name;
    int pair;
    bool residual;
};

constexpr std::array<PairedNetwork, 4> pairedNetworks{{{"inceptionresnetv2", 2, true},
                                                       {"inceptionresnetv1", 1, true},
                                                       {"inceptionv4", 2, false},
                                                       {"inceptionv3", 1, false}}};

std::string lettersOf(std::string_view text)
{
    std::string letters;
    for (const char each : text) {
        if (std::isalnum(static_cast<unsigned char>(each)) != 0)
            letters += static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    }
    return letters;
}

std::string settingOf(const RunLog &run, const std::string &key)
{
    const auto found = run.settings.find(key);
    return found != run.settings.end() ? found->second : std::string();
}

/// `rest`: what else is in the name.
const PairedNetwork *networkOf(const RunLog &run, std::string &rest)
{
    const std::string network = settingOf(run, "network");
    const std::string letters = lettersOf(network.empty() ? run.name : network);
    for (const PairedNetwork &each : pairedNetworks) {
        const auto place = letters.find(each.name);
        if (place == std::string::npos)
            continue;
        rest = letters.substr(0, place) + letters.substr(place + each.name.size());
        return &each;
    }
    return nullptr;
}

std::string settingsBut(const RunLog &run, const std::set<std::string, std::less<>> &left)
{
    std::string text;
    for (const auto &[key, value] : run.settings) {
        if (!left.contains(key))
            text.append(key).append(1, '\x1f').append(value).append(1, '\x1e');
    }
    return text;
}

/// What two runs of a pair have in common, from the strictest to the loosest.
constexpr std::size_t ways = 3;
std::array<std::string, ways> likenesses(const RunLog &run, const std::string &rest)
{
    if (run.settings.empty()) {
        std::string withoutNumbers = rest;
        std::erase_if(withoutNumbers, [](char each) {
            return std::isdigit(static_cast<unsigned char>(each)) != 0;
        });
        return {rest, withoutNumbers, {}};
    }
    std::set<std::string, std::less<>> left{"network", "title",      "residual",
                                            "repeats", "parameters", "multiply_adds"};
    std::array<std::string, ways> keys;
    keys[0] = settingsBut(run, left);
    left.insert("seed");
    keys[1] = settingsBut(run, left);
    keys[2] = settingOf(run, "dataset") + settingOf(run, "input");
    return keys;
}

struct Candidate
{
    std::size_t run;
    const PairedNetwork *network;
    std::array<std::string, ways> keys;
    bool isPaired = false;
};

void pairBy(std::vector<Candidate> &candidates, std::size_t way, std::vector<RunPair> &pairs)
{
    std::map<std::pair<int, std::string>, std::vector<Candidate *>> plain;
    for (Candidate &each : candidates) {
        if (!each.isPaired && !each.network->residual)
            plain[{each.network->pair, each.keys[way]}].push_back(&each);
    }
    for (auto &[key, each] : plain)
        std::ranges::reverse(each); // the first is taken from the end
    for (Candidate &each : candidates) {
        if (each.isPaired || !each.network->residual)
            continue;
        const auto found = plain.find({each.network->pair, each.keys[way]});
        if (found == plain.end() || found->second.empty())
            continue;
        Candidate &other = *found->second.back();
        found->second.pop_back();
        each.isPaired = other.isPaired = true;
        pairs.push_back({each.run, other.run});
    }
}

/// The name without the number behind a "seed"; empty where none has one.
std::string withoutSeed(const std::string &name)
{
    constexpr std::string_view word = "seed";
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char each) { return std::tolower(each); });
    for (auto place = lower.find(word); place != std::string::npos;) {
        const auto behind = place + word.size();
        const auto digits = std::min(lower.find_first_not_of("-_= ", behind), lower.size());
        const auto end = std::min(lower.find_first_not_of("0123456789", digits), lower.size());
        if (end > digits)
            return name.substr(0, place) + '\x1f' + name.substr(end);
        place = lower.find(word, behind);
    }
    return {};
}

std::string alikeButForSeeds(const RunLog &run)
{
    if (settingOf(run, "seed").empty())
        return withoutSeed(run.name);
    return '\x1e' + settingsBut(run, {"seed", "title"});
}

} // namespace

bool isResidual(const RunLog &run)
{
    std::string rest;
    const PairedNetwork *network = run.settings.empty() ? networkOf(run, rest) : nullptr;
    return run.residual || (network != nullptr && network->residual);
}

std::optional<int> paperPairOf(const RunLog &run)
{
    std::string rest;
    const PairedNetwork *network = networkOf(run, rest);
    return network != nullptr ? std::optional(network->pair) : std::nullopt;
}

std::vector<RunPair> recognisedPairs(std::span<const RunLog> runs)
{
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        std::string rest;
        if (const PairedNetwork *network = networkOf(runs[i], rest))
            candidates.push_back({i, network, likenesses(runs[i], rest)});
    }
    std::vector<RunPair> pairs;
    for (std::size_t way = 0; way < ways; ++way)
        pairBy(candidates, way, pairs);
    std::ranges::sort(pairs, {}, &RunPair::residual);
    return pairs;
}

std::vector<std::vector<std::size_t>> seedGroups(std::span<const RunLog> runs)
{
    std::map<std::string, std::vector<std::size_t>> alike;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (std::string key = alikeButForSeeds(runs[i]); !key.empty())
            alike[std::move(key)].push_back(i);
    }
    std::vector<std::vector<std::size_t>> groups;
    for (auto &[key, group] : alike) {
        if (group.size() > 1)
            groups.push_back(std::move(group));
    }
    std::ranges::sort(groups, {}, [](const auto &group) { return group.front(); });
    return groups;
}

} // namespace inceptoscope
