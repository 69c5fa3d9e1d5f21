#include "curves/runlistview.h"

#include "curves/curvecolour.h"
#include "curves/runroles.h"
#include "style/metrics.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>

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
    connect(model, &QAbstractItemModel::modelReset, this, &RunListView::decorateGroups);
}

void RunListView::contextMenuEvent(QContextMenuEvent *event)
{
    if (!currentIndex().isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    emit menuAboutToShow(menu, currentIndex());
    menu->addAction(tr("&Remove from the list"), QKeySequence::Delete, this,
                    &RunListView::requestRemoval);
    menu->popup(event->globalPos());
}

void RunListView::beginRenaming()
{
    edit(currentIndex().siblingAtColumn(RunNameColumn));
}

void RunListView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && currentIndex().isValid())
        toggle(currentIndex());
    else if (event->matches(QKeySequence::Delete))
        requestRemoval();
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

void RunListView::toggle(const QModelIndex &current)
{
    const QModelIndex name = current.siblingAtColumn(RunNameColumn);
    const bool shown = name.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    model()->setData(name, shown ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void RunListView::requestRemoval()
{
    if (currentIndex().isValid())
        emit removeRequested(currentIndex());
}

} // namespace inceptoscope
