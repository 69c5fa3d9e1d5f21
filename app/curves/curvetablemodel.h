#pragma once

#include "curves/curvefigures.h"

#include <QAbstractTableModel>

namespace inceptoscope {

/// The number a column shows, for sorting; unset where there is none.
inline constexpr int curveNumberRole = Qt::UserRole;

/// The figures of the curves that are drawn, a row each, and below them of each pair.
class CurveTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// The curves tell the units.
    void setFigures(const CurveSet &curves, const CurveFigures &figures);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const CurveFigure &row, int column) const;

    CurveSet m_curves; ///< without their points
    CurveFigures m_figures;
};

} // namespace inceptoscope
