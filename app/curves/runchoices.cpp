#include "curves/runchoices.h"

#include <algorithm>

namespace inceptoscope {

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

std::vector<RunId> RunChoices::inGroup(int number) const
{
    std::vector<RunId> ids;
    for (const auto &[id, group] : groups) {
        if (group == number)
            ids.push_back(id);
    }
    return ids;
}

void RunChoices::leaveGroup(const RunId &id)
{
    const bool wasNamed = groupNames.erase(id) > 0;
    const bool wasUngrouped = ungrouped.erase(id) > 0;
    const auto group = groups.find(id);
    const int number = group != groups.end() ? group->second : 0;
    if (number != 0)
        groups.erase(group);
    if (wasNamed || wasUngrouped || number != 0)
        changed(id);
    if (const auto left = inGroup(number); left.size() == 1)
        leaveGroup(left.front());
}

void RunChoices::leaveGroups(const std::vector<RunId> &ids)
{
    for (const RunId &id : ids)
        leaveGroup(id);
}

void RunChoices::group(const std::vector<RunId> &ids)
{
    leaveGroups(ids);
    int number = 1;
    while (std::ranges::any_of(groups, [&](const auto &each) { return each.second == number; }))
        ++number;
    for (const RunId &id : ids) {
        groups[id] = number;
        changed(id);
    }
}

void RunChoices::ungroup(const RunId &id)
{
    leaveGroup(id);
    ungrouped.insert(id);
    changed(id);
}

void RunChoices::nameGroup(const std::vector<RunId> &ids, const QString &name)
{
    for (const RunId &id : ids) {
        if (name.isEmpty())
            groupNames.erase(id);
        else
            groupNames[id] = name;
        changed(id);
    }
}

void RunChoices::changed(const RunId &id)
{
    std::erase(order, id);
    const bool isSaid = names.contains(id) || colours.contains(id) || pairs.contains(id)
        || alone.contains(id) || groups.contains(id) || ungrouped.contains(id)
        || groupNames.contains(id);
    if (isSaid)
        order.push_back(id);
    while (order.size() > mostRuns) {
        const RunId oldest = order.front();
        names.erase(oldest);
        colours.erase(oldest);
        pairs.erase(oldest);
        alone.erase(oldest);
        groups.erase(oldest);
        ungrouped.erase(oldest);
        groupNames.erase(oldest);
        order.erase(order.begin());
    }
}

} // namespace inceptoscope
