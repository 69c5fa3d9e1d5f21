#pragma once

#include <Qt>

namespace inceptoscope {

/// Columns of RunListModel. The errors are those on the validation photos, top 1.
enum RunColumn {
    RunNameColumn, ///< with the check mark that shows the run's curves
    RunLastColumn, ///< the error after the last epoch
    RunBestColumn, ///< the lowest error
    RunBestEpochColumn, ///< the epoch that had it first
    RunColumnCount,
};

/// Roles of RunListModel beside Qt::DisplayRole, Qt::CheckStateRole, Qt::ToolTipRole and
/// Qt::AccessibleTextRole. Its colour follows from the shade.
enum RunRole {
    RunShadeRole = Qt::UserRole, ///< RunShade
    RunValueRole, ///< double, the number a column shows; unset where there is none
};

} // namespace inceptoscope
