#pragma once

#include "inference/answer.h"
#include "predictions/predictionroles.h"

#include <QAbstractListModel>

#include <vector>

namespace inceptoscope {

/// The classes that a network finds most probable, the most probable first.
class PredictionListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    /// Every class, the most probable first, as in an Answer. Rows stay where they are and change
    /// what they say, so a row that is selected remains so.
    void setPredictions(std::vector<Prediction> predictions);
    void clear();

    /// How many are listed, at least 1.
    int limit() const { return m_limit; }
    void setLimit(int limit);

    /// What is listed as text, a line each: rank, name and percentage, parted by tabs.
    QString toText() const;

private:
    void setRowCount(int rows);
    const Prediction &prediction(int row) const;
    QVariant toolTip(const Prediction &prediction) const;

    std::vector<Prediction> m_predictions;
    int m_limit = 5;
    int m_rows = 0;
};

} // namespace inceptoscope
