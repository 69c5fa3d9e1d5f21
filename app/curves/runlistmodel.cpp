#include "curves/runlistmodel.h"

#include "curves/curvetexts.h"
#include "curves/milestones.h"
#include "curves/runtexts.h"

#include <cmath>

namespace inceptoscope {

static std::optional<double> lastValue(const std::vector<CurvePoint> &curve)
{
    for (auto point = curve.rbegin(); point != curve.rend(); ++point) {
        if (std::isfinite(point->y))
            return point->y;
    }
    return std::nullopt;
}

void RunListModel::setCollection(const RunCollection &collection)
{
    beginResetModel();
    m_collection = collection;
    m_titles = runTitles(m_collection.runs);
    m_shades = runShades(m_collection.runs);
    std::set<RunId> hidden;
    for (const RunLog &run : m_collection.runs) {
        if (m_hidden.contains(run.id))
            hidden.insert(run.id);
    }
    m_hidden = std::move(hidden);
    endResetModel();
}

std::vector<bool> RunListModel::shown() const
{
    std::vector<bool> shown;
    for (const RunLog &run : m_collection.runs)
        shown.push_back(!m_hidden.contains(run.id));
    return shown;
}

int RunListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_collection.runs.size());
}

int RunListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : RunColumnCount;
}

QVariant RunListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    switch (role) {
    case Qt::ToolTipRole:
        return runToolTip(m_collection.runs[row], m_titles[index.row()]);
    case RunResidualRole:
        return m_shades[row].residual;
    case RunNumberRole:
        return m_shades[row].number;
    default:
        break;
    }
    if (index.column() == RunNameColumn)
        return nameData(row, role);
    switch (role) {
    case Qt::DisplayRole:
        return valueText(row, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    case RunValueRole:
        return value(row, index.column()) ? QVariant(*value(row, index.column())) : QVariant();
    default:
        return {};
    }
}

QVariant RunListModel::nameData(std::size_t row, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return m_titles[qsizetype(row)];
    case Qt::AccessibleTextRole:
        return accessibleText(row);
    case Qt::CheckStateRole:
        return m_hidden.contains(m_collection.runs[row].id) ? Qt::Unchecked : Qt::Checked;
    default:
        return {};
    }
}

bool RunListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !index.isValid() || index.column() != RunNameColumn)
        return false;
    const RunId &id = m_collection.runs[static_cast<std::size_t>(index.row())].id;
    if (value.value<Qt::CheckState>() == Qt::Checked)
        m_hidden.erase(id);
    else
        m_hidden.insert(id);
    emit dataChanged(index, index, {Qt::CheckStateRole});
    emit shownChanged();
    return true;
}

Qt::ItemFlags RunListModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid())
        flags |= Qt::ItemNeverHasChildren;
    if (index.isValid() && index.column() == RunNameColumn)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= RunColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole && section != RunNameColumn)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    const QStringList names{tr("Run"), tr("Last"), tr("Best"), tr("Epoch")};
    const QStringList explanations{tr("A checked run is drawn"),
                                   tr("Validation top-1 error after the last epoch"),
                                   tr("Lowest validation top-1 error"),
                                   tr("Epoch that first had the lowest validation top-1 error")};
    if (role == Qt::DisplayRole)
        return names[section];
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
        return explanations[section];
    return {};
}

QString RunListModel::accessibleText(std::size_t row) const
{
    if (!value(row, RunBestColumn))
        return m_titles[qsizetype(row)];
    return tr("%1: last validation top-1 error %2, best %3 at epoch %4")
        .arg(m_titles[qsizetype(row)], valueText(row, RunLastColumn), valueText(row, RunBestColumn),
             valueText(row, RunBestEpochColumn));
}

/// Errors are fractions.
std::optional<double> RunListModel::value(std::size_t row, int column) const
{
    const auto curve = curveOf(m_collection.runs[row], "val_top1_error");
    if (column == RunLastColumn)
        return lastValue(curve);
    const auto best = bestPoint(curve);
    if (!best)
        return std::nullopt;
    return column == RunBestColumn ? best->y : best->x;
}

QString RunListModel::valueText(std::size_t row, int column) const
{
    const auto number = value(row, column);
    if (!number)
        return QStringLiteral("–");
    return column == RunBestEpochColumn ? epochText(*number)
                                        : curveValueText(CurveMetric::TopOneError, *number * 100);
}

} // namespace inceptoscope
