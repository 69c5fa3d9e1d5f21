#pragma once

#include <Qt>

namespace inceptoscope {

enum KeyColumn {
    KeyStatusColumn,
    KeyNameColumn,
    KeyShapeColumn,
    KeyDTypeColumn,
    KeyLayerColumn,
    KeyRoleColumn,
    KeyNoteColumn,
    KeyColumnCount,
};

/// Roles of KeyTableModel beside Qt::DisplayRole, Qt::ToolTipRole and Qt::AccessibleTextRole.
enum KeyRole {
    KeyStatusRole = Qt::UserRole, ///< int, a KeyStatus; of every cell of a row
    KeySortRole, ///< what a column is sorted by: numbers of elements for shapes, a row's own place
                 ///< for the status
};

} // namespace inceptoscope
