#pragma once

#include <QAbstractItemModel>

#include <set>
#include <string>
#include <vector>

namespace inceptoscope {

/// The tags of runs as a tree with boxes to check: "train/loss" is "loss" below "train". A tag is
/// below at most one row, which has what stands before its last stroke.
class TagTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    using QAbstractItemModel::QAbstractItemModel;

    /// In name order, none twice. Those that were checked stay so, if they are still there.
    void setTags(const std::vector<std::string> &tags);
    void setChecked(const std::vector<std::string> &tags);
    bool hasGroups() const;
    std::vector<std::string> checked() const { return {m_checked.begin(), m_checked.end()}; }

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    /// By the person.
    void checkedChanged();

private:
    /// A row at the top: a tag, or a group of them.
    struct Row
    {
        QString name;
        std::vector<std::size_t> tags; ///< their positions
        bool isGroup = false;
    };

    const Row &rowOf(const QModelIndex &index) const;
    std::vector<std::size_t> tagsOf(const QModelIndex &index) const;
    Qt::CheckState checkState(const QModelIndex &index) const;
    QString name(const QModelIndex &index) const;
    void tellAllChanged();

    std::vector<std::string> m_tags;
    std::vector<Row> m_rows;
    std::set<std::string> m_checked;
};

} // namespace inceptoscope
