#pragma once

#include "checkpoint/keytable.h"

#include <QString>

class QAbstractItemModel;

namespace inceptoscope {

/// A cell as it is shown: one line, whatever the file says.
QString keyText(const KeyRow &row, int column);
/// The whole row, for people who listen.
QString keyAccessibleText(const KeyRow &row);
/// "Inception-v4 · timm's names · 2 missing, 149 not needed, 745 matched"
QString keySummary(const KeyTable &table);
/// A line with tabulators between the cells, ended.
QString tabSeparatedRow(const QAbstractItemModel &model, int row);
/// Every row of the model, under its headings.
QString tabSeparated(const QAbstractItemModel &model);

} // namespace inceptoscope
