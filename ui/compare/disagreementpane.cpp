#include "compare/disagreementpane.h"

#include "common/paneheader.h"
#include "common/tables.h"
#include "compare/comparison.h"
#include "compare/disagreementmodel.h"
#include "explorer/explorer.h"
#include "folders/foldertexts.h"
#include "style/metrics.h"

#include <QAction>
#include <QCheckBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>

namespace inceptoscope {

DisagreementPane::DisagreementPane(Comparison *comparison, QWidget *parent)
    : FolderRunPane(comparison->folderRun(), new DisagreementModel,
                    comparison->explorer()->photos(), parent)
    , m_comparison(comparison)
    , m_only(new QCheckBox(tr("&Only where they disagree")))
    , m_words(new QLineEdit)
    , m_count(new QLabel)
{
    header()->setTitle(tr("Where they disagree"));
    againAction()->setToolTip(tr("Run the folder again, with the networks as they are now (F5)"));
    setSummaryName(tr("Agreement"));
    buildTable();
    showSummary();
    layOut(tr("Run a folder of photos through both networks: a table says where they disagree."),
           buildBody());
    connectRun();
    connectTable();
    connect(this, &FolderRunPane::folderRequested, this, &DisagreementPane::chooseFolder);
}

void DisagreementPane::buildTable()
{
    table()->setAccessibleName(tr("Photos and both answers"));
    table()->setColumnHidden(FolderTimeColumn, true);
    QHeaderView *columns = table()->horizontalHeader();
    columns->setSectionResizeMode(FolderOtherTopColumn, QHeaderView::Stretch);
    columns->resizeSection(FolderAgreeColumn, 9 * gridUnit);
    columns->moveSection(columns->visualIndex(FolderAgreeColumn),
                         columns->visualIndex(FolderOtherTopColumn)); // between the two answers
    columns->moveSection(columns->visualIndex(FolderClassColumn), FolderPairColumnCount - 1);
    for (const int confidence : {FolderConfidenceColumn, FolderOtherConfidenceColumn})
        columns->resizeSection(confidence, 16 * gridUnit);
    for (const int rank : {FolderRankColumn, FolderOtherRankColumn})
        columns->resizeSection(rank, 9 * gridUnit);
    columns->resizeSection(FolderClassColumn, 13 * gridUnit);
}

QWidget *DisagreementPane::buildBody()
{
    m_words->setPlaceholderText(tr("Names and answers"));
    m_words->setAccessibleName(tr("Words to look for"));
    QWidget *filter = filterRow(m_words, m_count);
    filter->layout()->addWidget(m_only);
    auto *body = new QWidget;
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(filter);
    layout->addWidget(table(), 1);
    return body;
}

void DisagreementPane::connectRun()
{
    connect(m_comparison->folderRun(), &FolderRun::stateChanged, this, [this] {
        showSummary();
        showSettings();
    });
    for (const auto changed : {&Explorer::networkChanged, &Explorer::graphChanged,
                               &Explorer::residualScalesChanged, &Explorer::answerChanged})
        connect(m_comparison->explorer(), changed, this, &DisagreementPane::showSettings);
    connect(m_comparison, &Comparison::networkChanged, this, &DisagreementPane::showSettings);
}

void DisagreementPane::connectTable()
{
    connect(m_only, &QCheckBox::toggled, this, &DisagreementPane::filter);
    connect(m_words, &QLineEdit::textChanged, this, &DisagreementPane::filter);
    connect(model(), &FolderTableModel::arranged, this, [this] {
        m_count->setText(
            tr("%1 of %2").arg(groupedText(model()->rowCount()), groupedText(model()->allRows())));
    });
    connect(table(), &QTableView::activated, this, [this](const QModelIndex &index) {
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

void DisagreementPane::beginRun(const RowsBefore &)
{
    m_tally = {};
    showSummary();
    header()->setDetail(tr("%1 · %2").arg(folderNamesText(m_comparison->folderRun()->folders()),
                                          folderSettingsText(settingsOfRun())));
}

std::vector<FolderSettings> DisagreementPane::settingsOfRun() const
{
    return m_comparison->runSettings();
}

std::vector<FolderSettings> DisagreementPane::settingsNow() const
{
    return m_comparison->folderSettings();
}

void DisagreementPane::addRows(const FolderRows &rows)
{
    for (const FolderRow &row : *rows)
        m_tally.add(row);
    showSummary();
}

void DisagreementPane::showSummary()
{
    QStringList lines{agreementText(m_tally, isComplete()), accuraciesText(m_tally, isComplete())};
    lines.removeAll(QString());
    setSummary(lines.join(u'\n'));
    for (const int judged : {FolderRankColumn, FolderOtherRankColumn, FolderClassColumn})
        table()->setColumnHidden(judged, !m_tally.isJudged());
}

void DisagreementPane::runAgain(const QStringList &folders)
{
    run(folders);
}

FolderCsvExport::Writer DisagreementPane::csvWriter() const
{
    return disagreementCsv;
}

QString DisagreementPane::csvName() const
{
    return QStringLiteral("disagreements");
}

void DisagreementPane::filter()
{
    FolderFilter filter;
    filter.show = m_only->isChecked() ? FolderFilter::Show::Disputed : FolderFilter::Show::All;
    filter.words = m_words->text();
    model()->setFilter(filter);
}

} // namespace inceptoscope
