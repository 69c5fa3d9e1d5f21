#include "weights/keyfilter.h"

#include "weights/keyroles.h"

#include <algorithm>

namespace inceptoscope {

KeyFilter::KeyFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(KeySortRole);
}

/// Sizes may be typed without the × that no keyboard has.
static QString folded(QString text)
{
    return text.replace(u'×', u'x').toCaseFolded();
}

void KeyFilter::setWords(const QString &text)
{
    m_words = folded(text).split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool KeyFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    QString cells;
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column)
        cells += sourceModel()->index(row, column, parent).data().toString() + u'\n';
    cells = folded(cells);
    return std::ranges::all_of(m_words,
                               [&cells](const QString &word) { return cells.contains(word); });
}

} // namespace inceptoscope
