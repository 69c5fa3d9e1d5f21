#include "networks/networklistmodel.h"

#include "networks/networktexts.h"

#include <algorithm>

namespace inceptoscope {

/// Place of the group in the list.
static int groupOf(const CatalogueEntry &entry)
{
    switch (entry.weights) {
    case CatalogueEntry::Weights::Bundled:
        return 0;
    case CatalogueEntry::Weights::Installed:
        return 1;
    case CatalogueEntry::Weights::None:
        break;
    }
    return 2;
}

int NetworkListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_catalogue.entries.size());
}

QVariant NetworkListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const CatalogueEntry &shown = entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return networkText(shown);
    case Qt::ToolTipRole:
        return networkToolTip(shown);
    case Qt::AccessibleTextRole:
        return networkAccessibleText(shown);
    case NetworkIdRole:
        return QString::fromStdString(shown.id);
    case NetworkTitleRole:
        return networkTitle(shown);
    case NetworkWeightsRole:
        return QVariant::fromValue(shown.weights);
    case NetworkSecondaryRole:
        return weightsText(shown.weights);
    default:
        return {};
    }
}

void NetworkListModel::setCatalogue(NetworkCatalogue catalogue)
{
    beginResetModel();
    m_catalogue = std::move(catalogue);
    std::ranges::stable_sort(m_catalogue.entries, {}, groupOf);
    endResetModel();
}

int NetworkListModel::rowOf(const QString &id) const
{
    const auto &entries = m_catalogue.entries;
    const auto found = std::ranges::find(entries, id.toStdString(), &CatalogueEntry::id);
    return found == entries.end() ? -1 : static_cast<int>(found - entries.begin());
}

const CatalogueEntry &NetworkListModel::entry(int row) const
{
    return m_catalogue.entries[static_cast<std::size_t>(row)];
}

} // namespace inceptoscope
