#pragma once

#include <Qt>

namespace inceptoscope {

enum WeightsColumn {
    WeightsTitleColumn,
    WeightsLicenceColumn,
    WeightsSourceColumn,
    WeightsSizeColumn,
    WeightsTop1Column,
    WeightsTop5Column,
    WeightsStateColumn,
    WeightsColumnCount,
};

/// What a person can tell about a row at a glance.
enum class WeightsState {
    NotHere,
    Busy, ///< on its way
    Paused, ///< part of it is here
    Failed,
    Installed,
    Unusable, ///< installed, but it cannot be used
};

/// Roles of WeightsTableModel beside Qt::DisplayRole, Qt::ToolTipRole and Qt::AccessibleTextRole.
enum WeightsRole {
    WeightsIdRole = Qt::UserRole, ///< QString; of every cell of a row, as all of these
    WeightsStateRole, ///< int, a WeightsState
    WeightsFractionRole, ///< double, the part that is here, 0 to 1; invalid: not to be shown
    WeightsSortRole, ///< what a column is sorted by; of what is not known, less than all else
};

} // namespace inceptoscope
