#include "folders/folderpage.h"

#include "activations/colourlegend.h"
#include "async/textcopier.h"
#include "common/iconloader.h"
#include "common/paneheader.h"
#include "common/picturesaver.h"
#include "explorer/explorer.h"
#include "folders/confusionmodel.h"
#include "folders/confusionview.h"
#include "folders/folderfilterbar.h"
#include "folders/foldertablemodel.h"
#include "folders/foldertexts.h"
#include "style/metrics.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>

#include <chrono>
#include <set>

namespace inceptoscope {

namespace {

constexpr std::chrono::milliseconds matrixInterval(500);

} // namespace

FolderPage::FolderPage(Explorer *explorer, QWidget *parent)
    : FolderRunPane(explorer->folderRun(), new FolderTableModel, explorer->photos(), parent)
    , m_explorer(explorer)
    , m_matrix(new ConfusionModel(this))
    , m_copier(new TextCopier(this))
    , m_filter(new FolderFilterBar)
    , m_confusion(new ConfusionView(m_matrix))
{
    m_matrixDelay.setSingleShot(true);
    m_matrixDelay.setInterval(matrixInterval);
    header()->setTitle(tr("Folder"));
    openAction()->setToolTip(tr("Open a folder of photos (Ctrl+Shift+O)"));
    againAction()->setToolTip(tr("Run the folder again with the chosen network (F5)"));
    setSummaryName(tr("Accuracy"));
    buildTable();
    layOut(
        tr("Drop a folder of photos here: the network's answers to all of them appear in a table. "
           "With folders named after classes you see how often it is right, and what it mixes up."),
        buildBody());
    addCopyActions();
    connectRun();
    connectTable();
    connectMatrix();
    showState();
    showSummary();
    showMatrix();
}

void FolderPage::buildTable()
{
    table()->setAccessibleName(tr("Photos of the folder"));
    table()->setSelectionMode(QAbstractItemView::ExtendedSelection);
    QHeaderView *columns = table()->horizontalHeader();
    columns->setMinimumSectionSize(6 * gridUnit);
    columns->resizeSection(FolderConfidenceColumn, 9 * gridUnit);
    columns->resizeSection(FolderRankColumn, 8 * gridUnit);
    columns->resizeSection(FolderClassColumn, 13 * gridUnit);
    columns->resizeSection(FolderTimeColumn, 8 * gridUnit);
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

QWidget *FolderPage::buildBody()
{
    auto *list = new QWidget;
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filter);
    layout->addWidget(table(), 1);
    auto *body = new QSplitter(Qt::Horizontal);
    body->addWidget(list);
    body->addWidget(buildMatrix());
    body->setChildrenCollapsible(false);
    body->setStretchFactor(0, 1);
    body->setSizes({96 * gridUnit, 56 * gridUnit});
    return body;
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
    add(table(), tr("&Copy the selected rows"), [this] { copyRows(); });
    add(m_confusion, tr("&Copy the matrix"), [this] {
        m_copier->copy([matrix = m_matrix->matrix(), labels = m_matrix->labels()] {
            return confusionText(matrix, labels);
        });
    });
    table()->addActions(exportActions());
    auto *picture = new PictureSaver(
        tr("Save the matrix as a P&NG…"),
        [this] {
            return PictureSaver::Content{[shown = m_confusion->picture()] { return drawn(shown); },
                                         header()->title()};
        },
        messageBar(), this);
    m_confusion->addAction(picture->action());
}

void FolderPage::connectRun()
{
    connect(m_explorer->folderRun(), &FolderRun::stateChanged, this, &FolderPage::showState);
    for (const auto changed : {&Explorer::networkChanged, &Explorer::graphChanged,
                               &Explorer::residualScalesChanged, &Explorer::answerChanged})
        connect(m_explorer, changed, this, &FolderPage::showSettings);
    connect(m_copier, &TextCopier::failed, this,
            [this](const QString &sentence) { tell(MessageBar::Kind::Error, sentence); });
}

void FolderPage::connectTable()
{
    connect(m_filter, &FolderFilterBar::filterChanged, model(), &FolderTableModel::setFilter);
    connect(model(), &FolderTableModel::arranged, this,
            [this] { m_filter->setCount(model()->rowCount(), model()->allRows()); });
    connect(table(), &QTableView::activated, this, &FolderPage::openPhoto);
}

void FolderPage::connectMatrix()
{
    connect(&m_matrixDelay, &QTimer::timeout, this, &FolderPage::showMatrix);
    connect(m_confusion, &ConfusionView::cellChosen, this, &FolderPage::chooseCell);
    connect(m_confusion, &ConfusionView::cellActivated, this, &FolderPage::openFirstOf);
}

/// What the same photos were filtered by stays.
void FolderPage::beginRun(const RowsBefore &before)
{
    m_tally = {};
    const bool isSame = before.folders == m_explorer->folderRun()->folders();
    const FolderFilter filter = isSame
        ? withClassesOf(m_filter->filter(), before.labels, model()->labels())
        : FolderFilter();
    m_filter->setFilter(filter);
    model()->setFilter(filter);
    header()->setTitle(folderNamesText(m_explorer->folderRun()->folders()));
    header()->setDetail(folderSettingsText(m_explorer->folderRun()->settings()));
    showSummary();
    showMatrix();
}

void FolderPage::addRows(const FolderRows &rows)
{
    for (const FolderRow &row : *rows)
        m_tally.add(row);
    showSummary();
    if (!m_matrixDelay.isActive())
        m_matrixDelay.start();
}

void FolderPage::showState()
{
    if (!m_explorer->folderRun()->isUnderWay())
        showMatrix();
    showSummary();
    showSettings();
}

void FolderPage::showSummary()
{
    QStringList lines;
    if (const QString accuracy = folderAccuracyText(m_tally, isComplete()); !accuracy.isEmpty())
        lines << accuracy;
    if (m_tally.unreadable() > 0)
        lines << tr("Could not be read: %1 photos").arg(groupedText(m_tally.unreadable()));
    if (const QString unmatched = unmatchedFoldersText(m_tally); !unmatched.isEmpty())
        lines << unmatched;
    setSummary(lines.join(u'\n'));
    const bool isJudged = m_tally.judged() > 0;
    table()->setColumnHidden(FolderRankColumn, !isJudged);
    table()->setColumnHidden(FolderClassColumn, !isJudged);
    m_matrixPane->setVisible(isJudged);
}

void FolderPage::showMatrix()
{
    m_matrixDelay.stop();
    const ConfusionMatrix &matrix = m_tally.confusion();
    const QStringList &labels = model()->labels();
    const bool sameClasses =
        matrix.truths == m_matrix->matrix().truths && matrix.answers == m_matrix->matrix().answers;
    m_matrix->setMatrix(matrix, labels);
    if (!sameClasses || m_tally.photos() == 0)
        m_filter->setClasses(matrix.truths, matrix.answers, labels);
}

std::vector<FolderSettings> FolderPage::settingsOfRun() const
{
    return {m_explorer->folderRun()->settings()};
}

std::vector<FolderSettings> FolderPage::settingsNow() const
{
    return {m_explorer->folderSettings()};
}

void FolderPage::runAgain(const QStringList &folders)
{
    m_explorer->runFolders(folders);
}

void FolderPage::chooseCell(int truth, int answer)
{
    FolderFilter filter;
    filter.truth = truth;
    filter.top = answer;
    m_filter->setFilter(filter);
    model()->setFilter(filter);
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
    for (const FolderRows &chunk : model()->chunks()) {
        for (const FolderRow &row : *chunk) {
            if (row.truth != truth || row.top != answer)
                continue;
            m_explorer->showPhoto(row.path);
            emit photoShown();
            return;
        }
    }
}

/// From top to bottom. By ranges, for all of 100,000 rows are one of them.
static std::vector<int> selectedRows(const QItemSelectionModel &selection)
{
    std::set<int> rows;
    for (const QItemSelectionRange &range : selection.selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.insert(rows.end(), row);
    }
    return {rows.begin(), rows.end()};
}

void FolderPage::copyRows()
{
    std::vector<int> rows;
    for (const int row : selectedRows(*table()->selectionModel()))
        rows.push_back(model()->shown()[static_cast<std::size_t>(row)]);
    m_copier->copy([chunks = model()->chunks(), rows, labels = model()->labels()] {
        return folderRowsText(chunks, rows, labels);
    });
}

FolderCsvExport::Writer FolderPage::csvWriter() const
{
    return folderCsv;
}

QString FolderPage::csvName() const
{
    return header()->title();
}

/// Here, to find is to find photos.
bool FolderPage::isFind(QEvent *event) const
{
    const bool isKey =
        event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    return isKey && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Find) && hasRun();
}

bool FolderPage::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && isFind(event)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void FolderPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_explorer->precedence()->lookAt(m_explorer->folderRun());
}

void FolderPage::keyPressEvent(QKeyEvent *event)
{
    if (isFind(event)) {
        m_filter->words()->setFocus(Qt::ShortcutFocusReason);
        m_filter->words()->selectAll();
    } else if (event->key() == Qt::Key_Escape && !m_filter->filter().isEmpty()) {
        m_filter->setFilter({});
        model()->setFilter({});
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace inceptoscope
