#include "compare/disagreementpane.h"

#include "common/busyveil.h"
#include "common/emptystate.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "common/progressline.h"
#include "common/tables.h"
#include "compare/comparison.h"
#include "compare/disagreementmodel.h"
#include "explorer/explorer.h"
#include "folders/folderdelegate.h"
#include "folders/foldertexts.h"
#include "style/metrics.h"

#include <QAction>
#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

namespace inceptoscope {

DisagreementPane::DisagreementPane(Comparison *comparison, QWidget *parent)
    : QWidget(parent)
    , m_comparison(comparison)
    , m_model(new DisagreementModel(this))
    , m_csv(new FolderCsvExport(this))
    , m_header(new PaneHeader(tr("Where they disagree")))
    , m_again(new QAction(themedIcon(QStringLiteral("reload")), tr("Run again"), this))
    , m_export(new QAction(themedIcon(QStringLiteral("export")), tr("Save as CSV…"), this))
    , m_line(new ProgressLine)
    , m_progress(new QLabel)
    , m_pause(new QPushButton)
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_summary(new QLabel)
    , m_message(new MessageBar)
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_only(new QCheckBox(tr("&Only where they disagree")))
    , m_words(new QLineEdit)
    , m_count(new QLabel)
    , m_table(new QTableView)
{
    buildHeader();
    buildTable();
    layOut();
    m_veil = new BusyVeil(m_table);
    connectRun();
    connectTable();
    showState();
}

void DisagreementPane::buildHeader()
{
    auto *open = new QAction(themedIcon(QStringLiteral("open")), tr("Open a folder…"), this);
    connect(open, &QAction::triggered, this, &DisagreementPane::chooseFolder);
    m_again->setShortcut(QKeySequence::Refresh);
    m_again->setToolTip(tr("Run the folder again, with the networks as they are now (%1)")
                            .arg(m_again->shortcut().toString()));
    connect(m_again, &QAction::triggered, this,
            [this] { run(QStringList(m_comparison->folderRun()->folders())); });
    m_export->setShortcut(QKeySequence::Save);
    m_export->setToolTip(
        tr("Save what is listed as CSV (%1)").arg(m_export->shortcut().toString()));
    connect(m_export, &QAction::triggered, this, &DisagreementPane::exportCsv);
    for (QAction *action : {open, m_again, m_export}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        m_header->addActionButton(action);
    }
}

QWidget *DisagreementPane::buildStatus()
{
    m_progress->setFont(tabularFont(m_progress->font()));
    m_progress->setAccessibleName(tr("Progress"));
    m_cancel->setAccessibleDescription(tr("Stop, and keep what is listed"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_summary->setAccessibleName(tr("Agreement"));
    auto *status = new QWidget;
    auto *layout = new QHBoxLayout(status);
    layout->setContentsMargins(gridUnit, gridUnit, gridUnit, halfUnit);
    layout->setSpacing(gridUnit);
    layout->addWidget(m_summary);
    layout->addStretch(1);
    layout->addWidget(m_progress);
    layout->addWidget(m_pause);
    layout->addWidget(m_cancel);
    return status;
}

void DisagreementPane::buildTable()
{
    m_table->setModel(m_model);
    m_table->setItemDelegate(new FolderDelegate(m_comparison->explorer()->photos(), m_table));
    m_table->setAccessibleName(tr("Photos and both answers"));
    setUpTable(m_table, FolderDelegate::rowHeight());
    m_table->sortByColumn(FolderPhotoColumn, Qt::AscendingOrder);
    for (const int hidden : {FolderRankColumn, FolderTimeColumn})
        m_table->setColumnHidden(hidden, true);
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(FolderPhotoColumn, QHeaderView::Stretch);
    for (const int answer : {FolderTopColumn, FolderClassColumn})
        header->resizeSection(answer, 26 * gridUnit);
    for (const int confidence : {FolderConfidenceColumn, FolderOtherConfidenceColumn})
        header->resizeSection(confidence, 16 * gridUnit);
    m_words->setPlaceholderText(tr("Names and answers"));
    m_words->setAccessibleName(tr("Words to look for"));
}

void DisagreementPane::layOut()
{
    m_empty->setContent(
        QStringLiteral("folder"),
        tr("Run a folder of photos through both networks: a table says where they disagree."),
        tr("Open a folder…"));
    QWidget *filter = filterRow(m_words, m_count);
    filter->layout()->addWidget(m_only);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_line);
    column->addWidget(buildStatus());
    column->addWidget(filter);
    column->addWidget(m_table, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);
}

void DisagreementPane::connectRun()
{
    FolderRun *run = m_comparison->folderRun();
    connect(run, &FolderRun::started, this, &DisagreementPane::beginRun);
    connect(run, &FolderRun::labelsKnown, m_model, &DisagreementModel::setLabels);
    connect(run, &FolderRun::rowsReady, this, &DisagreementPane::showRows);
    connect(run, &FolderRun::stateChanged, this, &DisagreementPane::showState);
    connect(run, &FolderRun::progressChanged, this, &DisagreementPane::showProgress);
    const auto tell = [this](MessageBar::Kind kind) {
        return [this, kind](const QString &sentence) { m_message->showMessage(kind, sentence); };
    };
    connect(run, &FolderRun::problemFound, this, tell(MessageBar::Kind::Warning));
    connect(m_csv, &FolderCsvExport::finished, this, tell(MessageBar::Kind::Info));
    connect(m_csv, &FolderCsvExport::failed, this, tell(MessageBar::Kind::Error));
    connect(m_pause, &QPushButton::clicked, run,
            [run] { run->state() == FolderRun::State::Paused ? run->resume() : run->pause(); });
    connect(m_cancel, &QPushButton::clicked, run, &FolderRun::cancel);
    connect(m_empty, &EmptyState::actionTriggered, this, &DisagreementPane::chooseFolder);
}

void DisagreementPane::connectTable()
{
    connect(m_only, &QCheckBox::toggled, this, &DisagreementPane::filter);
    connect(m_words, &QLineEdit::textChanged, this, &DisagreementPane::filter);
    connect(m_model, &DisagreementModel::arranged, this, [this] {
        m_count->setText(
            tr("%1 of %2").arg(groupedText(m_model->rowCount()), groupedText(m_model->allRows())));
    });
    connect(m_model, &DisagreementModel::arrangingChanged, m_veil, &BusyVeil::setBusy);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        emit photoChosen(index.data(FolderPathRole).toString());
    });
}

void DisagreementPane::run(const QStringList &folders)
{
    if (!folders.isEmpty())
        m_comparison->runFolders(folders);
}

void DisagreementPane::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("A folder of photos for both networks"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) { run({path}); });
    dialog->open();
}

void DisagreementPane::exportCsv()
{
    auto *dialog = new QFileDialog(this, tr("Save the table"), QString(), tr("Tables (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave); // asks before it replaces a file
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("disagreements.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, &DisagreementPane::saveCsv);
    dialog->open();
}

void DisagreementPane::saveCsv(const QString &path)
{
    m_csv->save(path, {m_model->chunks(), m_model->shown(), m_model->labels()}, disagreementCsv);
}

void DisagreementPane::beginRun()
{
    m_tally = {};
    m_model->clear();
    m_message->clear();
    m_summary->clear();
    m_header->setDetail(tr("%1 · A: %2 · B: %3")
                            .arg(folderNamesText(m_comparison->folderRun()->folders()),
                                 folderSettingsText(m_comparison->settingsA()),
                                 folderSettingsText(m_comparison->settingsB())));
    m_stack->setCurrentIndex(1);
}

void DisagreementPane::showRows(const FolderRows &rows)
{
    m_model->addRows(rows);
    for (const FolderRow &row : *rows)
        m_tally.add(row);
    m_summary->setText(agreementText(m_tally));
}

void DisagreementPane::showState()
{
    const FolderRun &run = *m_comparison->folderRun();
    const bool isPaused = run.state() == FolderRun::State::Paused;
    m_pause->setText(isPaused ? tr("Go on") : tr("Pause"));
    m_pause->setIcon(themedIcon(isPaused ? QStringLiteral("resume") : QStringLiteral("pause")));
    m_pause->setVisible(run.isUnderWay());
    m_cancel->setVisible(run.isUnderWay());
    m_again->setEnabled(run.state() != FolderRun::State::Empty);
    if (run.state() == FolderRun::State::Running)
        m_line->start();
    else
        m_line->stop();
    if (run.state() == FolderRun::State::Failed)
        m_message->showMessage(MessageBar::Kind::Error, run.problem());
    showProgress();
}

void DisagreementPane::showProgress()
{
    const FolderRun &run = *m_comparison->folderRun();
    const FolderProgress &progress = run.progress();
    m_progress->setText(folderProgressText(progress, run.state()));
    m_export->setEnabled(progress.done > 0);
    if (progress.total && *progress.total > 0)
        m_line->setFraction(static_cast<double>(progress.done) / *progress.total);
}

void DisagreementPane::filter()
{
    FolderFilter filter;
    filter.show = m_only->isChecked() ? FolderFilter::Show::Wrong : FolderFilter::Show::All;
    filter.words = m_words->text();
    m_model->setFilter(filter);
}

QString DisagreementPane::summaryText() const
{
    return m_summary->text();
}

QString DisagreementPane::progressText() const
{
    return m_progress->text();
}

} // namespace inceptoscope
