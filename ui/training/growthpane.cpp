#include "training/growthpane.h"

#include "common/emptystate.h"
#include "common/paneheader.h"
#include "common/smallthumbnails.h"
#include "common/tables.h"
#include "curves/curvetexts.h"
#include "explorer/explorer.h"
#include "style/metrics.h"
#include "training/growthtablemodel.h"
#include "training/growthwatcher.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace inceptoscope {

GrowthPane::GrowthPane(Explorer *explorer, QWidget *parent)
    : QWidget(parent)
    , m_explorer(explorer)
    , m_model(new GrowthTableModel(explorer->photos(), this))
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_table(new QTableView)
{
    build();
    connect(m_model, &QAbstractItemModel::modelReset, this, &GrowthPane::showRows);
    connect(m_empty, &EmptyState::actionTriggered, this, &GrowthPane::photosRequested);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        emit photoActivated(index.siblingAtColumn(0).data(PhotoIdRole).toInt());
    });
    showRows();
}

GrowthPane::~GrowthPane() = default;

void GrowthPane::build()
{
    m_empty->setContent(QStringLiteral("image"),
                        tr("Open photos: after each epoch the networks' answers to them appear "
                           "here."),
                        tr("Take some of the data"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new SmallThumbnails(m_table));
    setUpTable(m_table, 4 * gridUnit);
    m_table->setSortingEnabled(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setTextElideMode(Qt::ElideRight);
    m_table->setAccessibleName(tr("Answers to the photos in the filmstrip"));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(new PaneHeader(tr("Answers to the photos in the filmstrip")));
    layout->addWidget(m_stack, 1);
}

void GrowthPane::showRows()
{
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
}

void GrowthPane::begin(const QStringList &titles)
{
    m_watchers.clear();
    m_model->setNetworks(titles);
    for (int network = 0; network < titles.size(); ++network)
        m_watchers.push_back(std::make_unique<GrowthWatcher>(network, m_explorer, m_model));
    setActive(isVisible());
}

void GrowthPane::showRuns(const std::vector<RunStatus> &runs)
{
    for (std::size_t i = 0; i < m_watchers.size() && i < runs.size(); ++i) {
        m_watchers[i]->watch(runs[i]);
        const auto errors = curveOf(runs[i].log, "val_top1_error");
        m_model->setState(static_cast<int>(i),
                          errors.empty() ? tr("before its first epoch is done")
                                         : tr("after epoch %1").arg(epochText(errors.back().x)));
    }
}

void GrowthPane::setActive(bool active)
{
    for (const auto &watcher : m_watchers)
        watcher->setActive(active);
}

void GrowthPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    setActive(true);
}

void GrowthPane::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    setActive(false);
}

} // namespace inceptoscope
