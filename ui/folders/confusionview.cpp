#include "folders/confusionview.h"

#include "folders/confusionmodel.h"
#include "folders/foldertexts.h"
#include "render/colourmap.h"
#include "style/metrics.h"
#include "style/theme.h"

#include <QAbstractButton>
#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <utility>

namespace inceptoscope {

namespace {

constexpr int cellWidth = 4 * gridUnit; // at least
constexpr int cellHeight = 3 * gridUnit;
constexpr int longestLabel = 18 * gridUnit;

int widestLabel(const QAbstractItemModel &model, Qt::Orientation orientation,
                const QFontMetrics &metrics)
{
    int widest = 0;
    const int count = orientation == Qt::Horizontal ? model.columnCount() : model.rowCount();
    for (int section = 0; section < count; ++section)
        widest = std::max(
            widest, metrics.horizontalAdvance(model.headerData(section, orientation).toString()));
    return std::min(widest, longestLabel) + 2 * gridUnit;
}

/// Labels that stand upright, so that columns can be as narrow as their numbers.
class UprightHeader : public QHeaderView
{
public:
    explicit UprightHeader(QWidget *parent)
        : QHeaderView(Qt::Horizontal, parent)
    {
    }

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        const QString label = model()->headerData(section, Qt::Horizontal).toString();
        painter->save();
        painter->setPen(palette().color(QPalette::ButtonText));
        painter->translate(rect.bottomLeft());
        painter->rotate(-90.0);
        const QRect area(gridUnit, 0, rect.height() - gridUnit, rect.width());
        painter->drawText(
            area, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(label, Qt::ElideRight, area.width() - halfUnit));
        painter->restore();
    }
};

/// Black or white, whichever is easier to read on it.
QColor textOn(QColor colour)
{
    return qGray(colour.rgb()) > 110 ? QColor(Qt::black) : QColor(Qt::white);
}

class CellDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Theme theme = Theme::fromPalette(option.palette);
        const QString count = index.data().toString();
        QColor ground = theme.background;
        if (!count.isEmpty())
            ground = colourOf(ColourMap::Viridis, index.data(ConfusionShareRole).toDouble());
        painter->save();
        painter->fillRect(option.rect, ground);
        painter->setPen(textOn(ground));
        painter->setFont(tabularFont(option.font));
        painter->drawText(option.rect, Qt::AlignCenter, count);
        paintFrame(painter, option, index, theme);
        painter->restore();
    }

private:
    static void paintFrame(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index, const Theme &theme)
    {
        const QRectF frame = QRectF(option.rect).adjusted(1.0, 1.0, -1.0, -1.0);
        painter->setBrush(Qt::NoBrush);
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter->setPen(QPen(theme.accent, 3.0));
            painter->drawRect(frame);
            painter->setPen(QPen(theme.background, 1.0));
            painter->drawRect(frame.adjusted(1.5, 1.5, -1.5, -1.5));
        } else if (index.data(ConfusionRightRole).toBool()) {
            painter->setPen(QPen(theme.text, 1.0));
            painter->drawRect(frame.adjusted(-0.5, -0.5, 0.5, 0.5));
        }
    }
};

} // namespace

ConfusionView::ConfusionView(ConfusionModel *model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
{
    build();
    setModel(model);
    connect(model, &ConfusionModel::modelAboutToBeReset, this, [this] {
        m_truth = currentIndex().data(ConfusionTruthRole).value<int>();
        m_answer = currentIndex().data(ConfusionAnswerRole).value<int>();
        if (!currentIndex().isValid())
            m_truth = -1;
    });
    connect(model, &ConfusionModel::modelReset, this, &ConfusionView::keepCurrent);
    connect(model, &ConfusionModel::dataChanged, this, &ConfusionView::fit);
    connect(this, &QTableView::activated, this, [this](const QModelIndex &cell) {
        emit cellActivated(cell.data(ConfusionTruthRole).toInt(),
                           cell.data(ConfusionAnswerRole).toInt());
    });
    connect(this, &QTableView::clicked, this, [this](const QModelIndex &cell) {
        emit cellChosen(cell.data(ConfusionTruthRole).toInt(),
                        cell.data(ConfusionAnswerRole).toInt());
    });
    fit();
}

void ConfusionView::build()
{
    setHorizontalHeader(new UprightHeader(this));
    setItemDelegate(new CellDelegate(this));
    setAccessibleName(tr("Confusion matrix"));
    setAccessibleDescription(tr("Rows are the classes of the folders, columns the answers"));
    setSelectionMode(SingleSelection);
    setSelectionBehavior(SelectItems);
    setFrameShape(NoFrame);
    setShowGrid(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    // A style draws it as a button, which it is not.
    findChild<QAbstractButton *>()->installEventFilter(this);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    for (QHeaderView *header : {horizontalHeader(), verticalHeader()}) {
        header->setSectionResizeMode(QHeaderView::Fixed);
        header->setSectionsClickable(false);
        header->setHighlightSections(false);
    }
    horizontalHeader()->setMinimumSectionSize(cellWidth);
    horizontalHeader()->setDefaultSectionSize(cellWidth);
    verticalHeader()->setMinimumSectionSize(cellHeight);
    verticalHeader()->setDefaultSectionSize(cellHeight);
    verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    verticalHeader()->setTextElideMode(Qt::ElideRight);
}

/// Room for the labels and for the largest number.
void ConfusionView::fit()
{
    const QFontMetrics metrics(font());
    horizontalHeader()->setFixedHeight(widestLabel(*m_model, Qt::Horizontal, metrics));
    verticalHeader()->setFixedWidth(widestLabel(*m_model, Qt::Vertical, metrics));
    int most = 0;
    for (const auto &[cell, count] : m_model->matrix().counts)
        most = std::max(most, count);
    const int widest = metrics.horizontalAdvance(groupedText(most)) + gridUnit;
    if (const int width = std::max(cellWidth, widest);
        width != horizontalHeader()->defaultSectionSize())
        horizontalHeader()->setDefaultSectionSize(width);
}

void ConfusionView::keepCurrent()
{
    fit();
    const QModelIndex cell = m_truth < 0 ? QModelIndex() : m_model->cell(m_truth, m_answer);
    m_isQuiet = true;
    if (cell.isValid())
        setCurrentIndex(cell);
    m_isQuiet = false;
}

void ConfusionView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.isValid() && !m_isQuiet)
        emit cellChosen(current.data(ConfusionTruthRole).toInt(),
                        current.data(ConfusionAnswerRole).toInt());
}

/// The focus that comes makes a cell current, which is no choice of the person's yet.
void ConfusionView::focusInEvent(QFocusEvent *event)
{
    m_isQuiet = true;
    QTableView::focusInEvent(event);
    m_isQuiet = false;
}

/// Nothing is in the corner between the labels.
bool ConfusionView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Paint || !qobject_cast<QAbstractButton *>(watched))
        return QTableView::eventFilter(watched, event);
    auto *corner = static_cast<QWidget *>(watched);
    QPainter(corner).fillRect(corner->rect(), palette().window());
    return true;
}

void ConfusionView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange && model())
        fit();
}

ConfusionPicture ConfusionView::picture() const
{
    ConfusionPicture picture{m_model->matrix(), {}, {}, {}};
    for (int row = 0; row < m_model->rowCount(); ++row)
        picture.truths << m_model->headerData(row, Qt::Vertical).toString();
    for (int column = 0; column < m_model->columnCount(); ++column)
        picture.answers << m_model->headerData(column, Qt::Horizontal).toString();
    return picture;
}

} // namespace inceptoscope
