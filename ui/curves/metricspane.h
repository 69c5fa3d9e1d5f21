#pragma once

#include "curves/curvemetric.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace inceptoscope {

class MetricTreeModel;

/// Everything the runs have logged, to be checked: several metrics are drawn together. A line above
/// finds some of many.
class MetricsPane : public QWidget
{
    Q_OBJECT

public:
    explicit MetricsPane(QWidget *parent = nullptr);

    /// See MetricTreeModel.
    void setMetrics(const std::vector<Metric> &metrics);
    void setChecked(const std::vector<Metric> &metrics);
    std::vector<Metric> checked() const;

signals:
    /// By the person.
    void checkedChanged();

private:
    void find(const QString &text);
    QStringList openedGroups() const;

    MetricTreeModel *m_model;
    QSortFilterProxyModel *m_found;
    QLineEdit *m_finder;
    QTreeView *m_view;
};

} // namespace inceptoscope
