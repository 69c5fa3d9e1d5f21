#pragma once

#include <QHeaderView>
#include <QTableView>

namespace inceptoscope::test {

/// Whether words begin right where the numbers of the column before them end.
inline bool hasColumnsThatTouch(const QTableView &table)
{
    const QHeaderView &header = *table.horizontalHeader();
    bool isRightBefore = false;
    for (int place = 0; place < header.count(); ++place) {
        const int section = header.logicalIndex(place);
        if (header.isSectionHidden(section))
            continue;
        const auto alignment = table.model()
                                   ->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole)
                                   .value<Qt::Alignment>();
        if (isRightBefore && alignment.testFlag(Qt::AlignLeft))
            return true;
        isRightBefore = alignment.testFlag(Qt::AlignRight);
    }
    return false;
}

} // namespace inceptoscope::test
