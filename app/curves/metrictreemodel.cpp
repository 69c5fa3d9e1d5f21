#include "curves/metrictreemodel.h"

#include "curves/curvetags.h"

#include <QFont>

#include <algorithm>
#include <iterator>
#include <map>

namespace inceptoscope {

namespace {

constexpr quintptr atTheTop = 0; // ids of rows; of those below another, its row and 1

/// What stands before the last stroke; empty where there is none.
std::string groupOf(const std::string &tag)
{
    const auto stroke = tag.rfind('/');
    return stroke == std::string::npos ? std::string() : tag.substr(0, stroke);
}

QString toolTip(const Metric &metric)
{
    return metric.kind == CurveMetric::Tag
        ? tagText(metric.tag)
        : MetricTreeModel::tr("%1, whatever each log calls it").arg(metricName(metric));
}

QFont boldFont()
{
    QFont font; // has nothing else of its own
    font.setBold(true);
    return font;
}

} // namespace

void MetricTreeModel::setMetrics(const std::vector<Metric> &metrics)
{
    if (metrics == m_metrics)
        return;
    beginResetModel();
    m_metrics = metrics;
    m_rows.clear();
    std::map<std::string, std::size_t> groups;
    for (std::size_t i = 0; i < m_metrics.size(); ++i) {
        const std::string group = groupOf(m_metrics[i].tag);
        if (group.empty()) {
            m_rows.push_back({metricName(m_metrics[i]), {i}});
            continue;
        }
        const auto [known, isNew] = groups.emplace(group, m_rows.size());
        if (isNew)
            m_rows.push_back({tagText(group), {}, true});
        m_rows[known->second].metrics.push_back(i);
    }
    std::erase_if(m_checked, [this](const Metric &metric) {
        return !std::ranges::binary_search(m_metrics, metric);
    });
    endResetModel();
}

bool MetricTreeModel::hasGroups() const
{
    return std::ranges::any_of(m_rows, &Row::isGroup);
}

void MetricTreeModel::setChecked(const std::vector<Metric> &metrics)
{
    std::set<Metric> checked;
    std::ranges::copy_if(
        metrics, std::inserter(checked, checked.end()),
        [this](const Metric &each) { return std::ranges::binary_search(m_metrics, each); });
    if (checked == m_checked)
        return;
    m_checked = std::move(checked);
    tellAllChanged();
}

void MetricTreeModel::tellAllChanged()
{
    const int rows = rowCount();
    if (rows == 0)
        return;
    emit dataChanged(index(0, 0), index(rows - 1, 0), {Qt::CheckStateRole});
    for (int row = 0; row < rows; ++row) {
        const QModelIndex group = index(row, 0);
        if (const int below = rowCount(group); below > 0)
            emit dataChanged(index(0, 0, group), index(below - 1, 0, group), {Qt::CheckStateRole});
    }
}

QModelIndex MetricTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : atTheTop);
}

QModelIndex MetricTreeModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == atTheTop)
        return {};
    return createIndex(static_cast<int>(index.internalId() - 1), 0, atTheTop);
}

int MetricTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_rows.size());
    if (parent.internalId() != atTheTop || !rowOf(parent).isGroup)
        return 0;
    return static_cast<int>(rowOf(parent).metrics.size());
}

int MetricTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

/// The one at the top that it is, or is below.
const MetricTreeModel::Row &MetricTreeModel::rowOf(const QModelIndex &index) const
{
    return m_rows[index.internalId() == atTheTop ? static_cast<std::size_t>(index.row())
                                                 : index.internalId() - 1];
}

std::vector<std::size_t> MetricTreeModel::metricsOf(const QModelIndex &index) const
{
    const Row &row = rowOf(index);
    return index.internalId() == atTheTop
        ? row.metrics
        : std::vector{row.metrics[static_cast<std::size_t>(index.row())]};
}

QString MetricTreeModel::name(const QModelIndex &index) const
{
    const Row &row = rowOf(index);
    if (index.internalId() == atTheTop)
        return row.name;
    const std::string &tag = m_metrics[row.metrics[static_cast<std::size_t>(index.row())]].tag;
    return tagText(tag.substr(groupOf(tag).size() + 1));
}

Qt::CheckState MetricTreeModel::checkState(const QModelIndex &index) const
{
    const auto metrics = metricsOf(index);
    const auto checked = std::ranges::count_if(
        metrics, [this](std::size_t metric) { return m_checked.contains(m_metrics[metric]); });
    if (checked == 0)
        return Qt::Unchecked;
    return checked == std::ssize(metrics) ? Qt::Checked : Qt::PartiallyChecked;
}

QVariant MetricTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return name(index);
    case Qt::ToolTipRole:
        return rowOf(index).isGroup && index.internalId() == atTheTop
            ? QVariant(tr("%1: %2 metrics").arg(name(index)).arg(rowOf(index).metrics.size()))
            : QVariant(toolTip(m_metrics[metricsOf(index).front()]));
    case wholeNameRole:
        return rowOf(index).isGroup && index.internalId() == atTheTop
            ? name(index)
            : metricName(m_metrics[metricsOf(index).front()]);
    case Qt::CheckStateRole:
        return checkState(index);
    case Qt::FontRole:
        return isMeasure(index) ? QVariant(boldFont()) : QVariant();
    default:
        return {};
    }
}

/// There may be a tag of the same name below.
bool MetricTreeModel::isMeasure(const QModelIndex &index) const
{
    return m_metrics[metricsOf(index).front()].kind != CurveMetric::Tag;
}

bool MetricTreeModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole)
        return false;
    const bool isChecked = value.value<Qt::CheckState>() == Qt::Checked;
    for (const std::size_t metric : metricsOf(index)) {
        if (isChecked)
            m_checked.insert(m_metrics[metric]);
        else
            m_checked.erase(m_metrics[metric]);
    }
    tellAllChanged();
    emit checkedChanged();
    return true;
}

Qt::ItemFlags MetricTreeModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsUserCheckable : flags;
}

} // namespace inceptoscope
