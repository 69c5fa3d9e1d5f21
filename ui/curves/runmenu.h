#pragma once

#include <QModelIndexList>

class QMenu;

namespace inceptoscope {

class RunListModel;
class RunListView;

/// Puts into the menu what can be done with the rows, one and more: their name, their colour, the
/// run that one is paired with, and their group.
void addRunActions(QMenu *menu, RunListView *view, RunListModel *model,
                   const QModelIndexList &rows);

} // namespace inceptoscope
