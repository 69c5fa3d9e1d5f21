#pragma once

#include <QTreeView>

namespace inceptoscope {

/// The runs with their check marks, each with the colour of its curves. Space shows or hides the
/// current run, Delete asks to take it out.
class RunListView : public QTreeView
{
    Q_OBJECT

public:
    explicit RunListView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;

signals:
    void removeRequested(int row);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void toggle(const QModelIndex &current);
    void requestRemoval();
};

} // namespace inceptoscope
