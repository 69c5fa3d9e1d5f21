#pragma once

#include "curves/runlog.h"

#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace inceptoscope {

/// Of a name given by hand to a run, or to a group of runs.
inline constexpr qsizetype longestRunName = 256; // characters

/// What a person has made of runs by hand, whether they are open or not. Of the 500 runs that were
/// changed last.
struct RunChoices
{
    static constexpr std::size_t mostRuns = 500;

    std::map<RunId, QString> names;
    std::map<RunId, std::uint32_t> colours; ///< 0xffRRGGBB
    std::map<RunId, RunId> pairs; ///< the plain run of a residual one
    std::set<RunId> alone; ///< in no pair, whatever is recognised
    std::map<RunId, int> groups; ///< from 1; those of a number belong together
    std::set<RunId> ungrouped; ///< in no group, whatever is recognised
    std::map<RunId, QString> groupNames; ///< of the group a run is in, a recognised one, too
    std::vector<RunId>
        order; ///< of all these but a pair's plain one, the one changed last at the end

    /// An empty one: its own again.
    void rename(const RunId &id, const QString &name);
    /// Nothing: its own again.
    void setColour(const RunId &id, std::optional<std::uint32_t> colour);
    /// Takes both out of the pairs they were in.
    void pair(const RunId &residual, const RunId &plain);
    void leaveAlone(const RunId &id);

    /// Takes them out of the groups they were in.
    void group(const std::vector<RunId> &ids);
    /// Nothing is said of them any more. Where one would be left of a group, nor of that.
    void leaveGroups(const std::vector<RunId> &ids);
    /// Takes it out of the group it was in; it is recognised as of none.
    void ungroup(const RunId &id);
    /// Names the group that these runs are in. An empty name: its own again.
    void nameGroup(const std::vector<RunId> &ids, const QString &name);
    /// Those of the group by hand with this number, open or not.
    std::vector<RunId> inGroup(int number) const;

    bool operator==(const RunChoices &) const = default;

private:
    void changed(const RunId &id);
    void unpair(const RunId &id);
    void leaveGroup(const RunId &id);
};

} // namespace inceptoscope
