#include "filters/filterlistmodel.h"

#include "render/valuetext.h"

namespace inceptoscope {

void FilterListModel::setFilters(const FilterLoader::DrawnPtr &drawn)
{
    beginResetModel();
    m_drawn = drawn;
    endResetModel();
}

int FilterListModel::rowCount(const QModelIndex &parent) const
{
    return m_drawn && !parent.isValid() ? m_drawn->filters->filters : 0;
}

QVariant FilterListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return QString::number(index.row());
    case Qt::DecorationRole:
        return m_drawn->images[row];
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("Filter %1: colours from %2 to %3")
            .arg(index.row())
            .arg(valueText(double{m_drawn->ranges[row].low}),
                 valueText(double{m_drawn->ranges[row].high}));
    default:
        return {};
    }
}

} // namespace inceptoscope
