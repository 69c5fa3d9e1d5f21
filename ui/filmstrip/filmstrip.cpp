#include "filmstrip/filmstrip.h"

#include "filmstrip/dropzone.h"
#include "filmstrip/filmstripdelegate.h"
#include "filmstrip/filmstripview.h"
#include "photos/photolistmodel.h"
#include "selection/selection.h"
#include "style/metrics.h"
#include "style/theme.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollBar>
#include <QUrl>

#include <algorithm>

namespace inceptoscope {

Filmstrip::Filmstrip(PhotoListModel *model, Selection *selection, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_selection(selection)
    , m_view(new FilmstripView(this))
    , m_dropZone(new DropZone(this))
    , m_remove(new QAction(tr("&Remove photos from the list"), this))
    , m_copyPath(new QAction(tr("&Copy path"), this))
    , m_showInFolder(new QAction(tr("&Show in folder"), this))
{
    setAccessibleName(tr("Filmstrip"));
    m_view->setAccessibleName(tr("Photos"));
    m_view->setModel(model);
    setFocusProxy(m_view);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 1, 0, 0); // the line on top
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_dropZone);
    addActions();
    connectModel();
    connect(m_dropZone, &DropZone::clicked, this, &Filmstrip::openRequested);
    connect(selection, &Selection::photoChanged, this, &Filmstrip::showSelectedPhoto);
    fit();
    showSelectedPhoto();
}

void Filmstrip::setDropHighlighted(bool highlighted)
{
    m_dropZone->setHighlighted(highlighted);
}

void Filmstrip::addActions()
{
    m_remove->setShortcut(QKeySequence::Delete);
    m_copyPath->setShortcut(QKeySequence::Copy);
    for (QAction *action : {m_remove, m_copyPath, m_showInFolder}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        m_view->addAction(action);
    }
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_remove, &QAction::triggered, this, &Filmstrip::removeSelected);
    connect(m_copyPath, &QAction::triggered, this, &Filmstrip::copyPaths);
    connect(m_showInFolder, &QAction::triggered, this, &Filmstrip::showInFolder);
}

void Filmstrip::connectModel()
{
    const QItemSelectionModel *chosen = m_view->selectionModel();
    connect(chosen, &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (current.isValid())
            m_selection->setPhoto(current.data(PhotoIdRole).toInt());
    });
    connect(chosen, &QItemSelectionModel::selectionChanged, this, &Filmstrip::updateActions);
    connect(m_model, &PhotoListModel::rowsInserted, this, &Filmstrip::fit);
    connect(m_model, &PhotoListModel::rowsRemoved, this, &Filmstrip::afterRemoval);
    connect(m_model, &PhotoListModel::modelReset, this, &Filmstrip::afterRemoval);
}

void Filmstrip::afterRemoval()
{
    if (m_removing)
        return;
    fit();
    updateActions();
    if (m_model->rowOf(m_selection->photo()) < 0)
        selectCurrentPhoto();
}

/// Without photos the place for drops has the whole strip.
void Filmstrip::fit()
{
    m_view->setVisible(m_model->rowCount() > 0);
    layout()->activate(); // now, for a photo may be selected and scrolled to at once
    const int bar = m_view->horizontalScrollBar()->sizeHint().height();
    setFixedHeight(FilmstripDelegate::tileSize(m_view->font()).height() + bar + 1);
}

void Filmstrip::showSelectedPhoto()
{
    const QModelIndex index = m_model->index(m_model->rowOf(m_selection->photo()));
    if (index == m_view->currentIndex())
        return;
    QItemSelectionModel *chosen = m_view->selectionModel();
    if (!index.isValid()) {
        chosen->clear();
        return;
    }
    chosen->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    m_view->scrollTo(index);
}

void Filmstrip::selectCurrentPhoto()
{
    const QModelIndex current = m_view->currentIndex();
    m_selection->setPhoto(current.isValid() ? current.data(PhotoIdRole).toInt() : 0);
}

void Filmstrip::updateActions()
{
    const QModelIndexList selected = m_view->selectionModel()->selectedIndexes();
    const bool hasPath = std::ranges::any_of(selected, [](const QModelIndex &index) {
        return !index.data(PhotoPathRole).toString().isEmpty();
    });
    m_remove->setEnabled(!selected.isEmpty());
    m_copyPath->setEnabled(hasPath);
    m_showInFolder->setEnabled(hasPath);
}

/// The one after the last removed photo becomes current, or else the last of the list.
void Filmstrip::removeSelected()
{
    const QList<int> rows = selectedRows();
    if (rows.isEmpty())
        return;
    QModelIndex next = m_model->index(rows.last() + 1);
    for (int row = rows.last(); !next.isValid() && row >= 0; --row) {
        if (!std::ranges::binary_search(rows, row))
            next = m_model->index(row);
    }
    const QPersistentModelIndex kept = next;
    // Nothing stays selected, or the selection would change with every row.
    m_view->selectionModel()->setCurrentIndex(next, QItemSelectionModel::Clear);
    m_removing = true;
    m_model->removePhotos(rows);
    m_removing = false;
    if (kept.isValid())
        m_view->selectionModel()->setCurrentIndex(kept, QItemSelectionModel::ClearAndSelect);
    afterRemoval();
}

void Filmstrip::copyPaths()
{
    QGuiApplication::clipboard()->setText(selectedPaths().join(u'\n'));
}

void Filmstrip::showInFolder()
{
    const QStringList paths = selectedPaths();
    if (!paths.isEmpty())
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(paths.first()).absolutePath()));
}

/// In the order of the strip.
QList<int> Filmstrip::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex &index : m_view->selectionModel()->selectedIndexes())
        rows << index.row();
    std::ranges::sort(rows);
    return rows;
}

QStringList Filmstrip::selectedPaths() const
{
    QStringList paths;
    for (const int row : selectedRows())
        paths << QDir::toNativeSeparators(m_model->index(row).data(PhotoPathRole).toString());
    paths.removeAll(QString());
    return paths;
}

void Filmstrip::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
    QWidget::changeEvent(event);
}

void Filmstrip::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::fromPalette(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.background);
    QColor line = theme.line;
    line.setAlphaF(0.5F);
    painter.fillRect(QRect(0, 0, width(), 1), line);
}

} // namespace inceptoscope
