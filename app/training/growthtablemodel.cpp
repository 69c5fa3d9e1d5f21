#include "training/growthtablemodel.h"

#include "inference/answer.h"
#include "photos/photolistmodel.h"
#include "texts/percenttext.h"

#include <algorithm>

namespace inceptoscope {

GrowthTableModel::GrowthTableModel(PhotoListModel *photos, QObject *parent)
    : QAbstractTableModel(parent)
    , m_photos(photos)
{
    for (const auto changed : {&PhotoListModel::rowsInserted, &PhotoListModel::rowsRemoved})
        connect(photos, changed, this, &GrowthTableModel::takePhotos);
    connect(photos, &PhotoListModel::modelReset, this, &GrowthTableModel::takePhotos);
    connect(photos, &PhotoListModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last, const QList<int> &roles) {
                const int end = std::min(last.row(), rowCount() - 1);
                if (first.row() <= end && (roles.isEmpty() || roles.contains(Qt::DecorationRole)))
                    emit dataChanged(index(first.row(), 0), index(end, 0), {Qt::DecorationRole});
            });
    takePhotos();
}

void GrowthTableModel::takePhotos()
{
    beginResetModel();
    m_listed.clear();
    m_rows.clear();
    for (int row = 0; row < std::min(m_photos->rowCount(), mostPhotos); ++row) {
        const int id = m_photos->index(row).data(PhotoIdRole).toInt();
        m_rows[id] = row;
        m_listed.push_back(id);
    }
    endResetModel();
}

void GrowthTableModel::setNetworks(const QStringList &titles)
{
    beginResetModel();
    m_networks.clear();
    for (const QString &title : titles)
        m_networks.push_back({title, {}, {}});
    endResetModel();
}

void GrowthTableModel::setState(int network, const QString &state)
{
    Network &changed = m_networks[static_cast<std::size_t>(network)];
    if (changed.state == state)
        return;
    changed.state = state;
    emit headerDataChanged(Qt::Horizontal, network + 1, network + 1);
}

void GrowthTableModel::setAnswer(int network, int photo, const Prediction &top)
{
    m_networks[static_cast<std::size_t>(network)].answers[photo] = {top.label, top.probability};
    if (const auto row = m_rows.constFind(photo); row != m_rows.constEnd())
        emit dataChanged(index(*row, network + 1), index(*row, network + 1));
}

int GrowthTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_listed.size());
}

int GrowthTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_networks.size()) + 1;
}

QVariant GrowthTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int photo = m_listed[static_cast<std::size_t>(index.row())];
    if (index.column() == 0)
        return m_photos->index(m_photos->rowOf(photo)).data(role);
    const Network &network = m_networks[static_cast<std::size_t>(index.column()) - 1];
    const auto answer = network.answers.constFind(photo);
    if (answer == network.answers.constEnd())
        return role == Qt::DisplayRole ? QVariant(QStringLiteral("–")) : QVariant();
    if (role == Qt::DisplayRole)
        return tr("%1  %2").arg(percentText(answer->probability), answer->label);
    if (role == Qt::AccessibleTextRole)
        return tr("%1: %2, %3").arg(network.title, answer->label, percentText(answer->probability));
    return {};
}

QVariant GrowthTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= columnCount())
        return {};
    if (section == 0)
        return tr("Photo");
    const Network &network = m_networks[static_cast<std::size_t>(section) - 1];
    return network.state.isEmpty() ? network.title : network.title + u'\n' + network.state;
}

} // namespace inceptoscope
