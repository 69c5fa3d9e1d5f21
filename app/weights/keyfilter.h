#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace inceptoscope {

/// The rows of a KeyTableModel that have every word of a search in some cell, in any order.
class KeyFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit KeyFilter(QObject *parent = nullptr);

    void setWords(const QString &text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
};

} // namespace inceptoscope
