#include "residual/residualplot.h"

#include "style/metrics.h"
#include "style/theme.h"
#include "texts/plaintooltip.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

/// To the next number that is easily divided by four.
double roundedUp(double value)
{
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (double step : {1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 6.0, 8.0}) {
        if (value <= step * power)
            return step * power;
    }
    return 10.0 * power;
}

/// Every so many blocks have their number below: 1, 2, 5, 10, 20, …, with room between.
int numberStep(int columns, double columnWidth, int textWidth)
{
    for (int power = 1;; power *= 10) {
        for (int step : {power, 2 * power, 5 * power}) {
            if (step >= columns || step * columnWidth >= textWidth + gridUnit)
                return step;
        }
    }
}

} // namespace

ResidualPlot::ResidualPlot(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("residualPlot"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Residual to trunk (RMS), by residual block along the depth"));
    addActions();
}

void ResidualPlot::addActions()
{
    auto *values = new QAction(tr("&Copy numbers"), this);
    values->setShortcut(QKeySequence::Copy);
    values->setShortcutContext(Qt::WidgetShortcut);
    auto *picture = new QAction(tr("Copy &picture"), this);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    for (QAction *action : {values, picture})
        addAction(action);
    connect(values, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(toText()); });
    connect(picture, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setImage(toImage()); });
}

QString ResidualPlot::toText() const
{
    QStringList lines{
        QStringLiteral("block\tscale\ttrunk_rms\tresidual_rms\tsum_rms\tratio\tdead")};
    for (int i = 0; i < count(); ++i) {
        const ResidualFigures &each = figures(i);
        QStringList fields{idOf(i)};
        for (double value :
             {each.scale, each.trunkRms, each.residualRms, each.sumRms, each.ratio()})
            fields << QString::number(value, 'g', 9);
        lines << (fields << (isDead(i) ? QStringLiteral("1") : QStringLiteral("0"))).join(u'\t');
    }
    return lines.join(u'\n') + u'\n';
}

QImage ResidualPlot::toImage()
{
    constexpr int scale = 2;
    QImage image(size() * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(palette().color(backgroundRole()));
    render(&image, {}, {}, {});
    return image;
}

void ResidualPlot::setFigures(const std::vector<ResidualFigures> &figures,
                              const QStringList &titles)
{
    m_figures = figures;
    m_titles = titles;
    m_hovered = -1;
    tell();
}

void ResidualPlot::setDead(const std::vector<std::string> &blocks)
{
    m_dead.clear();
    for (const std::string &block : blocks)
        m_dead << QString::fromStdString(block);
    tell();
}

/// People who listen get all of it.
void ResidualPlot::tell()
{
    QStringList lines;
    for (int i = 0; i < count(); ++i)
        lines << describe(i);
    setAccessibleDescription(lines.join(QStringLiteral("; ")));
    update();
}

void ResidualPlot::setCurrent(const QString &block)
{
    m_current = block;
    update();
}

QFont ResidualPlot::textFont() const
{
    return tabularFont(captionFont(font()));
}

QSize ResidualPlot::sizeHint() const
{
    return {34 * gridUnit, 18 * gridUnit};
}

QSize ResidualPlot::minimumSizeHint() const
{
    return {24 * gridUnit, 6 * QFontMetrics(textFont()).height()};
}

/// The names of stages go first where there is little room.
bool ResidualPlot::namesRuns() const
{
    return height() >= 6 * QFontMetrics(textFont()).height();
}

/// What the bars have: to the left the numbers of the axis and its title, above the stages, below
/// the blocks' numbers, in line with the title of that axis.
QRect ResidualPlot::area() const
{
    const QFontMetrics metrics(textFont());
    const int line = metrics.height();
    const int left = line + metrics.horizontalAdvance(QStringLiteral("0.000")) + gridUnit;
    return rect().adjusted(left, namesRuns() ? line + halfUnit : line / 2, -halfUnit,
                           -line - halfUnit);
}

QRect ResidualPlot::columnOf(int index) const
{
    const QRect all = area();
    const auto edge = [&](int i) {
        return all.left()
            + static_cast<int>(
                   std::lround(static_cast<double>(i) * all.width() / std::max(count(), 1)));
    };
    return {QPoint(edge(index), all.top()), QPoint(edge(index + 1) - 1, all.bottom())};
}

int ResidualPlot::indexAt(const QPoint &point) const
{
    for (int i = 0; i < count(); ++i) {
        const QRect column = columnOf(i); // with what is below it
        if (point.x() >= column.left() && point.x() <= column.right() && point.y() >= column.top())
            return i;
    }
    return -1;
}

int ResidualPlot::currentIndex() const
{
    for (int i = 0; i < count(); ++i) {
        if (idOf(i) == m_current)
            return i;
    }
    return -1;
}

/// Of the axis, which begins at 0.
double ResidualPlot::top() const
{
    double largest = 0.0;
    for (const ResidualFigures &each : m_figures)
        largest = std::max(largest, each.ratio());
    return largest > 0.0 && std::isfinite(largest) ? roundedUp(largest) : 1.0;
}

/// "Inception-ResNet-A 3" is the third of Inception-ResNet-A.
std::vector<ResidualPlot::Run> ResidualPlot::runs() const
{
    std::vector<Run> runs;
    for (int i = 0; i < count(); ++i) {
        const QString title = m_titles.value(i).section(u' ', 0, -2);
        if (runs.empty() || runs.back().title != title)
            runs.push_back({title, i, i});
        runs.back().last = i;
    }
    return runs;
}

QString ResidualPlot::describe(int index) const
{
    const ResidualFigures &each = figures(index);
    const QString text = tr("%1: %2 = residual %3 / trunk %4 (RMS), scale %5")
                             .arg(m_titles.value(index))
                             .arg(each.ratio(), 0, 'f', 3)
                             .arg(each.residualRms, 0, 'g', 3)
                             .arg(each.trunkRms, 0, 'g', 3)
                             .arg(each.scale, 0, 'g', 3);
    return isDead(index) ? tr("%1; dead: nothing but zeros goes on").arg(text) : text;
}

bool ResidualPlot::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int index = indexAt(help->pos());
        if (index < 0)
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), plainToolTip(describe(index)), this,
                               columnOf(index));
        return true;
    }
    return QWidget::event(event);
}

void ResidualPlot::keyPressEvent(QKeyEvent *event)
{
    const int last = count() - 1;
    int index = currentIndex();
    switch (event->key()) {
    case Qt::Key_Left:
        index = index < 0 ? last : index - 1;
        break;
    case Qt::Key_Right:
        ++index;
        break;
    case Qt::Key_Home:
        index = 0;
        break;
    case Qt::Key_End:
        index = last;
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    if (last >= 0)
        emit chosen(idOf(std::clamp(index, 0, last)));
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
        emit chosen(idOf(index));
}

void ResidualPlot::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
}

/// Every other stage is shaded, its name above, as far as there is room.
void ResidualPlot::drawRuns(QPainter &painter) const
{
    const Theme theme = Theme::fromPalette(palette());
    QColor shade = theme.text;
    shade.setAlphaF(0.05F);
    const std::vector<Run> all = runs();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const QRect band = columnOf(all[i].first).united(columnOf(all[i].last));
        if (i % 2 == 0)
            painter.fillRect(band, shade);
        if (!namesRuns())
            continue;
        painter.setPen(theme.secondaryText);
        const QRect above(band.left(), 0, band.width(), area().top());
        painter.drawText(
            above, Qt::AlignCenter,
            painter.fontMetrics().elidedText(all[i].title, Qt::ElideLeft, band.width() - 2));
    }
}

/// Of the upright axis: lines with their numbers, as many as there is room for.
void ResidualPlot::drawValues(QPainter &painter) const
{
    const Theme theme = Theme::fromPalette(palette());
    const QRect all = area();
    const int line = painter.fontMetrics().height();
    const int parts = all.height() >= 5 * line ? 4 : all.height() >= 2 * line ? 2 : 1;
    for (int i = 0; i <= parts; ++i) {
        const double part = static_cast<double>(i) / parts;
        const double y = std::round(all.bottom() + 1 - part * all.height()) + 0.5;
        QColor colour = theme.line;
        colour.setAlphaF(i == 0 ? 1.0F : 0.5F);
        painter.setPen(colour);
        painter.drawLine(QPointF(all.left() - 3, y), QPointF(all.right() + 1, y));
        painter.setPen(theme.secondaryText);
        painter.drawText(QRectF(0, y - line, all.left() - halfUnit - 1, 2 * line),
                         Qt::AlignRight | Qt::AlignVCenter, QString::number(part * top(), 'g', 3));
    }
}

/// Numbers of blocks along the depth.
void ResidualPlot::drawBlocks(QPainter &painter) const
{
    const Theme theme = Theme::fromPalette(palette());
    const QFontMetrics metrics = painter.fontMetrics();
    const double width = static_cast<double>(area().width()) / count();
    const int step =
        numberStep(count(), width, metrics.horizontalAdvance(QString::number(count())));
    for (int number = 1; number <= count();
         number = number == 1 && step > 1 ? step : number + step) {
        const double x = columnOf(number - 1).center().x() + 0.5;
        const int bottom = area().bottom() + 1;
        painter.setPen(theme.line);
        painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 3));
        painter.setPen(theme.secondaryText);
        painter.drawText(
            QRectF(x - 5 * gridUnit, bottom + halfUnit - 1, 10 * gridUnit, metrics.height()),
            Qt::AlignHCenter | Qt::AlignTop, QString::number(number));
    }
}

/// The longest text that fits.
QString ResidualPlot::fitting(const QStringList &texts, int room) const
{
    const QFontMetrics metrics(textFont());
    const auto found = std::ranges::find_if(
        texts, [&](const QString &text) { return metrics.horizontalAdvance(text) <= room; });
    return found == texts.end() ? QString() : *found;
}

void ResidualPlot::drawTitles(QPainter &painter) const
{
    const QRect all = area();
    const int line = painter.fontMetrics().height();
    painter.setPen(Theme::fromPalette(palette()).secondaryText);
    painter.drawText(QRect(0, height() - line, all.left() - gridUnit, line),
                     Qt::AlignRight | Qt::AlignVCenter, tr("block"));
    painter.save();
    painter.translate(0, all.bottom());
    painter.rotate(-90);
    painter.drawText(QRect(0, 0, all.bottom(), line), Qt::AlignCenter,
                     fitting({tr("residual / trunk, RMS"), tr("residual / trunk"),
                              tr("res. / trunk"), tr("ratio")},
                             all.bottom()));
    painter.restore();
}

void ResidualPlot::drawBar(QPainter &painter, int index) const
{
    const Theme theme = Theme::fromPalette(palette());
    const QRect column = columnOf(index);
    const bool isCurrent = idOf(index) == m_current;
    if (isCurrent || index == m_hovered) {
        QColor light = theme.accent;
        light.setAlphaF(isCurrent ? 0.22F : 0.10F);
        painter.fillRect(column, light);
    }
    const int gap = column.width() > gridUnit ? 2 : column.width() > 3 ? 1 : 0;
    const double ratio = figures(index).ratio();
    const double part = std::isfinite(ratio) ? std::clamp(ratio / top(), 0.0, 1.0) : 1.0;
    QRectF bar(column.adjusted(gap, 0, -gap, 1));
    bar.setTop(bar.bottom() - std::max(part * column.height(), 1.0));
    painter.fillRect(bar, isCurrent ? theme.accent : theme.stroke(LayerKind::ResidualAdd));
    if (!isDead(index))
        return;
    const double arm = std::clamp(column.width() / 2.0 - 1.0, 2.0, 4.0);
    const QPointF centre(column.center().x() + 0.5, column.bottom() - arm - 2.0);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.text, 2.0));
    painter.drawLine(centre + QPointF(-arm, -arm), centre + QPointF(arm, arm));
    painter.drawLine(centre + QPointF(-arm, arm), centre + QPointF(arm, -arm));
    painter.restore();
}

void ResidualPlot::paintEvent(QPaintEvent *)
{
    if (m_figures.empty())
        return;
    QPainter painter(this);
    painter.setFont(textFont());
    drawRuns(painter);
    drawValues(painter);
    for (int i = 0; i < count(); ++i)
        drawBar(painter, i);
    drawBlocks(painter);
    drawTitles(painter);
    if (hasFocus()) {
        painter.setPen(Theme::fromPalette(palette()).accent);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

} // namespace inceptoscope
