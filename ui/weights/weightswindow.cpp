#include "weights/weightswindow.h"

#include "common/busyveil.h"
#include "common/emptystate.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "common/tables.h"
#include "style/metrics.h"
#include "weights/weightsdelegate.h"
#include "weights/weightsdetailpane.h"
#include "weights/weightsfilter.h"
#include "weights/weightslibrary.h"
#include "weights/weightstexts.h"
#include "zoo/zoo.h"

#include <QAbstractButton>
#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace inceptoscope {

WeightsWindow::WeightsWindow(WeightsLibrary *library, QWidget *parent)
    : QDialog(parent)
    , m_library(library)
    , m_filter(new WeightsFilter(this))
    , m_header(new PaneHeader(tr("Weights")))
    , m_message(new MessageBar)
    , m_filterLine(new QLineEdit)
    , m_count(new QLabel)
    , m_view(new QTableView)
    , m_empty(new EmptyState)
    , m_stack(new QStackedWidget)
    , m_detail(new WeightsDetailPane)
    , m_veil(new BusyVeil(m_stack))
{
    setWindowTitle(tr("Weights"));
    setWindowFlag(Qt::WindowMaximizeButtonHint);
    resize(1200, 640);
    m_filter->setSourceModel(m_library->model());
    build();
    addActions();
    connectLibrary();
    updateSummary();
    updateRow();
}

void WeightsWindow::build()
{
    buildView();
    m_empty->setContent(QStringLiteral("info"), tr("No weights have all of these words"));
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_message);
    layout->addWidget(buildFilterRow());
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_detail);
}

QWidget *WeightsWindow::buildFilterRow()
{
    m_filterLine->setPlaceholderText(tr("Find by name, network, licence, source or state"));
    m_filterLine->setAccessibleName(tr("Find weights"));
    m_filterLine->setToolTip(tr("Words such as \"v4 timm\" or \"installed\"; rows with all of them "
                                "are shown (Ctrl+F)"));
    m_count->setAccessibleName(tr("Weights shown"));
    connect(m_filterLine, &QLineEdit::textChanged, this, &WeightsWindow::filter);
    return filterRow(m_filterLine, m_count);
}

void WeightsWindow::buildView()
{
    m_view->setModel(m_filter);
    m_view->setItemDelegate(new WeightsDelegate(m_view));
    m_view->setAccessibleName(tr("Weights"));
    setUpTable(m_view, WeightsDelegate::rowHeight(m_view->fontMetrics()));
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->sortByColumn(-1, Qt::AscendingOrder); // as the table has them, network by network
    m_view->horizontalHeader()->setSectionResizeMode(WeightsTitleColumn, QHeaderView::Stretch);
}

/// The states change all the time; their column does not.
void WeightsWindow::layOutColumns()
{
    for (int column = WeightsLicenceColumn; column < WeightsStateColumn; ++column)
        m_view->resizeColumnToContents(column);
    m_view->setColumnWidth(WeightsStateColumn,
                           WeightsDelegate::stateWidth(QFontMetrics(tabularFont(m_view->font()))));
}

QAction *WeightsWindow::addRowAction(const QString &icon, const QString &text,
                                     void (WeightsWindow::*slot)())
{
    auto *action = new QAction(themedIcon(icon), text, this);
    action->setEnabled(false);
    connect(action, &QAction::triggered, this, slot);
    m_view->addAction(action);
    m_detail->addActionButton(action);
    return action;
}

void WeightsWindow::addActions()
{
    m_remove =
        addRowAction(QStringLiteral("remove"), tr("&Remove"), &WeightsWindow::removeSelected);
    m_discard = addRowAction(QStringLiteral("remove"), tr("&Discard"), &WeightsWindow::discard);
    m_discard->setToolTip(tr("Throw away what has come of the download"));
    m_pause = addRowAction(QStringLiteral("pause"), tr("&Pause"), &WeightsWindow::pause);
    m_pause->setToolTip(tr("Stop the download, and keep what has come"));
    m_get = addRowAction(QStringLiteral("download"), tr("&Get"), &WeightsWindow::get);
    m_use = addRowAction(QStringLiteral("explore"), tr("&Use"), &WeightsWindow::use);
    m_use->setToolTip(tr("Choose the network with these weights"));
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);

    auto *import = new QAction(themedIcon(QStringLiteral("open")), tr("&Import a file…"), this);
    import->setToolTip(tr("Copy a file of weights to those installed here"));
    connect(import, &QAction::triggered, this, &WeightsWindow::importRequested);
    m_header->addActionButton(import);
    auto *reload = new QAction(themedIcon(QStringLiteral("reload")), tr("&Look again"), this);
    reload->setShortcut(QKeySequence::Refresh);
    reload->setToolTip(tr("Look again at what is there (%1)").arg(reload->shortcut().toString()));
    connect(reload, &QAction::triggered, m_library, &WeightsLibrary::refresh);
    m_header->addActionButton(reload);
    auto *find = new QAction(tr("&Find"), this);
    find->setShortcut(QKeySequence::Find);
    connect(find, &QAction::triggered, this, [this] {
        m_filterLine->setFocus(Qt::ShortcutFocusReason);
        m_filterLine->selectAll();
    });
    QWidget::addActions({import, reload, find});
}

void WeightsWindow::connectLibrary()
{
    connect(m_library, &WeightsLibrary::busyChanged, m_veil, &BusyVeil::setBusy);
    connect(m_library, &WeightsLibrary::refreshed, this, &WeightsWindow::selectWanted);
    connect(m_library, &WeightsLibrary::failed, this, &WeightsWindow::fail);
    connect(m_library, &WeightsLibrary::installed, this, [this](const QString &id) {
        const WeightsRow *known = row(id);
        if (!known)
            return;
        if (!known->isPublic) // imported just now
            select(id);
        say(Remedy::Use, id,
            tr("%1 is installed.").arg(weightsCellText(*known, WeightsTitleColumn)));
    });
    connect(m_library->model(), &QAbstractItemModel::dataChanged, this, [this] {
        updateRow();
        updateSummary();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &WeightsWindow::updateRow);
    connect(m_view, &QTableView::doubleClicked, this, &WeightsWindow::act);
    connect(m_message, &MessageBar::actionTriggered, this, &WeightsWindow::actOnMessage);
}

void WeightsWindow::showFor(const QString &id)
{
    look(id, false);
}

void WeightsWindow::showToRemove(const QString &id)
{
    look(id, true);
}

/// The list may be there before refresh() returns.
void WeightsWindow::look(const QString &id, bool asksToRemove)
{
    m_wanted = id;
    m_asksToRemove = asksToRemove;
    m_filterLine->clear();
    m_message->clear();
    m_view->setFocus(Qt::OtherFocusReason);
    m_library->refresh();
}

const WeightsRow *WeightsWindow::row(const QString &id) const
{
    return m_library->model()->find(id.toStdString());
}

QString WeightsWindow::selected() const
{
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    return rows.isEmpty() ? QString() : rows.constFirst().data(WeightsIdRole).toString();
}

void WeightsWindow::select(const QString &id)
{
    const int row = m_filter->rowOf(id);
    if (row < 0)
        return;
    m_view->setCurrentIndex(m_filter->index(row, WeightsTitleColumn));
    m_view->scrollTo(m_view->currentIndex());
}

void WeightsWindow::selectWanted()
{
    layOutColumns();
    updateSummary();
    const QString wanted = std::exchange(m_wanted, {});
    const auto &rows = m_library->model()->rows();
    const auto found = std::ranges::find(
        rows, wanted.toStdString(), [](const WeightsRow &each) { return each.weights.network; });
    if (row(wanted))
        select(wanted);
    else if (found != rows.end())
        select(QString::fromStdString(found->weights.id));
    else if (const NetworkFamily *family = findNetworkFamily(wanted.toStdString()))
        say(Remedy::Import, {},
            tr("No published weights are known for %1.")
                .arg(QString::fromUtf8(family->title.data(),
                                       static_cast<qsizetype>(family->title.size()))));
    updateRow();
    if (std::exchange(m_asksToRemove, false))
        askToRemove(wanted);
}

void WeightsWindow::filter(const QString &text)
{
    m_filter->setWords(text);
    updateSummary();
}

void WeightsWindow::updateSummary()
{
    const auto &rows = m_library->model()->rows();
    const auto published = std::ranges::count_if(rows, &WeightsRow::isPublic);
    const auto here = std::ranges::count_if(rows, &WeightsRow::canRemove);
    m_header->setDetail(tr("%1 published · %2 on this computer").arg(published).arg(here));
    m_count->setText(tr("%1 of %2").arg(m_filter->rowCount()).arg(rows.size()));
    const bool isFruitless = m_filter->rowCount() == 0 && !m_filterLine->text().isEmpty();
    m_stack->setCurrentWidget(isFruitless ? static_cast<QWidget *>(m_empty) : m_view);
}

QString WeightsWindow::summary() const
{
    return m_header->detail();
}

QString WeightsWindow::countText() const
{
    return m_count->text();
}

void WeightsWindow::updateRow()
{
    if (const WeightsRow *shown = row(selected())) {
        m_detail->showRow(*shown);
        updateActions(*shown);
        return;
    }
    m_detail->showNothing();
    for (QAction *action : {m_get, m_pause, m_discard, m_remove, m_use})
        action->setEnabled(false);
    m_detail->updateButtons();
}

void WeightsWindow::updateActions(const WeightsRow &row)
{
    const QString get = row.state() == WeightsState::Failed ? tr("&Try again")
        : row.hasPart()                                     ? tr("&Resume")
                                                            : tr("&Get");
    m_get->setText(get);
    m_get->setToolTip(row.hasPart() ? tr("Go on with the download") : tr("Download these weights"));
    m_get->setEnabled(row.canGet());
    m_pause->setEnabled(row.canPause());
    m_discard->setEnabled(row.canDiscard());
    m_remove->setEnabled(row.canRemove());
    m_use->setEnabled(row.canUse());
    m_detail->updateButtons();
}

/// What Enter and a double click do.
void WeightsWindow::act()
{
    for (QAction *action : {m_use, m_get, m_pause}) {
        if (action->isEnabled()) {
            action->trigger();
            return;
        }
    }
}

void WeightsWindow::get()
{
    m_library->get(selected());
}

void WeightsWindow::pause()
{
    m_library->pause(selected());
}

void WeightsWindow::discard()
{
    m_library->discard(selected());
}

void WeightsWindow::use()
{
    emit useRequested(selected());
}

void WeightsWindow::removeSelected()
{
    askToRemove(selected());
}

void WeightsWindow::askToRemove(const QString &id)
{
    const WeightsRow *shown = row(id);
    if (!shown || !shown->canRemove())
        return;
    m_remedy = Remedy::Remove;
    m_concerned = id;
    m_message->showMessage(
        MessageBar::Kind::Warning,
        shown->isPublic
            ? tr("%1 will be removed from this computer, and can be downloaded again.")
                  .arg(weightsCellText(*shown, WeightsTitleColumn))
            : tr("%1 will be removed from this computer, and cannot be downloaded again.")
                  .arg(weightsCellText(*shown, WeightsTitleColumn)),
        tr("Remove"));
}

void WeightsWindow::say(Remedy remedy, const QString &id, const QString &sentence)
{
    m_remedy = remedy;
    m_concerned = id;
    m_message->showMessage(MessageBar::Kind::Info, sentence,
                           remedy == Remedy::Use ? tr("Use") : tr("Import a file…"));
}

void WeightsWindow::fail(const QString &sentence)
{
    m_remedy = Remedy::None;
    m_message->showMessage(MessageBar::Kind::Error, sentence);
}

void WeightsWindow::actOnMessage()
{
    m_message->clear();
    switch (std::exchange(m_remedy, Remedy::None)) {
    case Remedy::Use:
        emit useRequested(m_concerned);
        break;
    case Remedy::Remove:
        m_library->remove(m_concerned);
        break;
    case Remedy::Import:
        emit importRequested();
        break;
    case Remedy::None:
        break;
    }
}

/// Esc empties the filter first; Enter in it goes to what it found, and in the list does what is
/// next; Delete asks.
void WeightsWindow::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape && !m_filterLine->text().isEmpty())
        m_filterLine->clear();
    else if (isEnter && m_filterLine->hasFocus())
        m_view->setFocus(Qt::OtherFocusReason);
    else if (auto *button = qobject_cast<QAbstractButton *>(focusWidget()); isEnter && button)
        button->click();
    else if (isEnter)
        act();
    else if (event->key() == Qt::Key_Delete)
        m_remove->isEnabled() ? m_remove->trigger() : m_discard->trigger();
    else
        QDialog::keyPressEvent(event);
}

} // namespace inceptoscope
