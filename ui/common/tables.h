#pragma once

class QHeaderView;
class QLabel;
class QLineEdit;
class QTableView;
class QWidget;

namespace inceptoscope {

/// The look of the program's tables: whole rows, every other one tinted, no lines between cells, a
/// row's height in pixels for all of them.
void setUpTable(QTableView *view, int rowHeight);

/// What a column needs for its heading and the arrow of the one that the rows are sorted by.
int headingWidth(const QHeaderView &header, int column);

/// The line by which a table is searched, and beside it how many rows that leaves.
QWidget *filterRow(QLineEdit *line, QLabel *count);

} // namespace inceptoscope
