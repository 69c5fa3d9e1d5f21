#include "folders/folderpage.h"

#include "activations/colourlegend.h"
#include "async/textcopier.h"
#include "common/iconloader.h"
#include "common/paneheader.h"
#include "common/picturesaver.h"
#include "common/tables.h"
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

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

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
    for (const auto &[column, width] :
         {std::pair(FolderConfidenceColumn, 9 * gridUnit),
          std::pair(FolderRankColumn, 8 * gridUnit), std::pair(FolderClassColumn, 13 * gridUnit),
          std::pair(FolderTimeColumn, 8 * gridUnit)})
        columns->resizeSection(column, std::max(width, headingWidth(*columns, column)));
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
    connect(model(), &FolderTableModel::arranged, this, &FolderPage::takeArranged);
    connect(table(), &QTableView::activated, this, &FolderPage::openPhoto);
    const QItemSelectionModel *rows = table()->selectionModel();
    connect(rows, &QItemSelectionModel::currentRowChanged, this, &FolderPage::selectCurrent);
    connect(rows, &QItemSelectionModel::selectionChanged, this, &FolderPage::selectCurrent);
    connect(m_explorer->selection(), &Selection::photoChanged, this, &FolderPage::followPhoto);
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
    if (filter == model()->filter())
        return; // a double click chooses twice
    m_opensFirst = false;
    m_filter->setFilter(filter);
    model()->setFilter(filter);
}

/// A row that is current and selected was chosen by the person: the focus alone makes one current.
void FolderPage::selectCurrent()
{
    const QModelIndex current = table()->currentIndex();
    if (!isVisible() || !table()->selectionModel()->isSelected(current))
        return;
    const QString path = current.data(FolderPathRole).toString();
    const int photo = m_explorer->photos()->idOf(path);
    m_wanted = photo == 0 ? path : QString();
    if (photo != 0)
        m_explorer->selection()->setPhoto(photo);
}

/// The first photo that comes is selected, but a person may have chosen another's row before it
/// came. Queued, for others are still being told of the first.
void FolderPage::followPhoto()
{
    const int wanted = m_explorer->photos()->idOf(std::exchange(m_wanted, {}));
    if (!isVisible() || wanted == 0)
        showSelected();
    else
        QMetaObject::invokeMethod(
            this, [this, wanted] { m_explorer->selection()->setPhoto(wanted); },
            Qt::QueuedConnection);
}

/// The row of the selected photo, where it is listed.
void FolderPage::showSelected()
{
    const PhotoListModel &photos = *m_explorer->photos();
    const QModelIndex selected = photos.index(photos.rowOf(m_explorer->selection()->photo()));
    const QString path = selected.data(PhotoPathRole).toString();
    if (!isVisible() || path.isEmpty()
        || table()->currentIndex().data(FolderPathRole).toString() == path)
        return;
    if (const int row = model()->rowOf(path); row >= 0)
        table()->selectionModel()->setCurrentIndex(model()->index(row, FolderPhotoColumn),
                                                   QItemSelectionModel::ClearAndSelect
                                                       | QItemSelectionModel::Rows);
}

void FolderPage::openPhoto(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    m_explorer->showPhoto(index.data(FolderPathRole).toString());
    emit photoShown();
}

/// Of the photos of a cell, the first as they are sorted, once they are listed.
void FolderPage::openFirstOf(int truth, int answer)
{
    chooseCell(truth, answer);
    m_opensFirst = true;
    if (!model()->isArranging())
        takeArranged();
}

void FolderPage::takeArranged()
{
    m_filter->setCount(model()->rowCount(), model()->allRows());
    if (std::exchange(m_opensFirst, false))
        openPhoto(model()->index(0, 0));
    else if (!table()->selectionModel()->hasSelection())
        showSelected();
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
    FolderRunPane::showEvent(event);
    m_explorer->precedence()->lookAt(m_explorer->folderRun());
    showSelected();
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
