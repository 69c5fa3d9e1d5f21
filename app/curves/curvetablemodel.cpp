#include "curves/curvetablemodel.h"

#include "curves/curvetexts.h"
#include "curves/milestones.h"
#include "curves/spread.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

std::optional<double> CurveTableModel::ownTarget(const CurveSet &curves)
{
    if (!curves.isPercent)
        return std::nullopt;
    std::vector<std::vector<CurvePoint>> errors;
    for (const CurveSeries &series : curves.series) {
        if (!series.validation)
            continue;
        errors.push_back(series.points);
        for (CurvePoint &point : errors.back())
            point.y /= 100;
    }
    const auto target = compareErrors(errors).target;
    return target ? std::optional(*target * 100) : std::nullopt;
}

void CurveTableModel::setCurves(const CurveSet &curves, const std::vector<CurvePair> &pairs,
                                std::optional<double> target)
{
    beginResetModel();
    m_curves = curves;
    m_target = target;
    m_rows.clear();
    for (const CurveSeries &series : m_curves.series)
        m_rows.push_back(rowOf(series));
    for (const CurvePair &pair : pairs)
        m_rows.push_back(rowOf(pair));
    m_curves.series.clear();
    endResetModel();
}

CurveTableModel::Row CurveTableModel::rowOf(const CurveSeries &series) const
{
    constexpr double rounding = 1e-9;
    Row row{series.label};
    const auto last =
        std::ranges::find_if(series.points.rbegin(), series.points.rend(),
                             [](const CurvePoint &point) { return std::isfinite(point.y); });
    if (last == series.points.rend())
        return row;
    const auto best = bestPoint(series.points);
    row.numbers[CurveLastColumn] = last->y;
    row.numbers[CurveBestColumn] = best->y;
    row.numbers[CurveBestPlaceColumn] = best->x;
    if (series.points.size() > 1)
        row.numbers[CurveAreaColumn] = areaUnder(series.points);
    if (m_target)
        row.numbers[CurveReachedColumn] = firstReaching(series.points, *m_target + rounding);
    return row;
}

CurveTableModel::Row CurveTableModel::rowOf(const CurvePair &pair) const
{
    const Row &residual = m_rows[pair.residual];
    const Row &plain = m_rows[pair.plain];
    Row row{gapLabel(residual.name, plain.name)};
    row.isPair = true;
    for (const auto column :
         {CurveLastColumn, CurveBestColumn, CurveBestPlaceColumn, CurveAreaColumn}) {
        if (residual.numbers[column] && plain.numbers[column])
            row.numbers[column] = *residual.numbers[column] - *plain.numbers[column];
    }
    const auto &mine = residual.numbers[CurveReachedColumn];
    const auto &others = plain.numbers[CurveReachedColumn];
    if (mine && others && *others > 0)
        row.numbers[CurveReachedColumn] = *mine / *others;
    return row;
}

int CurveTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CurveTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : CurveColumnCount;
}

QVariant CurveTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    const auto &number = row.numbers[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text(row, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == CurveNameColumn
            ? QVariant()
            : QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    case curveNumberRole:
        if (index.column() == CurveNameColumn)
            return row.name;
        return number ? QVariant(*number) : QVariant();
    default:
        return {};
    }
}

QString CurveTableModel::text(const Row &row, int column) const
{
    constexpr int digits = 5;
    if (column == CurveNameColumn)
        return row.name;
    const auto &number = row.numbers[static_cast<std::size_t>(column)];
    if (!number)
        return QStringLiteral("–");
    const QString sign = row.isPair && *number > 0 ? QStringLiteral("+") : QString();
    switch (column) {
    case CurveAreaColumn:
        return sign + QString::number(*number, 'g', digits);
    case CurveReachedColumn:
        return row.isPair ? tr("%1 times").arg(*number, 0, 'f', 2)
                          : QString::number(*number, 'g', digits);
    case CurveBestPlaceColumn:
        return row.isPair ? sign + QString::number(*number, 'g', digits)
                          : placeText(m_curves, *number);
    default:
        return row.isPair && m_curves.isPercent ? sign + tr("%1 points").arg(*number, 0, 'f', 1)
                                                : sign + curveValueText(m_curves, *number);
    }
}

QVariant CurveTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= CurveColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == CurveNameColumn ? Qt::AlignLeft : Qt::AlignRight)
                                   | Qt::AlignVCenter);
    const QStringList names{tr("Curve"),   tr("Last"), tr("Best"),
                            tr("Best at"), tr("Area"), tr("Reached")};
    const QStringList explanations{
        tr("What is drawn, and below it each pair: the residual run less the other"),
        tr("The last value"),
        tr("The lowest value"),
        tr("Where it had the lowest value first"),
        tr("Area under the curve, in the units of both axes"),
        m_target ? tr("Where it first had %1 or less; of a pair, how many times as long the "
                      "residual run took")
                       .arg(curveValueText(m_curves, *m_target))
                 : tr("Where it first had the target or less")};
    if (role == Qt::DisplayRole)
        return names[section];
    return role == Qt::ToolTipRole ? QVariant(explanations[section]) : QVariant();
}

} // namespace inceptoscope
