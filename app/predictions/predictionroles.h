#pragma once

#include <Qt>

namespace inceptoscope {

/// Roles of PredictionListModel beside Qt::DisplayRole (the class's name), Qt::ToolTipRole and
/// Qt::AccessibleTextRole.
enum PredictionRole {
    PredictionProbabilityRole = Qt::UserRole, ///< double, 0 to 1
    PredictionSortRole, ///< the same raw value, the one column's order
    PredictionRankRole, ///< int, from 1
    PredictionClassRole, ///< int, index of the class
};

} // namespace inceptoscope
