#pragma once

#include "weights/weightsrow.h"

#include <QString>

namespace inceptoscope {

/// What a cell of a WeightsColumn shows. Texts that come from files are on one line.
QString weightsCellText(const WeightsRow &row, int column);
/// "42.7 of 171.0 MB · 5.2 MB/s · 0:25 left", "not here", "installed".
QString weightsStateText(const WeightsRow &row);
/// The sentence about what went wrong, or is waited for; empty where all is well.
QString weightsProblem(const WeightsRow &row);
/// Network, licence, source, what else was published; parts joined by " · ".
QString weightsDetail(const WeightsRow &row);
/// Everything about a row, for people who listen.
QString weightsAccessibleText(const WeightsRow &row);

} // namespace inceptoscope
