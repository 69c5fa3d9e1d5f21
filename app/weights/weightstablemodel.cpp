#include "weights/weightstablemodel.h"

#include "texts/plaintooltip.h"
#include "weights/weightstexts.h"

#include <algorithm>

namespace inceptoscope {

static bool isFigure(int column)
{
    return column == WeightsTop1Column || column == WeightsTop5Column
        || column == WeightsSizeColumn;
}

static QVariant fractionOf(const WeightsRow &row)
{
    const DownloadProgress &progress = row.progress;
    const bool isPart = row.state() == WeightsState::Busy || row.state() == WeightsState::Paused;
    if (!isPart || progress.total <= 0)
        return {};
    return static_cast<double>(progress.received) / static_cast<double>(progress.total);
}

/// What is nearest to being used comes first.
static int stateRank(WeightsState state)
{
    switch (state) {
    case WeightsState::Installed:
        return 0;
    case WeightsState::Unusable:
        return 1;
    case WeightsState::Busy:
        return 2;
    case WeightsState::Paused:
        return 3;
    case WeightsState::Failed:
        return 4;
    case WeightsState::NotHere:
        break;
    }
    return 5;
}

static QVariant sortKey(const WeightsRow &row, int column)
{
    switch (column) {
    case WeightsTop1Column:
        return row.weights.top1.value_or(-1.0);
    case WeightsTop5Column:
        return row.weights.top5.value_or(-1.0);
    case WeightsSizeColumn:
        return static_cast<qint64>(row.size());
    case WeightsStateColumn:
        return stateRank(row.state());
    default:
        return weightsCellText(row, column);
    }
}

static QString toolTipOf(const WeightsRow &row, int column)
{
    if (const QString problem = weightsProblem(row);
        column == WeightsStateColumn && !problem.isEmpty())
        return problem;
    if (column == WeightsTitleColumn)
        return QString::fromStdString(row.weights.id) + u'\n' + weightsDetail(row);
    if (column == WeightsSizeColumn && row.weights.sizeIsApproximate && !row.installed)
        return WeightsTableModel::tr("about %1").arg(weightsCellText(row, column));
    if (column == WeightsSourceColumn)
        return QString::fromStdString(row.weights.url);
    return weightsCellText(row, column);
}

void WeightsTableModel::setRows(std::vector<WeightsRow> rows)
{
    if (std::ranges::equal(rows, m_rows, [](const WeightsRow &one, const WeightsRow &other) {
            return one.weights.id == other.weights.id;
        })) {
        for (const WeightsRow &row : rows)
            update(row);
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void WeightsTableModel::update(const WeightsRow &row)
{
    const int place = rowOf(row.weights.id);
    if (place < 0 || m_rows[static_cast<std::size_t>(place)] == row)
        return;
    m_rows[static_cast<std::size_t>(place)] = row;
    emit dataChanged(index(place, 0), index(place, WeightsColumnCount - 1));
}

int WeightsTableModel::rowOf(std::string_view id) const
{
    const auto found = std::ranges::find(
        m_rows, id, [](const WeightsRow &row) { return std::string_view(row.weights.id); });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

const WeightsRow *WeightsTableModel::find(std::string_view id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_rows[static_cast<std::size_t>(row)];
}

int WeightsTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int WeightsTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : WeightsColumnCount;
}

QVariant WeightsTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const WeightsRow &row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return weightsCellText(row, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(toolTipOf(row, index.column()));
    case Qt::AccessibleTextRole:
        return index.column() == WeightsTitleColumn ? weightsAccessibleText(row)
                                                    : weightsCellText(row, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((isFigure(index.column()) ? Qt::AlignRight : Qt::AlignLeft)
                                   | Qt::AlignVCenter);
    case WeightsIdRole:
        return QString::fromStdString(row.weights.id);
    case WeightsStateRole:
        return static_cast<int>(row.state());
    case WeightsFractionRole:
        return fractionOf(row);
    case WeightsSortRole:
        return sortKey(row, index.column());
    default:
        return {};
    }
}

QVariant WeightsTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= WeightsColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((isFigure(section) ? Qt::AlignRight : Qt::AlignLeft)
                                   | Qt::AlignVCenter);
    const QStringList names{tr("Weights"), tr("Licence"), tr("Source"), tr("Size"),
                            tr("Top-1"),   tr("Top-5"),   tr("State")};
    const QStringList explanations{
        tr("The network, who published the weights, and what they call them"),
        tr("As the publisher states it"),
        tr("The server they come from"),
        tr("Of the file"),
        tr("Accuracy as published: the answer is right, on ImageNet's 50,000 validation photos"),
        tr("Accuracy as published: the right answer is among the first five, on ImageNet's 50,000 "
           "validation photos"),
        tr("Whether they are on this computer")};
    if (role == Qt::DisplayRole)
        return names[section];
    if (role == Qt::ToolTipRole)
        return explanations[section];
    return {};
}

} // namespace inceptoscope
