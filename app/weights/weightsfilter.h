#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace inceptoscope {

/// The rows of a WeightsTableModel that have every word of a search in their id or some cell, in
/// any order.
class WeightsFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit WeightsFilter(QObject *parent = nullptr);

    void setWords(const QString &text);
    /// -1 where it is not among them.
    int rowOf(const QString &id) const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
};

} // namespace inceptoscope
