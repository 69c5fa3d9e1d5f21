#pragma once

class QMenu;
class QModelIndex;

namespace inceptoscope {

class RunListModel;
class RunListView;

/// Puts into the menu what can be done with a run: its name, its colour, the run it is paired with.
void addRunActions(QMenu *menu, RunListView *view, RunListModel *model, const QModelIndex &index);

} // namespace inceptoscope
