#include "folders/folderpage.h"

#include "activations/colourlegend.h"
#include "common/busyveil.h"
#include "common/emptystate.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "common/progressline.h"
#include "common/tables.h"
#include "explorer/explorer.h"
#include "folders/confusionmodel.h"
#include "folders/confusionview.h"
#include "folders/foldercsv.h"
#include "folders/folderdelegate.h"
#include "folders/folderfilterbar.h"
#include "folders/foldertablemodel.h"
#include "folders/foldertexts.h"
#include "style/metrics.h"
#include "weights/keytexts.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include <chrono>
#include <set>

namespace inceptoscope {

namespace {

constexpr std::chrono::milliseconds matrixInterval(500);

} // namespace

FolderPage::FolderPage(Explorer *explorer, QWidget *parent)
    : QWidget(parent)
    , m_explorer(explorer)
    , m_model(new FolderTableModel(this))
    , m_matrix(new ConfusionModel(this))
    , m_csv(new FolderCsvExport(this))
    , m_header(new PaneHeader(tr("Folder")))
    , m_line(new ProgressLine)
    , m_progress(new QLabel)
    , m_pause(new QPushButton)
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_summary(new QLabel)
    , m_message(new MessageBar)
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_body(new QSplitter(Qt::Horizontal))
    , m_filter(new FolderFilterBar)
    , m_table(new QTableView)
    , m_veil(new BusyVeil(m_table))
    , m_confusion(new ConfusionView(m_matrix))
    , m_again(new QAction(themedIcon(QStringLiteral("reload")), tr("&Run again"), this))
    , m_export(
          new QAction(themedIcon(QStringLiteral("export")), tr("Save the table as &CSV…"), this))
{
    m_matrixDelay.setSingleShot(true);
    m_matrixDelay.setInterval(matrixInterval);
    buildHeader();
    layOut();
    addCopyActions();
    connectRun();
    connectTable();
    connectMatrix();
    showState();
    showSummary();
    showMatrix();
}

void FolderPage::buildHeader()
{
    auto *open = new QAction(themedIcon(QStringLiteral("open")), tr("&Open a folder…"), this);
    open->setToolTip(tr("Open a folder of photos (Ctrl+Shift+O)"));
    connect(open, &QAction::triggered, this, &FolderPage::folderRequested);
    m_again->setToolTip(tr("Run the folder again with the chosen network (F5)"));
    m_again->setShortcut(QKeySequence::Refresh);
    connect(m_again, &QAction::triggered, this, &FolderPage::runAgain);
    m_export->setToolTip(
        tr("Save what is listed as CSV (Ctrl+S); names that a spreadsheet would take for formulas "
           "get an apostrophe before them"));
    m_export->setShortcut(QKeySequence::Save);
    connect(m_export, &QAction::triggered, this, &FolderPage::exportCsv);
    for (QAction *action : {m_again, m_export})
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addActions({open, m_again, m_export});
    for (QAction *action : {open, m_again, m_export})
        m_header->addActionButton(action);
}

QWidget *FolderPage::buildStatus()
{
    m_progress->setFont(tabularFont(m_progress->font()));
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setMinimumHeight(m_cancel->sizeHint().height()); // without the buttons, too
    m_cancel->setAccessibleDescription(tr("Stop, and keep what is listed"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_summary->setAccessibleName(tr("Accuracy"));
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

QWidget *FolderPage::buildTable()
{
    m_table->setModel(m_model);
    m_table->setItemDelegate(new FolderDelegate(m_explorer->photos(), m_table));
    m_table->setAccessibleName(tr("Photos of the folder"));
    setUpTable(m_table, FolderDelegate::rowHeight());
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->sortByColumn(FolderPhotoColumn, Qt::AscendingOrder);
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(FolderPhotoColumn, QHeaderView::Stretch);
    header->setMinimumSectionSize(6 * gridUnit);
    header->resizeSection(FolderTopColumn, 16 * gridUnit);
    header->resizeSection(FolderConfidenceColumn, 9 * gridUnit);
    header->resizeSection(FolderRankColumn, 6 * gridUnit);
    header->resizeSection(FolderClassColumn, 13 * gridUnit);
    header->resizeSection(FolderTimeColumn, 8 * gridUnit);
    auto *pane = new QWidget;
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filter);
    layout->addWidget(m_table, 1);
    return pane;
}

QWidget *FolderPage::buildMatrix()
{
    auto *header = new PaneHeader(tr("Confusion matrix"));
    header->setDetail(tr("rows: class of the folder, columns: answer"));
    auto *legend = new ColourLegend;
    legend->setContent({ColourMap::Viridis, QStringLiteral("0 %"), QStringLiteral("100 %"),
                        tr("of the row's photos"), false});
    m_matrixPane = new QWidget;
    auto *layout = new QVBoxLayout(m_matrixPane);
    layout->setContentsMargins(gridUnit, 0, 0, gridUnit);
    layout->setSpacing(halfUnit);
    layout->addWidget(header);
    layout->addWidget(m_confusion, 1);
    layout->addWidget(legend);
    return m_matrixPane;
}

void FolderPage::layOut()
{
    m_empty->setContent(
        QStringLiteral("folder"),
        tr("Drop a folder of photos here: the network's answers to all of them appear in a table. "
           "With folders named after classes you see how often it is right, and what it mixes up."),
        tr("Open a folder…"));
    m_body->addWidget(buildTable());
    m_body->addWidget(buildMatrix());
    m_body->setChildrenCollapsible(false);
    m_body->setStretchFactor(0, 1);
    m_body->setSizes({96 * gridUnit, 56 * gridUnit});
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_line);
    column->addWidget(buildStatus());
    column->addWidget(m_body, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);
}

void FolderPage::addCopyActions()
{
    const auto add = [this](QWidget *widget, const QString &text, auto act) {
        auto *copy = new QAction(themedIcon(QStringLiteral("copy")), text, widget);
        copy->setShortcut(QKeySequence::Copy);
        copy->setShortcutContext(Qt::WidgetShortcut);
        widget->addAction(copy);
        widget->setContextMenuPolicy(Qt::ActionsContextMenu);
        connect(copy, &QAction::triggered, this, act);
    };
    add(m_table, tr("&Copy the selected rows"), [this] { copyRows(); });
    add(m_confusion, tr("&Copy the matrix"),
        [this] { QGuiApplication::clipboard()->setText(m_confusion->toText()); });
    m_table->addAction(m_export);
}

void FolderPage::connectRun()
{
    FolderRun *run = m_explorer->folderRun();
    connect(run, &FolderRun::started, this, &FolderPage::beginRun);
    connect(run, &FolderRun::labelsKnown, m_model, &FolderTableModel::setLabels);
    connect(run, &FolderRun::rowsReady, this, &FolderPage::showRows);
    connect(run, &FolderRun::stateChanged, this, &FolderPage::showState);
    connect(run, &FolderRun::progressChanged, this, &FolderPage::showProgress);
    connect(run, &FolderRun::problemFound, this, [this](const QString &sentence) {
        m_remedy = Remedy::None;
        m_message->showMessage(MessageBar::Kind::Warning, sentence);
    });
    connect(m_pause, &QPushButton::clicked, run,
            [run] { run->state() == FolderRun::State::Paused ? run->resume() : run->pause(); });
    connect(m_cancel, &QPushButton::clicked, run, &FolderRun::cancel);
    connect(m_empty, &EmptyState::actionTriggered, this, &FolderPage::folderRequested);
    connect(m_message, &MessageBar::actionTriggered, this, [this] {
        if (m_remedy == Remedy::Run)
            runAgain();
    });
    for (const auto changed : {&Explorer::networkChanged, &Explorer::graphChanged,
                               &Explorer::residualScalesChanged, &Explorer::answerChanged})
        connect(m_explorer, changed, this, &FolderPage::showNetwork);
    const auto tell = [this](MessageBar::Kind kind) {
        return [this, kind](const QString &sentence) {
            m_remedy = Remedy::None;
            m_message->showMessage(kind, sentence);
        };
    };
    connect(m_csv, &FolderCsvExport::finished, this, tell(MessageBar::Kind::Info));
    connect(m_csv, &FolderCsvExport::failed, this, tell(MessageBar::Kind::Error));
}

void FolderPage::connectTable()
{
    connect(m_filter, &FolderFilterBar::filterChanged, m_model, &FolderTableModel::setFilter);
    connect(m_model, &FolderTableModel::arranged, this,
            [this] { m_filter->setCount(m_model->rowCount(), m_model->allRows()); });
    connect(m_model, &FolderTableModel::arrangingChanged, m_veil, &BusyVeil::setBusy);
    connect(m_table, &QTableView::activated, this, &FolderPage::openPhoto);
    // Thumbnails come when the filmstrip has read the photos.
    connect(m_explorer->photos(), &PhotoListModel::dataChanged, m_table->viewport(),
            [this](const QModelIndex &, const QModelIndex &, const QList<int> &roles) {
                if (roles.isEmpty() || roles.contains(Qt::DecorationRole))
                    m_table->viewport()->update();
            });
}

void FolderPage::connectMatrix()
{
    connect(&m_matrixDelay, &QTimer::timeout, this, &FolderPage::showMatrix);
    connect(m_confusion, &ConfusionView::cellChosen, this, &FolderPage::chooseCell);
    connect(m_confusion, &ConfusionView::cellActivated, this, &FolderPage::openFirstOf);
}

void FolderPage::beginRun()
{
    m_tally = {};
    m_filter->setFilter({});
    m_model->setFilter({});
    m_model->clear();
    m_message->clear();
    m_remedy = Remedy::None;
    m_header->setTitle(folderNamesText(m_explorer->folderRun()->folders()));
    m_header->setDetail(folderSettingsText(m_explorer->folderRun()->settings()));
    m_stack->setCurrentIndex(1);
    showSummary();
    showMatrix();
}

void FolderPage::showRows(const FolderRows &rows)
{
    m_model->addRows(rows);
    for (const FolderRow &row : *rows)
        m_tally.add(row);
    showSummary();
    if (!m_matrixDelay.isActive())
        m_matrixDelay.start();
}

void FolderPage::showState()
{
    const FolderRun *run = m_explorer->folderRun();
    const bool isPaused = run->state() == FolderRun::State::Paused;
    m_pause->setText(isPaused ? tr("Go on") : tr("Pause"));
    m_pause->setIcon(themedIcon(isPaused ? QStringLiteral("resume") : QStringLiteral("pause")));
    m_pause->setVisible(run->isUnderWay());
    m_cancel->setVisible(run->isUnderWay());
    m_again->setEnabled(run->state() != FolderRun::State::Empty);
    if (run->state() == FolderRun::State::Running)
        m_line->start();
    else
        m_line->stop();
    if (run->state() == FolderRun::State::Failed) {
        m_remedy = Remedy::Run;
        m_message->showMessage(MessageBar::Kind::Error, run->problem(), tr("Run again"));
    }
    showProgress();
    if (!run->isUnderWay())
        showMatrix();
    m_toldOf.reset();
    showNetwork();
}

void FolderPage::showProgress()
{
    const FolderRun *run = m_explorer->folderRun();
    const FolderProgress &progress = run->progress();
    m_progress->setText(folderProgressText(progress, run->state()));
    m_export->setEnabled(progress.done > 0);
    if (progress.total && *progress.total > 0)
        m_line->setFraction(static_cast<double>(progress.done) / *progress.total);
}

void FolderPage::showSummary()
{
    QStringList lines;
    if (const QString accuracy = folderAccuracyText(m_tally); !accuracy.isEmpty())
        lines << accuracy;
    if (m_tally.unreadable() > 0)
        lines << tr("Could not be read: %1 photos").arg(groupedText(m_tally.unreadable()));
    if (const QString unmatched = unmatchedFoldersText(m_tally); !unmatched.isEmpty())
        lines << unmatched;
    m_summary->setText(lines.join(u'\n'));
    m_summary->setVisible(!lines.isEmpty());
    const bool isJudged = m_tally.judged() > 0;
    m_table->setColumnHidden(FolderRankColumn, !isJudged);
    m_table->setColumnHidden(FolderClassColumn, !isJudged);
    m_matrixPane->setVisible(isJudged);
}

void FolderPage::showMatrix()
{
    m_matrixDelay.stop();
    const ConfusionMatrix &matrix = m_tally.confusion();
    const QStringList &labels = m_model->labels();
    const bool sameClasses =
        matrix.truths == m_matrix->matrix().truths && matrix.answers == m_matrix->matrix().answers;
    m_matrix->setMatrix(matrix, labels);
    if (!sameClasses || m_tally.photos() == 0)
        m_filter->setClasses(matrix.truths, matrix.answers, labels);
}

/// What is listed was answered by one network, and another may be chosen now.
void FolderPage::showNetwork()
{
    const FolderRun *run = m_explorer->folderRun();
    if (run->state() == FolderRun::State::Empty || run->state() == FolderRun::State::Failed)
        return;
    const FolderSettings now = m_explorer->folderSettings();
    const bool isOther = run->settings() != now;
    m_pause->setEnabled(!isOther);
    if (isOther && m_toldOf == now)
        return; // and the person may have closed it
    m_toldOf = isOther ? std::optional(now) : std::nullopt;
    if (isOther) {
        m_remedy = Remedy::Run;
        m_message->showMessage(
            MessageBar::Kind::Info,
            run->isUnderWay()
                ? tr("Paused: these are answers of %1. Choose it again to go on.")
                      .arg(folderSettingsText(run->settings()))
                : tr("These are answers of %1.").arg(folderSettingsText(run->settings())),
            tr("Run with %1").arg(folderSettingsText(now)));
    } else if (m_remedy == Remedy::Run) {
        m_remedy = Remedy::None;
        m_message->clear();
    }
}

void FolderPage::runAgain()
{
    // A copy: the run forgets them.
    const QStringList folders = m_explorer->folderRun()->folders();
    if (!folders.isEmpty())
        m_explorer->runFolders(folders);
}

void FolderPage::chooseCell(int truth, int answer)
{
    FolderFilter filter;
    filter.truth = truth;
    filter.top = answer;
    m_filter->setFilter(filter);
    m_model->setFilter(filter);
}

void FolderPage::openPhoto(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    m_explorer->showPhoto(index.data(FolderPathRole).toString());
    emit photoShown();
}

/// Of the photos of a cell, the first.
void FolderPage::openFirstOf(int truth, int answer)
{
    chooseCell(truth, answer);
    for (const FolderRows &chunk : m_model->chunks()) {
        for (const FolderRow &row : *chunk) {
            if (row.truth != truth || row.top != answer)
                continue;
            m_explorer->showPhoto(row.path);
            emit photoShown();
            return;
        }
    }
}

void FolderPage::copyRows()
{
    QString text;
    std::set<int> rows;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        rows.insert(index.row());
    for (const int row : rows)
        text += tabSeparatedRow(*m_model, row);
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void FolderPage::exportCsv()
{
    auto *dialog = new QFileDialog(this, tr("Save the table"), QString(), tr("Tables (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave); // asks before it replaces a file
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(m_header->title() + QStringLiteral(".csv"));
    connect(dialog, &QFileDialog::fileSelected, this, &FolderPage::saveCsv);
    dialog->open();
}

void FolderPage::saveCsv(const QString &path)
{
    m_csv->save(path, {m_model->chunks(), m_model->shown(), m_model->labels()});
}

QString FolderPage::progressText() const
{
    return m_progress->text();
}

QString FolderPage::summaryText() const
{
    return m_summary->text();
}

QList<QAction *> FolderPage::exportActions() const
{
    return {m_export};
}

/// Here, to find is to find photos.
bool FolderPage::isFind(QEvent *event) const
{
    const bool isKey =
        event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    return isKey && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Find)
        && m_stack->currentIndex() == 1;
}

bool FolderPage::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && isFind(event)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void FolderPage::keyPressEvent(QKeyEvent *event)
{
    if (isFind(event)) {
        m_filter->words()->setFocus(Qt::ShortcutFocusReason);
        m_filter->words()->selectAll();
    } else if (event->key() == Qt::Key_Escape && !m_filter->filter().isEmpty()) {
        m_filter->setFilter({});
        m_model->setFilter({});
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace inceptoscope
