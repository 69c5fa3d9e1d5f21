#include "curves/metricspane.h"

#include "curves/metrictreemodel.h"
#include "style/metrics.h"

#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace inceptoscope {

namespace {

/// A group stands for what was found below it.
class FoundTags : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    bool setData(const QModelIndex &index, const QVariant &value, int role) override
    {
        const int below = rowCount(index);
        if (role != Qt::CheckStateRole || below == 0
            || below == sourceModel()->rowCount(mapToSource(index)))
            return QSortFilterProxyModel::setData(index, value, role);
        for (int row = 0; row < below; ++row)
            QSortFilterProxyModel::setData(this->index(row, 0, index), value, role);
        return true;
    }
};

} // namespace

MetricsPane::MetricsPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new MetricTreeModel(this))
    , m_found(new FoundTags(this))
    , m_finder(new QLineEdit(this))
    , m_view(new QTreeView(this))
{
    m_found->setSourceModel(m_model);
    m_found->setRecursiveFilteringEnabled(true);
    m_found->setAutoAcceptChildRows(true);
    m_found->setFilterRole(MetricTreeModel::wholeNameRole);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_finder->setPlaceholderText(tr("Find a metric"));
    m_finder->setAccessibleName(tr("Find a metric"));
    m_finder->setClearButtonEnabled(true);
    m_view->setModel(m_found);
    m_view->setHeaderHidden(true);
    m_view->setUniformRowHeights(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setTextElideMode(Qt::ElideMiddle);
    m_view->setAccessibleName(tr("Metrics"));
    m_view->setToolTip(tr("Check metrics to draw them together"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(halfUnit);
    layout->addWidget(m_finder);
    layout->addWidget(m_view, 1);
    connect(m_finder, &QLineEdit::textChanged, this, &MetricsPane::find);
    connect(m_model, &MetricTreeModel::checkedChanged, this, &MetricsPane::checkedChanged);
}

void MetricsPane::setMetrics(const std::vector<Metric> &metrics)
{
    const QStringList opened = openedGroups();
    m_model->setMetrics(metrics);
    m_view->setRootIsDecorated(m_model->hasGroups());
    for (int row = 0; row < m_found->rowCount(); ++row) {
        const QModelIndex group = m_found->index(row, 0);
        m_view->setExpanded(group, opened.contains(group.data().toString()));
    }
}

/// A log that grows may bring a tag.
QStringList MetricsPane::openedGroups() const
{
    QStringList opened;
    for (int row = 0; row < m_found->rowCount(); ++row) {
        if (const QModelIndex group = m_found->index(row, 0); m_view->isExpanded(group))
            opened += group.data().toString();
    }
    return opened;
}

void MetricsPane::setChecked(const std::vector<Metric> &metrics)
{
    m_model->setChecked(metrics);
}

std::vector<Metric> MetricsPane::checked() const
{
    return m_model->checked();
}

void MetricsPane::find(const QString &text)
{
    constexpr int mostOpened = 200; // rows at the top; a person looks no further before finding on
    m_found->setFilterFixedString(text);
    for (int row = 0; !text.isEmpty() && row < std::min(m_found->rowCount(), mostOpened); ++row)
        m_view->expand(m_found->index(row, 0));
}

} // namespace inceptoscope
