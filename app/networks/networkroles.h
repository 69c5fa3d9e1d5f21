#pragma once

#include <Qt>

namespace inceptoscope {

/// Roles of NetworkListModel beside Qt::DisplayRole (title, and "no weights" where there are none),
/// Qt::ToolTipRole and Qt::AccessibleTextRole.
enum NetworkRole {
    NetworkIdRole = Qt::UserRole, ///< QString, "inception_v4_imagenette"
    NetworkTitleRole, ///< QString, the title alone
    NetworkWeightsRole, ///< CatalogueEntry::Weights
    NetworkSecondaryRole, ///< QString, what there is of weights: "bundled", "no weights"
};

} // namespace inceptoscope
