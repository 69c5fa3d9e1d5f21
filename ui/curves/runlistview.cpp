#include "curves/runlistview.h"

#include "curves/curvecolour.h"
#include "curves/runroles.h"
#include "style/metrics.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <array>

namespace inceptoscope {

namespace {

/// A short thick line, as the curve is drawn.
QPixmap swatch(const QColor &colour, qreal ratio)
{
    constexpr qreal thickness = 4.0;
    QPixmap pixmap(qRound(iconSize * ratio), qRound(iconSize * ratio));
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, thickness, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(thickness / 2, iconSize / 2.0),
                     QPointF(iconSize - thickness / 2, iconSize / 2.0));
    return pixmap;
}

/// With its check mark and its colour, set in as below a group.
constexpr int leastNameWidth = 20 * gridUnit;

/// The ones that are asked for most first.
constexpr std::array figureColumns{RunBestColumn, RunLastColumn, RunBestEpochColumn};

class RunDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize hint = QStyledItemDelegate::sizeHint(option, index);
        return {hint.width(), std::max(hint.height(), 3 * gridUnit)};
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() != RunNameColumn) {
            option->font = tabularFont(option->font);
            return;
        }
        const auto shade = index.data(RunShadeRole).value<RunShade>();
        const QColor colour = curveColour(shade, Theme::fromPalette(option->palette));
        const QPixmap line = swatch(colour, option->widget->devicePixelRatioF());
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = {iconSize, iconSize};
        option->icon = QIcon(line);
        option->icon.addPixmap(line, QIcon::Selected); // else it is tinted
    }
};

} // namespace

RunListView::RunListView(QWidget *parent)
    : QTreeView(parent)
{
    setItemDelegate(new RunDelegate(this));
    setRootIsDecorated(false); // until there is something below a row
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setTextElideMode(Qt::ElideMiddle);
    setFrameShape(QFrame::NoFrame);
    setMinimumWidth(24 * gridUnit);
    setAccessibleName(tr("Training runs"));
    header()->setStretchLastSection(false);
    header()->setSectionsMovable(false);
    header()->setMinimumSectionSize(4 * gridUnit);
}

void RunListView::setModel(QAbstractItemModel *model)
{
    QTreeView::setModel(model);
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(RunNameColumn, QHeaderView::Stretch);
    connect(model, &QAbstractItemModel::layoutChanged, this, &RunListView::decorateGroups);
}

QModelIndexList RunListView::chosenRows() const
{
    QModelIndexList rows = selectionModel()->selectedRows(RunNameColumn);
    if (rows.isEmpty() && currentIndex().isValid())
        rows += currentIndex().siblingAtColumn(RunNameColumn);
    std::ranges::sort(rows, {}, [](const QModelIndex &row) {
        const QModelIndex group = row.parent();
        return group.isValid() ? std::pair(group.row(), row.row()) : std::pair(row.row(), -1);
    });
    return rows;
}

void RunListView::chooseRows(const QModelIndexList &rows)
{
    QItemSelection selection;
    for (const QModelIndex &row : rows)
        selection.select(row, row);
    selectionModel()->setCurrentIndex(rows.constFirst(), QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection,
                             QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(rows.constFirst());
}

void RunListView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndexList rows = chosenRows();
    const bool isBeside =
        event->reason() == QContextMenuEvent::Mouse && !indexAt(event->pos()).isValid();
    if (rows.isEmpty() || isBeside)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    emit menuAboutToShow(menu, rows);
    menu->addAction(tr("&Remove from the list"), QKeySequence::Delete, this,
                    &RunListView::requestRemoval);
    menu->popup(event->globalPos());
}

void RunListView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    fitColumns();
}

/// Names come first: only figures that have room beside them are shown.
void RunListView::fitColumns()
{
    const QFontMetrics metrics(tabularFont(font()));
    const int figureWidth = metrics.horizontalAdvance(QStringLiteral("100.0 %")) + 2 * gridUnit;
    int room = viewport()->width() - leastNameWidth;
    for (const RunColumn column : figureColumns) {
        setColumnHidden(column, room < figureWidth);
        room -= figureWidth;
    }
}

void RunListView::beginRenaming()
{
    edit(currentIndex().siblingAtColumn(RunNameColumn));
}

/// Ctrl+Space selects, as it does in other lists; a check mark would get it otherwise.
void RunListView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier)
        selectionModel()->select(currentIndex(),
                                 QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
    else if (event->key() == Qt::Key_Space)
        toggle();
    else if (event->matches(QKeySequence::Delete))
        requestRemoval();
    else if (event->key() == Qt::Key_F2 && currentIndex().isValid())
        beginRenaming(); // whichever column was clicked
    else
        QTreeView::keyPressEvent(event);
}

void RunListView::decorateGroups()
{
    bool hasGroups = false;
    for (int row = 0; row < model()->rowCount() && !hasGroups; ++row)
        hasGroups = model()->hasChildren(model()->index(row, 0));
    setRootIsDecorated(hasGroups);
}

/// All of them are then as the current one, or the first.
void RunListView::toggle()
{
    const QModelIndexList rows = chosenRows();
    if (rows.isEmpty())
        return;
    const QModelIndex current = currentIndex().siblingAtColumn(RunNameColumn);
    const QModelIndex leading = rows.contains(current) ? current : rows.constFirst();
    const bool isShown = leading.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    emit showRequested(rows, !isShown);
}

void RunListView::requestRemoval()
{
    if (const QModelIndexList rows = chosenRows(); !rows.isEmpty())
        emit removeRequested(rows);
}

} // namespace inceptoscope
