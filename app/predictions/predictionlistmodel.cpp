#include "predictions/predictionlistmodel.h"

#include "predictions/predictiontexts.h"
#include "texts/percenttext.h"
#include "texts/plaintooltip.h"

#include <algorithm>

namespace inceptoscope {

int PredictionListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

QVariant PredictionListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Prediction &shown = prediction(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown.label;
    case Qt::ToolTipRole:
        return toolTip(shown);
    case Qt::AccessibleTextRole:
        return predictionAccessibleText(shown);
    case PredictionProbabilityRole:
    case PredictionSortRole:
        return shown.probability;
    case PredictionRankRole:
        return index.row() + 1;
    case PredictionClassRole:
        return shown.index;
    default:
        return {};
    }
}

void PredictionListModel::setPredictions(std::vector<Prediction> predictions)
{
    const int rows = std::min(m_limit, static_cast<int>(predictions.size()));
    // The old predictions stay until the rows that go are gone, the new ones come before new rows.
    if (rows < m_rows)
        setRowCount(rows);
    m_predictions = std::move(predictions);
    if (m_rows > 0)
        emit dataChanged(index(0), index(m_rows - 1));
    if (rows > m_rows)
        setRowCount(rows);
}

void PredictionListModel::clear()
{
    setPredictions({});
}

void PredictionListModel::setLimit(int limit)
{
    m_limit = std::max(1, limit);
    setRowCount(std::min(m_limit, static_cast<int>(m_predictions.size())));
}

QString PredictionListModel::toText() const
{
    QString text;
    for (int row = 0; row < m_rows; ++row) {
        const Prediction &shown = prediction(row);
        text += QStringLiteral("%1\t%2\t%3\n")
                    .arg(QString::number(row + 1), shown.label, percentText(shown.probability));
    }
    return text;
}

void PredictionListModel::setRowCount(int rows)
{
    if (rows > m_rows) {
        beginInsertRows({}, m_rows, rows - 1);
        m_rows = rows;
        endInsertRows();
    } else if (rows < m_rows) {
        beginRemoveRows({}, rows, m_rows - 1);
        m_rows = rows;
        endRemoveRows();
    }
}

const Prediction &PredictionListModel::prediction(int row) const
{
    return m_predictions[static_cast<std::size_t>(row)];
}

QVariant PredictionListModel::toolTip(const Prediction &prediction) const
{
    return plainToolTip(tr("%1\n%2, class %3")
                            .arg(prediction.label, percentText(prediction.probability),
                                 QString::number(prediction.index)));
}

} // namespace inceptoscope
