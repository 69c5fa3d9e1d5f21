#pragma once

#include "curves/runcollection.h"
#include "curves/runpairs.h"

#include <map>
#include <set>

namespace inceptoscope {

/// What a person has made of runs by hand.
struct RunChoices
{
    std::map<RunId, QString> names;
    std::map<RunId, std::uint32_t> colours; ///< 0xffRRGGBB
    std::map<RunId, RunId> pairs; ///< the plain run of a residual one
    std::set<RunId> alone; ///< in no pair, whatever is recognised

    /// Takes both out of the pairs they were in.
    void pair(const RunId &residual, const RunId &plain);
    void leaveAlone(const RunId &id);
    /// What is known of these runs only.
    void keepOnly(const std::vector<RunLog> &runs);

private:
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
