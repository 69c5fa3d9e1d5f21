#include "curves/curvetablemodel.h"

#include "curves/curvetexts.h"

namespace inceptoscope {

void CurveTableModel::setFigures(const CurveSet &curves, const CurveFigures &figures)
{
    beginResetModel();
    m_curves = curves;
    m_curves.series.clear();
    m_figures = figures;
    endResetModel();
}

int CurveTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_figures.rows.size());
}

int CurveTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : CurveColumnCount;
}

QVariant CurveTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const CurveFigure &row = m_figures.rows[static_cast<std::size_t>(index.row())];
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

QString CurveTableModel::text(const CurveFigure &row, int column) const
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
    const bool rises = m_curves.rises;
    const QStringList names{tr("Curve"),
                            tr("Last"),
                            tr("At"),
                            rises ? tr("Highest") : tr("Lowest"),
                            rises ? tr("Highest at") : tr("Lowest at"),
                            tr("Area"),
                            tr("Reached")};
    const QStringList explanations{
        tr("What is drawn, and below it each pair: the residual run less the other"),
        tr("The last value"),
        m_figures.place
            ? tr("The value at this place: %1").arg(placeText(m_curves, *m_figures.place))
            : tr("The value at a place"),
        rises ? tr("The highest value, which is the best") : tr("The lowest value"),
        rises ? tr("Where it had the highest value first")
              : tr("Where it had the lowest value first"),
        tr("Area under the curve, in the units of both axes"),
        m_figures.target
            ? tr("Where it first had %1 or %2; of a pair, how many times as long the "
                 "residual run took")
                  .arg(curveValueText(m_curves, *m_figures.target), rises ? tr("more") : tr("less"))
            : tr("Where it first reached the target")};
    if (role == Qt::DisplayRole)
        return names[section];
    return role == Qt::ToolTipRole ? QVariant(explanations[section]) : QVariant();
}

} // namespace inceptoscope
