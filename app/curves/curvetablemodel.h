#pragma once

#include "curves/gapset.h"

#include <QAbstractTableModel>

#include <array>

namespace inceptoscope {

enum CurveColumn {
    CurveNameColumn,
    CurveLastColumn,
    CurveBestColumn, ///< the lowest
    CurveBestPlaceColumn,
    CurveAreaColumn, ///< under the curve
    CurveReachedColumn, ///< where it first is at the target, or below
    CurveColumnCount,
};

/// The number a column shows, for sorting; unset where there is none.
inline constexpr int curveNumberRole = Qt::UserRole;

/// The figures of the curves that are drawn, a row each, and below them of each pair: what the
/// residual run has more than the plain one, and how many times the epochs it needed.
class CurveTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setCurves(const CurveSet &curves, const std::vector<CurvePair> &pairs,
                   std::optional<double> target);
    /// The lowest multiple of 5 % that all validation curves reach; of other values, none.
    static std::optional<double> ownTarget(const CurveSet &curves);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        QString name;
        std::array<std::optional<double>, CurveColumnCount> numbers{};
        bool isPair = false;
    };

    Row rowOf(const CurveSeries &series) const;
    Row rowOf(const CurvePair &pair) const;
    QString text(const Row &row, int column) const;

    CurveSet m_curves; ///< without their points
    std::optional<double> m_target;
    std::vector<Row> m_rows;
};

} // namespace inceptoscope
