#include "curves/tagtreemodel.h"

#include "curves/curvetags.h"

#include <algorithm>
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

} // namespace

void TagTreeModel::setTags(const std::vector<std::string> &tags)
{
    if (tags == m_tags)
        return;
    beginResetModel();
    m_tags = tags;
    m_rows.clear();
    std::map<std::string, std::size_t> groups;
    for (std::size_t i = 0; i < m_tags.size(); ++i) {
        const std::string group = groupOf(m_tags[i]);
        if (group.empty()) {
            m_rows.push_back({tagText(m_tags[i]), {i}});
            continue;
        }
        const auto [known, isNew] = groups.emplace(group, m_rows.size());
        if (isNew)
            m_rows.push_back({tagText(group), {}, true});
        m_rows[known->second].tags.push_back(i);
    }
    std::erase_if(m_checked, [this](const std::string &tag) {
        return !std::ranges::binary_search(m_tags, tag);
    });
    endResetModel();
}

bool TagTreeModel::hasGroups() const
{
    return std::ranges::any_of(m_rows, &Row::isGroup);
}

void TagTreeModel::setChecked(const std::vector<std::string> &tags)
{
    std::set<std::string> checked(tags.begin(), tags.end());
    if (checked == m_checked)
        return;
    m_checked = std::move(checked);
    tellAllChanged();
}

void TagTreeModel::tellAllChanged()
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

QModelIndex TagTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : atTheTop);
}

QModelIndex TagTreeModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == atTheTop)
        return {};
    return createIndex(static_cast<int>(index.internalId() - 1), 0, atTheTop);
}

int TagTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_rows.size());
    if (parent.internalId() != atTheTop || !rowOf(parent).isGroup)
        return 0;
    return static_cast<int>(rowOf(parent).tags.size());
}

int TagTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

/// The one at the top that it is, or is below.
const TagTreeModel::Row &TagTreeModel::rowOf(const QModelIndex &index) const
{
    return m_rows[index.internalId() == atTheTop ? static_cast<std::size_t>(index.row())
                                                 : index.internalId() - 1];
}

std::vector<std::size_t> TagTreeModel::tagsOf(const QModelIndex &index) const
{
    const Row &row = rowOf(index);
    return index.internalId() == atTheTop
        ? row.tags
        : std::vector{row.tags[static_cast<std::size_t>(index.row())]};
}

QString TagTreeModel::name(const QModelIndex &index) const
{
    const Row &row = rowOf(index);
    if (index.internalId() == atTheTop)
        return row.name;
    const std::string &tag = m_tags[row.tags[static_cast<std::size_t>(index.row())]];
    return tagText(tag.substr(groupOf(tag).size() + 1));
}

Qt::CheckState TagTreeModel::checkState(const QModelIndex &index) const
{
    const auto tags = tagsOf(index);
    const auto checked = std::ranges::count_if(
        tags, [this](std::size_t tag) { return m_checked.contains(m_tags[tag]); });
    if (checked == 0)
        return Qt::Unchecked;
    return checked == std::ssize(tags) ? Qt::Checked : Qt::PartiallyChecked;
}

QVariant TagTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return name(index);
    case Qt::ToolTipRole:
        return rowOf(index).isGroup && index.internalId() == atTheTop
            ? QVariant(tr("%1: %2 metrics").arg(name(index)).arg(rowOf(index).tags.size()))
            : QVariant(tagText(m_tags[tagsOf(index).front()]));
    case Qt::CheckStateRole:
        return checkState(index);
    default:
        return {};
    }
}

bool TagTreeModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole)
        return false;
    const bool isChecked = value.value<Qt::CheckState>() == Qt::Checked;
    for (const std::size_t tag : tagsOf(index)) {
        if (isChecked)
            m_checked.insert(m_tags[tag]);
        else
            m_checked.erase(m_tags[tag]);
    }
    tellAllChanged();
    emit checkedChanged();
    return true;
}

Qt::ItemFlags TagTreeModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsUserCheckable : flags;
}

} // namespace inceptoscope
