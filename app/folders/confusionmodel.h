#pragma once

#include "folders/folderroles.h"
#include "folders/foldertally.h"

#include <QAbstractTableModel>

namespace inceptoscope {

/// A confusion matrix: a row for each class of the folders, a column for each class that was
/// answered, and how many photos are in both.
class ConfusionModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// While the classes stay the same, what is current stays, too.
    void setMatrix(const ConfusionMatrix &matrix, const QStringList &labels);
    const ConfusionMatrix &matrix() const { return m_matrix; }
    const QStringList &labels() const { return m_labels; }
    /// Invalid where there is no such cell.
    QModelIndex cell(int truth, int answer) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    int truthOf(const QModelIndex &index) const;
    int answerOf(const QModelIndex &index) const;
    int photosOf(const QModelIndex &index) const;
    double shareOf(const QModelIndex &index) const;
    QString sentence(const QModelIndex &index) const;

    ConfusionMatrix m_matrix;
    QStringList m_labels;
    std::vector<int> m_photos; ///< of each row
};

} // namespace inceptoscope
