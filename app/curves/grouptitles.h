#pragma once

#include <QStringList>

#include <vector>

namespace inceptoscope {

/// The words that titles begin and end with, without what tells them apart: "exp" of "exp-seed0"
/// and "exp-seed1". Empty where there are none.
QString commonTitle(const QStringList &titles);

/// A title for each group of runs: what the titles of its runs have in common, or those they would
/// have if none were renamed. Empty where that is nothing, or tells the group not from another
/// one, or from a run beside it.
QStringList commonTitles(const std::vector<std::vector<std::size_t>> &groups,
                         const QStringList &titles, const QStringList &unrenamed);

} // namespace inceptoscope
