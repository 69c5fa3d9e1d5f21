#pragma once

#include "filters/filterlistmodel.h"

#include <QListView>

namespace inceptoscope {

/// The filters of a layer as small pictures that scroll, each with its number below it: those of
/// the channels they make.
class FilterView : public QListView
{
    Q_OBJECT

public:
    explicit FilterView(QWidget *parent = nullptr);

    void setFilters(const FilterLoader::DrawnPtr &drawn);
    const FilterLoader::DrawnPtr &filters() const { return m_model->filters(); }
    void setCellSize(int size);

    /// -1: none.
    int currentFilter() const;
    void setCurrentFilter(int filter);

signals:
    void currentFilterChanged(int filter); ///< by the person

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    FilterListModel *m_model;
    bool m_isTold = true; ///< of changes
};

} // namespace inceptoscope
