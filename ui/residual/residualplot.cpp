#include "residual/residualplot.h"

#include "style/metrics.h"
#include "style/theme.h"
#include "texts/plaintooltip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

QString idOf(const ResidualFigures &figures)
{
    return QString::fromStdString(figures.block);
}

/// To the next number that is easily halved.
double roundedUp(double value)
{
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (double step : {1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0}) {
        if (value <= step * power)
            return step * power;
    }
    return 10.0 * power;
}

} // namespace

ResidualPlot::ResidualPlot(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("residualPlot"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Residual to trunk, by block"));
}

void ResidualPlot::setFigures(const std::vector<ResidualFigures> &figures)
{
    m_figures = figures;
    m_hovered = -1;
    QStringList lines;
    for (const ResidualFigures &each : m_figures)
        lines << describe(each);
    setAccessibleDescription(lines.join(QStringLiteral("; ")));
    update();
}

void ResidualPlot::setCurrent(const QString &block)
{
    m_current = block;
    update();
}

QSize ResidualPlot::sizeHint() const
{
    return {34 * gridUnit, 14 * gridUnit};
}

QSize ResidualPlot::minimumSizeHint() const
{
    return {20 * gridUnit, 9 * gridUnit};
}

/// What the bars have: beside it the numbers of the axis, below it the blocks' names.
QRect ResidualPlot::area() const
{
    const QFontMetrics metrics(tabularFont(captionFont(font())));
    return rect().adjusted(metrics.horizontalAdvance(QStringLiteral("0.00")) + gridUnit,
                           metrics.height() / 2 + 1, -halfUnit, -metrics.height() - halfUnit);
}

QRect ResidualPlot::columnOf(int index) const
{
    const QRect all = area();
    const auto edge = [&](int i) {
        return all.left()
            + static_cast<int>(std::lround(static_cast<double>(i) * all.width()
                                           / static_cast<double>(m_figures.size())));
    };
    return {QPoint(edge(index), all.top()), QPoint(edge(index + 1) - 1, all.bottom())};
}

int ResidualPlot::indexAt(const QPoint &point) const
{
    for (int i = 0; i < static_cast<int>(m_figures.size()); ++i) {
        if (columnOf(i).contains(point))
            return i;
    }
    return -1;
}

int ResidualPlot::currentIndex() const
{
    const auto found = std::ranges::find(m_figures, m_current, idOf);
    return found == m_figures.end() ? -1 : static_cast<int>(found - m_figures.begin());
}

/// Of the axis, which begins at 0.
double ResidualPlot::top() const
{
    double largest = 0.0;
    for (const ResidualFigures &each : m_figures)
        largest = std::max(largest, each.ratio());
    return largest > 0.0 && std::isfinite(largest) ? roundedUp(largest) : 1.0;
}

QString ResidualPlot::describe(const ResidualFigures &figures) const
{
    return tr("%1: %2 = residual %3 / trunk %4 (RMS), scale %5")
        .arg(idOf(figures))
        .arg(figures.ratio(), 0, 'f', 3)
        .arg(figures.residualRms, 0, 'g', 3)
        .arg(figures.trunkRms, 0, 'g', 3)
        .arg(figures.scale, 0, 'g', 3);
}

bool ResidualPlot::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int index = indexAt(help->pos());
        if (index < 0)
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(),
                               plainToolTip(describe(m_figures[static_cast<std::size_t>(index)])),
                               this, columnOf(index));
        return true;
    }
    return QWidget::event(event);
}

void ResidualPlot::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step == 0 || m_figures.empty())
        return QWidget::keyPressEvent(event);
    const int last = static_cast<int>(m_figures.size()) - 1;
    const int index = std::clamp(currentIndex() + step, 0, last);
    emit chosen(idOf(m_figures[static_cast<std::size_t>(index)]));
}

void ResidualPlot::mouseMoveEvent(QMouseEvent *event)
{
    m_hovered = indexAt(event->pos());
    update();
}

void ResidualPlot::mousePressEvent(QMouseEvent *event)
{
    const int index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index >= 0)
        emit chosen(idOf(m_figures[static_cast<std::size_t>(index)]));
}

void ResidualPlot::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
}

void ResidualPlot::drawAxis(QPainter &painter) const
{
    const Theme theme = Theme::fromPalette(palette());
    const QRect all = area();
    for (double part : {0.0, 0.5, 1.0}) {
        const double y = std::round(all.bottom() - part * all.height()) + 0.5;
        painter.setPen(theme.line);
        painter.drawLine(QPointF(all.left(), y), QPointF(all.right() + 1, y));
        painter.setPen(theme.secondaryText);
        painter.drawText(QRectF(0, y - 2 * gridUnit, all.left() - halfUnit, 4 * gridUnit),
                         Qt::AlignRight | Qt::AlignVCenter, QString::number(part * top(), 'g', 2));
    }
    painter.drawText(QRect(all.left(), all.bottom() + halfUnit, all.width(), 3 * gridUnit),
                     Qt::AlignLeft | Qt::AlignTop, idOf(m_figures.front()));
    painter.drawText(QRect(all.left(), all.bottom() + halfUnit, all.width(), 3 * gridUnit),
                     Qt::AlignRight | Qt::AlignTop, idOf(m_figures.back()));
}

void ResidualPlot::drawBars(QPainter &painter) const
{
    const Theme theme = Theme::fromPalette(palette());
    const int current = currentIndex();
    for (int i = 0; i < static_cast<int>(m_figures.size()); ++i) {
        const QRect column = columnOf(i);
        const int gap = column.width() > gridUnit ? 2 : column.width() > 3 ? 1 : 0;
        const double ratio = m_figures[static_cast<std::size_t>(i)].ratio();
        const double part = std::isfinite(ratio) ? std::clamp(ratio / top(), 0.0, 1.0) : 1.0;
        QRectF bar(column.adjusted(gap, 0, -gap, 1));
        bar.setTop(bar.bottom() - std::max(part * column.height(), 1.0));
        QColor colour = theme.stroke(LayerKind::ResidualAdd);
        if (i == current)
            colour = theme.accent;
        else if (i != m_hovered)
            colour.setAlphaF(0.75F);
        painter.fillRect(bar, colour);
    }
}

void ResidualPlot::paintEvent(QPaintEvent *)
{
    if (m_figures.empty())
        return;
    QPainter painter(this);
    painter.setFont(tabularFont(captionFont(font())));
    drawAxis(painter);
    drawBars(painter);
    if (hasFocus()) {
        painter.setPen(Theme::fromPalette(palette()).accent);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

} // namespace inceptoscope
