#pragma once

#include "curves/runcollection.h"
#include "curves/runpairs.h"

#include <map>
#include <optional>
#include <set>

namespace inceptoscope {

/// Of a name given to a run by hand.
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
    std::vector<RunId>
        order; ///< of all these but a pair's plain one, the one changed last at the end

    /// An empty one: its own again.
    void rename(const RunId &id, const QString &name);
    /// Nothing: its own again.
    void setColour(const RunId &id, std::optional<std::uint32_t> colour);
    /// Takes both out of the pairs they were in.
    void pair(const RunId &residual, const RunId &plain);
    void leaveAlone(const RunId &id);

    bool operator==(const RunChoices &) const = default;

private:
    void changed(const RunId &id);
    void unpair(const RunId &id);
};

/// How runs are shown: by their positions, a title and a shade each, and what belongs together.
struct RunArrangement
{
    QStringList titles;
    std::vector<RunShade> shades;
    std::vector<RunPair> pairs;
    std::vector<std::vector<std::size_t>> seeds; ///< runs that differ only in their seeds
    QStringList seedTitles; ///< of those together
};

RunArrangement arranged(const std::vector<RunLog> &runs, const RunChoices &choices = {});

} // namespace inceptoscope
