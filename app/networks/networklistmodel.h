#pragma once

#include "networks/networkcatalogue.h"
#include "networks/networkroles.h"

#include <QAbstractListModel>

namespace inceptoscope {

/// The networks to choose from: those with bundled weights first, then installed ones, then the
/// families without weights; within each of these in the catalogue's order.
class NetworkListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    void setCatalogue(NetworkCatalogue catalogue);
    const NetworkCatalogue &catalogue() const { return m_catalogue; }

    /// -1 for an unknown id.
    int rowOf(const QString &id) const;
    /// `row` is one of the list's.
    const CatalogueEntry &entry(int row) const;

private:
    NetworkCatalogue m_catalogue; ///< entries in the order of the rows
};

} // namespace inceptoscope

Q_DECLARE_METATYPE(inceptoscope::CatalogueEntry::Weights)
