#include "weights/weightsfilter.h"

#include "weights/weightsroles.h"

#include <algorithm>

namespace inceptoscope {

WeightsFilter::WeightsFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(WeightsSortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setDynamicSortFilter(false); // rows do not wander off while their downloads get on
}

void WeightsFilter::setWords(const QString &text)
{
    m_words = text.toCaseFolded().split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

int WeightsFilter::rowOf(const QString &id) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (index(row, 0).data(WeightsIdRole) == id)
            return row;
    }
    return -1;
}

bool WeightsFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex first = sourceModel()->index(row, 0, parent);
    QString cells = first.data(WeightsIdRole).toString();
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column)
        cells += u'\n' + first.siblingAtColumn(column).data().toString();
    cells = cells.toCaseFolded();
    return std::ranges::all_of(m_words,
                               [&cells](const QString &word) { return cells.contains(word); });
}

} // namespace inceptoscope
