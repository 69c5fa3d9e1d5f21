#include "curves/rungrouping.h"

#include <algorithm>

namespace inceptoscope {

namespace {

std::vector<RunGroup> groupsWithin(const RunArrangement &arrangement, const RunPlaces &some)
{
    std::vector<RunGroup> groups;
    for (const RunGroup &group : arrangement.groups) {
        if (std::ranges::includes(some, group.runs))
            groups.push_back(group);
    }
    return groups;
}

std::vector<RunId> idsOf(const std::vector<RunLog> &runs, const RunPlaces &some)
{
    std::vector<RunId> ids;
    ids.reserve(some.size());
    for (const std::size_t run : some)
        ids.push_back(runs[run].id);
    return ids;
}

/// Also those of the groups that are not open.
std::vector<RunId> idsWith(const std::vector<RunGroup> &groups, std::vector<RunId> ids,
                           const RunChoices &choices)
{
    const std::set<RunId> open(ids.begin(), ids.end());
    for (const RunGroup &group : groups) {
        for (const RunId &id : choices.inGroup(group.number)) {
            if (!open.contains(id))
                ids.push_back(id);
        }
    }
    return ids;
}

/// Of these runs as a group; nothing where they are none.
std::optional<QString> groupTitle(const std::vector<RunLog> &runs, const RunChoices &choices,
                                  const RunPlaces &some)
{
    const RunArrangement arrangement = arranged(runs, choices);
    const auto group = std::ranges::find(arrangement.groups, some, &RunGroup::runs);
    return group != arrangement.groups.end() ? std::optional(group->title) : std::nullopt;
}

} // namespace

bool canGroup(const RunArrangement &arrangement, const RunPlaces &some)
{
    return some.size() > 1
        && std::ranges::find(arrangement.groups, some, &RunGroup::runs) == arrangement.groups.end();
}

RunChoices withGroup(RunChoices choices, const std::vector<RunLog> &runs, const RunPlaces &some)
{
    const auto within = groupsWithin(arranged(runs, choices), some);
    const QString before = within.size() == 1 ? within.front().title : QString();
    const std::vector<RunId> ids = idsWith(within, idsOf(runs, some), choices);
    choices.leaveGroups(ids);
    const bool isRecognised = groupTitle(runs, choices, some).has_value();
    if (!isRecognised)
        choices.group(ids);
    const QString own = groupTitle(runs, choices, some).value_or(QString());
    const QString title = before.isEmpty() ? own : before;
    if (!isRecognised || title != own)
        choices.nameGroup(ids, title); // it stays, whoever comes
    return choices;
}

RunChoices withoutGroup(RunChoices choices, const std::vector<RunLog> &runs, const RunPlaces &some)
{
    const auto within = groupsWithin(arranged(runs, choices), some);
    choices.leaveGroups(idsWith(within, idsOf(runs, some), choices));
    for (const RunGroup &recognised : arranged(runs, choices).groups) {
        for (const std::size_t run : recognised.runs) {
            if (std::ranges::binary_search(some, run))
                choices.ungroup(runs[run].id);
        }
    }
    return choices;
}

} // namespace inceptoscope
