#include "curves/figurespane.h"

#include "common/tables.h"
#include "curves/curvetablemodel.h"
#include "style/metrics.h"

#include <QClipboard>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace inceptoscope {

namespace {

constexpr int rowHeight = 3 * gridUnit;

/// Rows without a number come last, whichever way the others go.
class FigureOrder : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override
    {
        const QVariant a = left.data(curveNumberRole);
        const QVariant b = right.data(curveNumberRole);
        if (a.isValid() != b.isValid())
            return a.isValid() == (sortOrder() == Qt::AscendingOrder);
        if (left.column() == CurveNameColumn)
            return a.toString().localeAwareCompare(b.toString()) < 0;
        return a.toDouble() < b.toDouble();
    }
};

/// Such that a value has two digits or more.
int decimalsOf(double value)
{
    constexpr int fewest = 4;
    constexpr int most = 15;
    if (value == 0)
        return fewest;
    return std::clamp(1 - static_cast<int>(std::floor(std::log10(std::abs(value)))), fewest, most);
}

} // namespace

FiguresPane::FiguresPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new CurveTableModel(this))
    , m_sorted(new FigureOrder(this))
    , m_view(new QTableView(this))
    , m_target(new QDoubleSpinBox(this))
    , m_place(new QDoubleSpinBox(this))
{
    m_sorted->setSourceModel(m_model);
    setUpTable(m_view, rowHeight);
    m_view->setModel(m_sorted);
    m_view->sortByColumn(-1, Qt::AscendingOrder); // as the legend has them
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->horizontalHeader()->setSectionResizeMode(CurveNameColumn, QHeaderView::Stretch);
    m_view->setAccessibleName(tr("Figures of the curves"));
    m_view->setMinimumHeight(4 * rowHeight);
    m_view->installEventFilter(this);
    m_target->setRange(-1e9, 1e9);
    m_target->setAccessibleName(tr("Value to reach"));
    m_target->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    auto *label = new QLabel(tr("&Reached"), this);
    label->setBuddy(m_target);
    constexpr double farthest = 1e15;
    m_place->setRange(-farthest, farthest);
    m_place->setAccessibleName(tr("Place to read the values at"));
    m_place->setToolTip(tr("The table says what each curve has at this epoch, step or time"));
    auto *placeLabel = new QLabel(tr("At"), this);
    placeLabel->setBuddy(m_place);
    auto *copyButton = new QPushButton(tr("Co&py table"), this);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(gridUnit, halfUnit, gridUnit, halfUnit);
    line->setSpacing(gridUnit);
    line->addWidget(label);
    line->addWidget(m_target);
    line->addWidget(placeLabel);
    line->addWidget(m_place);
    line->addStretch();
    line->addWidget(copyButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_view);
    connect(copyButton, &QPushButton::clicked, this, &FiguresPane::copy);
    connect(m_target, &QDoubleSpinBox::valueChanged, this, [this] {
        m_asked = CurveTarget{m_title, m_target->value()};
        emit targetChanged();
    });
    connect(m_place, &QDoubleSpinBox::valueChanged, this, [this] {
        m_askedPlace = CurveTarget{m_axis, m_place->value()};
        emit targetChanged();
    });
}

void FiguresPane::setFigures(const CurveSet &curves, const CurveFigures &figures)
{
    if (std::exchange(m_title, curves.yTitle) != curves.yTitle)
        m_asked.reset(); // of another metric
    const QSignalBlocker blocker(m_target);
    m_target->setSuffix(curves.isPercent ? tr(" %") : QString());
    m_target->setDecimals(curves.isPercent ? 1 : decimalsOf(figures.target.value_or(0)));
    m_target->setToolTip(curves.rises
                             ? tr("The table says where each curve first had this or more")
                             : tr("The table says where each curve first had this or less"));
    if (!m_asked)
        m_target->setValue(figures.target.value_or(0));
    if (std::exchange(m_axis, curves.xTitle) != curves.xTitle)
        m_askedPlace.reset(); // of another axis
    const QSignalBlocker placeBlocker(m_place);
    const bool counts = curves.axis == CurveAxis::Epoch || curves.axis == CurveAxis::Step;
    m_place->setDecimals(counts ? 0 : 2);
    if (!m_askedPlace)
        m_place->setValue(figures.place.value_or(0));
    m_model->setFigures(curves, figures);
}

QStringList FiguresPane::rowTexts(int row) const
{
    QStringList texts;
    for (int column = 0; column < CurveColumnCount; ++column)
        texts += m_sorted->index(row, column).data().toString();
    return texts;
}

QString FiguresPane::text() const
{
    QStringList headings;
    for (int column = 0; column < CurveColumnCount; ++column)
        headings += m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    QStringList lines{headings.join(u'\t')};
    const auto *selection = m_view->selectionModel();
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        if (!selection->hasSelection() || selection->isRowSelected(row))
            lines += rowTexts(row).join(u'\t');
    }
    return lines.join(u'\n') + u'\n';
}

void FiguresPane::copy() const
{
    QGuiApplication::clipboard()->setText(text());
}

bool FiguresPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace inceptoscope
