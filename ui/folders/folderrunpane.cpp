#include "folders/folderrunpane.h"

#include "common/busyveil.h"
#include "common/emptystate.h"
#include "common/iconloader.h"
#include "common/paneheader.h"
#include "common/progressline.h"
#include "common/savedialog.h"
#include "common/tables.h"
#include "folders/folderdelegate.h"
#include "folders/foldertablemodel.h"
#include "folders/foldertexts.h"
#include "images/shownname.h"
#include "photos/photolistmodel.h"
#include "style/metrics.h"

#include <QAction>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

#include <utility>

namespace inceptoscope {

FolderRunPane::FolderRunPane(FolderRun *run, FolderTableModel *model, PhotoListModel *photos,
                             QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_model(model)
    , m_csv(new FolderCsvExport(this))
    , m_header(new PaneHeader)
    , m_open(new QAction(themedIcon(QStringLiteral("open")), tr("&Open a folder…"), this))
    , m_again(new QAction(themedIcon(QStringLiteral("reload")), tr("&Run again"), this))
    , m_export(
          new QAction(themedIcon(QStringLiteral("export")), tr("Save the table as &CSV…"), this))
    , m_line(new ProgressLine)
    , m_progress(new QLabel)
    , m_pause(new QPushButton)
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_summary(new QLabel)
    , m_message(new MessageBar)
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_table(new QTableView)
    , m_veil(new BusyVeil(m_table))
{
    m_model->setParent(this);
    // Before the table's selection listens, which else carries every row to its new place.
    connect(m_model, &QAbstractItemModel::layoutAboutToBeChanged, this,
            &FolderRunPane::boundSelection);
    buildHeader();
    buildTable(photos);
    connectRun();
    connectTable(photos);
    showState();
}

void FolderRunPane::buildHeader()
{
    m_again->setShortcut(QKeySequence::Refresh);
    m_export->setToolTip(
        tr("Save what is listed as CSV (Ctrl+S); names that a spreadsheet would take for formulas "
           "get an apostrophe before them"));
    m_export->setShortcut(QKeySequence::Save);
    for (QAction *action : {m_open, m_again, m_export}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        m_header->addActionButton(action);
    }
    connect(m_open, &QAction::triggered, this, &FolderRunPane::folderRequested);
    connect(m_again, &QAction::triggered, this, &FolderRunPane::repeat);
    connect(m_export, &QAction::triggered, this, &FolderRunPane::exportCsv);
}

QWidget *FolderRunPane::buildStatus()
{
    m_progress->setFont(tabularFont(m_progress->font()));
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setMinimumHeight(m_cancel->sizeHint().height()); // without the buttons, too
    m_cancel->setAccessibleDescription(tr("Stop, and keep what is listed"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *status = new QWidget;
    auto *layout = new QGridLayout(status);
    layout->setContentsMargins(gridUnit, gridUnit, gridUnit, halfUnit);
    layout->setSpacing(gridUnit);
    layout->addWidget(m_progress, 0, 0);
    layout->addWidget(m_pause, 0, 1);
    layout->addWidget(m_cancel, 0, 2);
    layout->addWidget(m_summary, 1, 0, 1, 3);
    layout->setColumnStretch(0, 1);
    return status;
}

void FolderRunPane::buildTable(PhotoListModel *photos)
{
    m_table->setModel(m_model);
    auto *delegate = new FolderDelegate(photos, m_table);
    m_table->setItemDelegate(delegate);
    connect(delegate, &FolderDelegate::thumbnailRead, m_table->viewport(),
            qOverload<>(&QWidget::update));
    setUpTable(m_table, FolderDelegate::rowHeight());
    m_table->sortByColumn(FolderPhotoColumn, Qt::AscendingOrder);
    for (const int words : {FolderPhotoColumn, FolderTopColumn})
        m_table->horizontalHeader()->setSectionResizeMode(words, QHeaderView::Stretch);
}

void FolderRunPane::layOut(const QString &emptyLine, QWidget *body)
{
    m_empty->setContent(QStringLiteral("folder"), emptyLine, tr("Open a folder…"));
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_line);
    column->addWidget(buildStatus());
    column->addWidget(body, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);
}

void FolderRunPane::connectRun()
{
    connect(m_run, &FolderRun::started, this, &FolderRunPane::begin);
    connect(m_run, &FolderRun::labelsKnown, this, [this](const QStringList &labels) {
        m_comingLabels = labels;
        if (!m_isWaiting)
            m_model->setLabels(labels);
    });
    connect(m_run, &FolderRun::rowsReady, this, &FolderRunPane::take);
    connect(m_run, &FolderRun::stateChanged, this, &FolderRunPane::showState);
    connect(m_run, &FolderRun::progressChanged, this, &FolderRunPane::showProgress);
    const auto telling = [this](MessageBar::Kind kind) {
        return [this, kind](const QString &sentence) { tell(kind, sentence); };
    };
    connect(m_run, &FolderRun::problemFound, this, telling(MessageBar::Kind::Warning));
    connect(m_csv, &FolderCsvExport::finished, this, telling(MessageBar::Kind::Info));
    connect(m_csv, &FolderCsvExport::failed, this, telling(MessageBar::Kind::Error));
    connect(m_model, &FolderTableModel::failed, this, telling(MessageBar::Kind::Error));
    connect(m_pause, &QPushButton::clicked, m_run, [run = m_run] {
        run->state() == FolderRun::State::Paused ? run->resume() : run->pause();
    });
    connect(m_cancel, &QPushButton::clicked, m_run, &FolderRun::cancel);
    connect(m_empty, &EmptyState::actionTriggered, this, &FolderRunPane::folderRequested);
    connect(m_message, &MessageBar::actionTriggered, this, &FolderRunPane::actOnOffer);
}

void FolderRunPane::connectTable(PhotoListModel *photos)
{
    connect(m_model, &FolderTableModel::arrangingChanged, m_veil, &BusyVeil::setBusy);
    // Thumbnails come when the filmstrip has read the photos.
    connect(photos, &PhotoListModel::dataChanged, m_table->viewport(),
            [this](const QModelIndex &, const QModelIndex &, const QList<int> &roles) {
                if (roles.isEmpty() || roles.contains(Qt::DecorationRole))
                    m_table->viewport()->update();
            });
}

/// In another order, rows lie apart that lay side by side: carrying them there takes long, and so
/// does drawing any cell from then on. All of them stay all.
void FolderRunPane::boundSelection()
{
    constexpr int mostCarried = 1000;
    const QItemSelection selection = m_table->selectionModel()->selection();
    int rows = 0;
    for (const QItemSelectionRange &range : selection)
        rows += range.height();
    const bool isAll = selection.size() == 1 && rows == m_model->rowCount();
    if (rows <= mostCarried || isAll)
        return;
    m_table->selectionModel()->clearSelection();
    tell(MessageBar::Kind::Info,
         tr("%1 rows are no longer selected, since they are in another order; up to %2 rows, or "
            "all of them, stay selected.")
             .arg(groupedText(rows), groupedText(mostCarried)));
}

bool FolderRunPane::hasRun() const
{
    return m_stack->currentIndex() == 1;
}

bool FolderRunPane::isComplete() const
{
    return m_isComplete;
}

void FolderRunPane::begin()
{
    m_coming.clear();
    m_comingLabels.clear();
    m_comingRows = 0;
    m_message->clear();
    m_offer = Offer::None;
    m_told.clear();
    m_stack->setCurrentIndex(1);
    m_isWaiting = m_model->allRows() > 0;
    if (!m_isWaiting)
        takeOver();
    showSettings();
}

/// Rows of before stay until there are as many of the same folders, or any of others.
void FolderRunPane::take(const FolderRows &rows)
{
    if (!m_isWaiting) {
        m_model->addRows(rows);
        addRows(rows);
        return;
    }
    m_coming.push_back(rows);
    m_comingRows += static_cast<int>(rows->size());
    if (m_run->folders() != m_folders || m_comingRows >= m_model->allRows())
        takeOver();
    showSettings();
}

/// From now on the run's rows are listed.
void FolderRunPane::takeOver()
{
    m_isWaiting = false;
    m_isComplete = false;
    const RowsBefore before{std::exchange(m_folders, m_run->folders()), m_model->labels()};
    m_settings = settingsOfRun();
    m_model->clear();
    m_model->setLabels(m_comingLabels);
    beginRun(before);
    for (const FolderRows &rows : std::exchange(m_coming, {})) {
        m_model->addRows(rows);
        addRows(rows);
    }
}

/// A run that has ended has all its rows, or will never have them.
void FolderRunPane::settleWaiting()
{
    if (m_run->isUnderWay())
        return;
    const bool isAll = m_run->state() == FolderRun::State::Finished;
    if (m_isWaiting && isAll)
        takeOver();
    if (!m_isWaiting)
        m_isComplete = isAll;
    if (std::exchange(m_isWaiting, false) && m_run->state() == FolderRun::State::Cancelled)
        tell(MessageBar::Kind::Info, tr("Cancelled: the answers of before are listed."));
    m_coming.clear();
}

void FolderRunPane::repeat()
{
    // A copy: the run forgets its own.
    const bool isOfRun =
        m_isWaiting || m_folders.isEmpty() || m_run->state() == FolderRun::State::Failed;
    const QStringList folders = isOfRun ? m_run->folders() : m_folders;
    if (m_run->state() == FolderRun::State::Empty && !m_offered.isEmpty())
        runAgain(m_offered);
    else if (!folders.isEmpty())
        runAgain(folders);
}

void FolderRunPane::offerFolders(const QStringList &folders)
{
    if (folders.isEmpty() || m_run->state() != FolderRun::State::Empty)
        return;
    m_offered = folders;
    m_again->setEnabled(true);
    offer(Offer::Run, MessageBar::Kind::Info,
          tr("The photos of %1 were listed here last time.").arg(folderNamesText(folders)),
          tr("Run %1 again").arg(shownName(folders.join(QStringLiteral(", ")))));
}

void FolderRunPane::showState()
{
    const bool isPaused = m_run->state() == FolderRun::State::Paused;
    m_pause->setText(isPaused ? tr("Go on") : tr("Pause"));
    m_pause->setIcon(themedIcon(isPaused ? QStringLiteral("resume") : QStringLiteral("pause")));
    m_pause->setVisible(m_run->isUnderWay());
    m_cancel->setVisible(m_run->isUnderWay());
    m_again->setEnabled(m_run->state() != FolderRun::State::Empty || !m_offered.isEmpty());
    settleWaiting();
    if (m_run->state() == FolderRun::State::Running)
        m_line->start();
    else
        m_line->stop();
    if (m_run->state() == FolderRun::State::Failed)
        offer(Offer::Run, MessageBar::Kind::Error, m_run->problem(), tr("Run again"));
    showProgress();
}

void FolderRunPane::showProgress()
{
    const FolderProgress &progress = m_run->progress();
    m_progress->setText(folderProgressText(progress, m_run->state()));
    m_export->setEnabled(m_model->allRows() > 0);
    if (progress.total && *progress.total > 0)
        m_line->setFraction(static_cast<double>(progress.done) / *progress.total);
}

void FolderRunPane::setSummary(const QString &text)
{
    m_summary->setText(text);
    m_summary->setVisible(!text.isEmpty());
}

void FolderRunPane::setSummaryName(const QString &name)
{
    m_summary->setAccessibleName(name);
}

void FolderRunPane::tell(MessageBar::Kind kind, const QString &sentence)
{
    m_offer = Offer::None;
    m_told.clear();
    m_message->showMessage(kind, sentence);
}

void FolderRunPane::offer(Offer offer, MessageBar::Kind kind, const QString &sentence,
                          const QString &action)
{
    const QString told = sentence + u'\n' + action;
    if (m_told == told)
        return; // and the person may have closed it
    m_told = told;
    m_offer = offer;
    m_message->showMessage(kind, sentence, action);
}

void FolderRunPane::withdrawOffer()
{
    m_told.clear();
    if (std::exchange(m_offer, Offer::None) != Offer::None)
        m_message->clear();
}

void FolderRunPane::actOnOffer()
{
    if (m_offer == Offer::Run) {
        repeat();
    } else if (m_offer == Offer::NewRows) {
        if (m_isWaiting)
            takeOver();
        showSettings();
    }
}

/// What is listed was answered by some, and others may be chosen now.
void FolderRunPane::showSettings()
{
    if (m_run->state() == FolderRun::State::Empty || m_run->state() == FolderRun::State::Failed)
        return;
    const std::vector<FolderSettings> now = settingsNow();
    const bool isHeld = m_run->isUnderWay() && !goesOnWithOthers() && settingsOfRun() != now;
    m_pause->setEnabled(!isHeld);
    const QString run = now.size() == 1 ? tr("Run with %1").arg(folderSettingsText(now))
                                        : tr("Run with those chosen now"); // else a long button
    if (isHeld && m_isWaiting)
        offer(Offer::Run, MessageBar::Kind::Info,
              tr("Paused: this is a run with %1. Choose it again to go on.")
                  .arg(folderSettingsText(settingsOfRun())),
              run);
    else if (isHeld)
        offer(Offer::Run, MessageBar::Kind::Info,
              tr("Paused: these are answers of %1. Choose it again to go on.")
                  .arg(folderSettingsText(m_settings)),
              run);
    else if (m_isWaiting && m_run->folders() == m_folders && settingsOfRun() == now)
        offer(Offer::NewRows, MessageBar::Kind::Info,
              tr("The answers of before stay until there are as many new ones."),
              tr("List the new ones"));
    else if (m_settings != now && !(m_isWaiting && settingsOfRun() == now))
        offer(Offer::Run, MessageBar::Kind::Info,
              tr("These are answers of %1.").arg(folderSettingsText(m_settings)), run);
    else
        withdrawOffer();
}

void FolderRunPane::exportCsv()
{
    askWhereToSave(this, {tr("Save the table"), csvName(), {QStringLiteral("csv")}, tr("Tables")},
                   [this](const QString &path) { saveCsv(path); });
}

void FolderRunPane::saveCsv(const QString &path)
{
    m_csv->save(path, {m_model->chunks(), m_model->shown(), m_model->labels()}, csvWriter());
}

QString FolderRunPane::progressText() const
{
    return m_progress->text();
}

QString FolderRunPane::summaryText() const
{
    return m_summary->text();
}

} // namespace inceptoscope
