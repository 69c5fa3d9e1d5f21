#pragma once

#include "weights/weightsrow.h"

#include <QAbstractTableModel>

namespace inceptoscope {

/// Weights that can be had or are here, a row each.
class WeightsTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Where the ids stay, so do the rows: what is selected in a view stays it.
    void setRows(std::vector<WeightsRow> rows);
    /// Takes the place of the row with its id; nothing where there is none.
    void update(const WeightsRow &row);
    const std::vector<WeightsRow> &rows() const { return m_rows; }
    /// Null where there is none.
    const WeightsRow *find(std::string_view id) const;
    /// -1 where there is none.
    int rowOf(std::string_view id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    std::vector<WeightsRow> m_rows;
};

} // namespace inceptoscope
