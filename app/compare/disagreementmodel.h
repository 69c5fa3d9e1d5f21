#pragma once

#include "folders/foldertablemodel.h"

namespace inceptoscope {

/// The photos of a folder and what two networks answer, from a PairJob's rows.
class DisagreementModel : public FolderTableModel
{
    Q_OBJECT

public:
    using FolderTableModel::FolderTableModel;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
};

} // namespace inceptoscope
