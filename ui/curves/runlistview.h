#pragma once

#include <QMenu>
#include <QTreeView>

namespace inceptoscope {

/// The runs with their check marks, each with the colour of its curves, and those of a group below
/// one row. Space shows or hides the selected ones, Delete asks to take them out, and F2 renames
/// the current one.
class RunListView : public QTreeView
{
    Q_OBJECT

public:
    explicit RunListView(QWidget *parent = nullptr);

    void beginRenaming();
    void setModel(QAbstractItemModel *model) override;
    /// The selected ones from the top down, or the current one where none is; by their names.
    QModelIndexList chosenRows() const;
    /// The first of them is the current one, and is in sight.
    void chooseRows(const QModelIndexList &rows);

signals:
    void removeRequested(const QModelIndexList &rows);
    void showRequested(const QModelIndexList &rows, bool shown);
    /// Others may add what can be done with these rows.
    void menuAboutToShow(QMenu *menu, const QModelIndexList &rows);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void decorateGroups();
    void fitColumns();
    void toggle();
    void requestRemoval();
};

} // namespace inceptoscope
