#include "window/findresults.h"

#include "style/metrics.h"

#include <QLabel>
#include <QListView>
#include <QStringListModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace inceptoscope {

constexpr int listWidth = 48 * gridUnit;
constexpr int mostRows = 14; ///< at once

namespace {

/// Rows as high as the line above them, and their words below its own.
class RowDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(),
                option.fontMetrics.height() + gridUnit};
    }
};

} // namespace

FindResults::FindResults(QWidget *window)
    : QFrame(window)
    , m_summary(new QLabel)
    , m_list(new QListView)
    , m_model(new QStringListModel(this))
{
    setObjectName(QStringLiteral("findResults"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    const int besideWords = style()->pixelMetric(QStyle::PM_FocusFrameHMargin) + 1; // in a list
    m_summary->setContentsMargins(gridUnit, halfUnit, gridUnit, halfUnit);
    m_summary->setIndent(0);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Found"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_summary);
    auto *indented = new QHBoxLayout;
    indented->setContentsMargins(gridUnit - besideWords, 0, 0, 0);
    indented->addWidget(m_list);
    layout->addLayout(indented, 1);
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex &index) { emit chosen(index.row()); });
    hide();
}

void FindResults::setResults(const QStringList &results)
{
    m_model->setStringList(results);
    m_list->setVisible(!results.isEmpty());
}

void FindResults::setSummary(const QString &summary)
{
    m_summary->setText(summary);
}

void FindResults::setCurrent(int row)
{
    m_list->setCurrentIndex(m_model->index(row));
    if (row < 0)
        m_list->scrollToTop();
}

void FindResults::showBelow(const QWidget &field)
{
    const QRect room = parentWidget()->rect();
    const QPoint corner = field.mapTo(parentWidget(), QPoint(field.width(), field.height()));
    const int rows = std::min(mostRows, m_model->rowCount());
    const int list = rows == 0 ? 0 : rows * m_list->sizeHintForRow(0) + halfUnit;
    const int height = m_summary->sizeHint().height() + list + 2;
    setGeometry(std::max(0, corner.x() - listWidth), corner.y(), std::min(listWidth, room.width()),
                std::min(height, room.height() - corner.y()));
    show();
    raise();
}

QStringList FindResults::results() const
{
    return m_model->stringList();
}

QString FindResults::summary() const
{
    return m_summary->text();
}

} // namespace inceptoscope
