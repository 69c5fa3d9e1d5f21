#pragma once

#include "curves/curvemetric.h"

#include <QAbstractItemModel>

#include <set>
#include <vector>

namespace inceptoscope {

/// Measures, and the tags of runs as a tree, with boxes to check: "train/loss" is "loss" below
/// "train". A tag is below at most one row, which has what stands before its last stroke.
class MetricTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    static constexpr int wholeNameRole = Qt::UserRole; ///< of a tag with its group's

    using QAbstractItemModel::QAbstractItemModel;

    /// In order, none twice. Those that were checked stay so, if they are still there.
    void setMetrics(const std::vector<Metric> &metrics);
    /// Of those.
    void setChecked(const std::vector<Metric> &metrics);
    bool hasGroups() const;
    std::vector<Metric> checked() const { return {m_checked.begin(), m_checked.end()}; }

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    /// By the person.
    void checkedChanged();

private:
    /// A row at the top: a metric, or a group of tags.
    struct Row
    {
        QString name;
        std::vector<std::size_t> metrics; ///< their positions
        bool isGroup = false;
    };

    const Row &rowOf(const QModelIndex &index) const;
    std::vector<std::size_t> metricsOf(const QModelIndex &index) const;
    Qt::CheckState checkState(const QModelIndex &index) const;
    QString name(const QModelIndex &index) const;
    bool isMeasure(const QModelIndex &index) const;
    void tellAllChanged();

    std::vector<Metric> m_metrics;
    std::vector<Row> m_rows;
    std::set<Metric> m_checked;
};

} // namespace inceptoscope
