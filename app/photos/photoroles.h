#pragma once

#include <Qt>

namespace inceptoscope {

/// Roles of PhotoListModel beside Qt::DisplayRole (name), Qt::DecorationRole (thumbnail, a QImage),
/// Qt::ToolTipRole and Qt::AccessibleTextRole.
enum PhotoRole {
    PhotoIdRole = Qt::UserRole, ///< int
    PhotoPathRole, ///< QString, empty for what was pasted
    PhotoStateRole, ///< PhotoState
    PhotoMessageRole, ///< QString, why it failed; plain text
    PhotoSizeRole, ///< QSize in pixels, invalid until it is ready
    PhotoTopLabelRole, ///< QString, empty until it is classified
    PhotoTopProbabilityRole, ///< double, 0 to 1
};

} // namespace inceptoscope
