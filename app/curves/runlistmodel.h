#pragma once

#include "curves/runcollection.h"
#include "curves/runroles.h"

#include <QAbstractTableModel>

#include <optional>
#include <set>

namespace inceptoscope {

/// The runs of a collection in its order, each with how far it came and whether its curves are
/// shown.
class RunListModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// A run that was hidden stays so while it is in the collection.
    void setCollection(const RunCollection &collection);
    const RunCollection &collection() const { return m_collection; }
    /// By run.
    std::vector<bool> shown() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    /// By the person; not when the collection changes.
    void shownChanged();

private:
    QVariant nameData(std::size_t row, int role) const;
    QString accessibleText(std::size_t row) const;
    std::optional<double> value(std::size_t row, int column) const;
    QString valueText(std::size_t row, int column) const;

    RunCollection m_collection;
    QStringList m_titles;
    std::vector<RunShade> m_shades;
    std::set<RunId> m_hidden;
};

} // namespace inceptoscope
