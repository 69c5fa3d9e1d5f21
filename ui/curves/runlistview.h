#pragma once

#include <QMenu>
#include <QTreeView>

namespace inceptoscope {

/// The runs with their check marks, each with the colour of its curves, and runs that differ only
/// in their seeds below one row. Space shows or hides the current run, F2 renames it, Delete asks
/// to take it out.
class RunListView : public QTreeView
{
    Q_OBJECT

public:
    explicit RunListView(QWidget *parent = nullptr);

    void beginRenaming();
    void setModel(QAbstractItemModel *model) override;

signals:
    void removeRequested(const QModelIndex &index);
    /// Others may add what can be done with that row.
    void menuAboutToShow(QMenu *menu, const QModelIndex &index);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void decorateGroups();
    void toggle(const QModelIndex &current);
    void requestRemoval();
};

} // namespace inceptoscope
