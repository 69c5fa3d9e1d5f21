#pragma once

#include "checkpoint/keytable.h"
#include "weights/keyroles.h"

#include <QAbstractTableModel>

namespace inceptoscope {

/// The tensors of a file of weights, a row each, with what became of them.
class KeyTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setTable(KeyTable table);
    const KeyTable &table() const { return m_table; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QVariant sortKey(const QModelIndex &index) const;

    KeyTable m_table;
};

} // namespace inceptoscope
