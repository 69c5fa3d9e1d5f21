#pragma once

#include <Qt>

namespace inceptoscope {

/// Roles of FolderTableModel beside Qt::DisplayRole, Qt::TextAlignmentRole, Qt::ToolTipRole and
/// Qt::AccessibleTextRole; they are the same in every column.
enum FolderRole {
    FolderPathRole = Qt::UserRole, ///< QString
    FolderWrongRole, ///< bool: the folder is named after another class
    FolderErrorRole, ///< QString: why the photo could not be read; else empty
    FolderConfidenceRole, ///< double, 0 to 1
};

/// Roles of ConfusionModel beside the same.
enum ConfusionRole {
    ConfusionShareRole = Qt::UserRole, ///< double: of the photos of the row's class, 0 to 1
    ConfusionRightRole, ///< bool: the answer is the row's class
    ConfusionTruthRole, ///< int: class of the row
    ConfusionAnswerRole, ///< int: class of the column
};

} // namespace inceptoscope
