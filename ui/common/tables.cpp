#include "common/tables.h"

#include "style/metrics.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QTableView>

namespace inceptoscope {

void setUpTable(QTableView *view, int rowHeight)
{
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setAlternatingRowColors(true);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setTabKeyNavigation(false);
    view->setFrameShape(QFrame::NoFrame);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->verticalHeader()->setDefaultSectionSize(rowHeight);
    view->setSortingEnabled(true);
    view->horizontalHeader()->setHighlightSections(false);
}

int headingWidth(const QHeaderView &header, int column)
{
    const QStyle &style = *header.style();
    return header.sectionSizeHint(column) + style.pixelMetric(QStyle::PM_HeaderMarkSize)
        + 2 * style.pixelMetric(QStyle::PM_HeaderMargin);
}

QWidget *filterRow(QLineEdit *line, QLabel *count)
{
    line->setClearButtonEnabled(true);
    count->setFont(tabularFont(count->font()));
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(gridUnit, halfUnit, gridUnit, gridUnit);
    layout->setSpacing(gridUnit);
    layout->addWidget(line, 1);
    layout->addWidget(count);
    return row;
}

} // namespace inceptoscope
