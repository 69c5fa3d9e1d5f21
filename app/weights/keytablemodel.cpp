#include "weights/keytablemodel.h"

#include "texts/plaintooltip.h"
#include "weights/keytexts.h"

#include <functional>
#include <numeric>

namespace inceptoscope {

void KeyTableModel::setTable(KeyTable table)
{
    beginResetModel();
    m_table = std::move(table);
    endResetModel();
}

int KeyTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int KeyTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : KeyColumnCount;
}

/// Shapes come from outside: as a double, a product cannot overflow.
static double elements(const std::vector<std::int64_t> &shape)
{
    return std::accumulate(shape.begin(), shape.end(), 1.0, std::multiplies<>());
}

QVariant KeyTableModel::sortKey(const QModelIndex &index) const
{
    const KeyRow &row = m_table.rows[static_cast<std::size_t>(index.row())];
    if (index.column() == KeyStatusColumn)
        return index.row(); // they come in the order of the status
    if (index.column() == KeyShapeColumn)
        return elements(row.shape);
    return keyText(row, index.column());
}

QVariant KeyTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const KeyRow &row = m_table.rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return keyText(row, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(keyText(row, index.column()));
    case Qt::AccessibleTextRole:
        return index.column() == KeyStatusColumn ? keyAccessibleText(row)
                                                 : keyText(row, index.column());
    case KeyStatusRole:
        return static_cast<int>(row.status);
    case KeySortRole:
        return sortKey(index);
    default:
        return {};
    }
}

QVariant KeyTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= KeyColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    const QStringList names{
        tr("Status"), tr("Name in the file"), tr("Shape"), tr("Type"), tr("Layer"), tr("Role"),
        tr("Note")};
    const QStringList explanations{tr("What became of the tensor"),
                                   tr("The tensor's name in the file, or that it should have"),
                                   tr("Extents, the outermost first"),
                                   tr("How its numbers are stored"),
                                   tr("Id of the layer that uses it"),
                                   tr("What the layer uses it for"),
                                   tr("What is to be said about it")};
    if (role == Qt::DisplayRole)
        return names[section];
    if (role == Qt::ToolTipRole)
        return explanations[section];
    return {};
}

} // namespace inceptoscope
