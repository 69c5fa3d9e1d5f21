#pragma once

#include <QWidget>

#include <string>
#include <vector>

class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace inceptoscope {

class TagTreeModel;

/// Everything the runs have logged, to be checked: several metrics are drawn together. A line above
/// finds some of many.
class MetricsPane : public QWidget
{
    Q_OBJECT

public:
    explicit MetricsPane(QWidget *parent = nullptr);

    void setTags(const std::vector<std::string> &tags);
    void setChecked(const std::vector<std::string> &tags);
    std::vector<std::string> checked() const;

signals:
    /// By the person.
    void checkedChanged();

private:
    void find(const QString &text);
    QStringList openedGroups() const;

    TagTreeModel *m_model;
    QSortFilterProxyModel *m_found;
    QLineEdit *m_finder;
    QTreeView *m_view;
};

} // namespace inceptoscope
