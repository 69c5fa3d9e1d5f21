#pragma once

#include "filters/filterloader.h"

#include <QAbstractListModel>

namespace inceptoscope {

/// A layer's filters, one a row: its number, its picture and its range in words.
class FilterListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setFilters(const FilterLoader::DrawnPtr &drawn);
    const FilterLoader::DrawnPtr &filters() const { return m_drawn; }

    int rowCount(const QModelIndex &parent = {}) const override;
    /// DecorationRole: a QImage, one pixel a weight.
    QVariant data(const QModelIndex &index, int role) const override;

private:
    FilterLoader::DrawnPtr m_drawn;
};

} // namespace inceptoscope
