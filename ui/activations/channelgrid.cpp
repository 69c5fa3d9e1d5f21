#include "activations/channelgrid.h"

#include "render/activationimage.h"
#include "render/valuetext.h"
#include "style/metrics.h"
#include "style/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTimer>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace inceptoscope {

namespace {

constexpr int cacheLimit = 64 << 20; // bytes
constexpr double zoomStep = 1.25;

/// Moved to where device pixels begin, so that every value covers whole ones.
QRectF aligned(QRectF area, double ratio)
{
    area.moveTo(std::round(area.x() * ratio) / ratio, std::round(area.y() * ratio) / ratio);
    return area;
}

} // namespace

ChannelGrid::ChannelGrid(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_pictures(cacheLimit)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Always there, so that the number of columns does not depend on the number of rows.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setBackgroundRole(QPalette::Base);
    setAccessibleName(tr("Activation maps"));
    updateAccessibleText();
}

// --- Content -------------------------------------------------------------------------------------

void ChannelGrid::setActivation(const Activation &activation, const ActivationSummaryPtr &summary)
{
    const int before = m_current;
    const bool alike = activation.shape == m_activation.shape;
    m_activation = activation;
    m_summary = summary;
    updateOrder();
    updateRanges();
    layOut();
    if (!alike) {
        m_current = -1;
        verticalScrollBar()->setValue(0);
    }
    updateAccessibleText();
    if (m_current != before)
        emit currentChannelChanged(m_current);
}

void ChannelGrid::clear()
{
    setActivation({}, {});
}

void ChannelGrid::setColourMap(ColourMap map)
{
    m_map = map;
    updateRanges();
}

void ChannelGrid::setScaleMode(ScaleMode scale)
{
    m_scale = scale;
    updateRanges();
}

void ChannelGrid::setOrder(ChannelOrder order)
{
    m_order = order;
    m_givenChannels.clear();
    m_reference = std::max(m_current, 0);
    updateOrder();
    if (m_current >= 0)
        scrollTo(m_current);
    viewport()->update();
}

void ChannelGrid::setChannels(const std::vector<int> &channels)
{
    m_givenChannels = channels;
    updateOrder();
    viewport()->update();
}

void ChannelGrid::setExtremesElsewhere(const std::vector<Extremes> &extremes)
{
    m_elsewhere = extremes;
    updateRanges();
}

void ChannelGrid::setCellSize(int size)
{
    size = std::clamp(size, leastCellSize, greatestCellSize);
    if (size == m_cellSize)
        return;
    // What the person looks at stays where it is.
    const int kept = m_current >= 0 ? m_current : channelAt({0, 0});
    const int top = kept >= 0 ? channelRect(kept).top() : 0;
    m_cellSize = size;
    layOut();
    if (kept >= 0) {
        verticalScrollBar()->setValue(m_layout.cell(positionOf(kept)).top() - top);
        scrollTo(kept);
    }
    emit cellSizeChanged(size);
}

void ChannelGrid::updateOrder()
{
    if (!m_summary)
        m_channels.clear();
    else if (m_givenChannels.size() == m_summary->channels.size())
        m_channels = m_givenChannels;
    else if (m_order == ChannelOrder::BySimilarity && m_reference < m_activation.shape.channels)
        m_channels = orderedBySimilarity(m_activation, m_reference);
    else
        m_channels = orderedChannels(*m_summary, m_order);
    m_positions.resize(m_channels.size());
    for (std::size_t position = 0; position < m_channels.size(); ++position)
        m_positions[static_cast<std::size_t>(m_channels[position])] = static_cast<int>(position);
}

void ChannelGrid::updateRanges()
{
    std::vector<Extremes> extremes;
    if (m_summary)
        extremes = extremesOf(*m_summary);
    if (extremes.size() == m_elsewhere.size())
        std::ranges::transform(extremes, m_elsewhere, extremes.begin(), united);
    m_ranges = channelRanges(extremes, m_map, effectiveScale(m_activation.shape, m_scale));
    m_pictures.clear();
    viewport()->update();
}

void ChannelGrid::updateAccessibleText()
{
    QString text = tr("No channel is selected");
    if (m_current >= 0)
        text = channelText(m_current, summaryOf(m_current));
    else if (!m_summary)
        text = tr("Nothing is shown");
    setAccessibleDescription(text);
}

// --- Geometry ------------------------------------------------------------------------------------

void ChannelGrid::layOut()
{
    const CellLayout before = m_layout;
    const double ratioBefore = std::exchange(m_ratio, devicePixelRatioF());
    const int line = QFontMetrics(captionFont(font())).height();
    m_layout = CellLayout({.shape = m_activation.shape,
                           .cellSize = m_cellSize,
                           .captionHeight = isSingleCell() ? 2 * line : line,
                           .width = viewport()->width(),
                           .ratio = m_ratio});
    if (m_ratio != ratioBefore || m_layout.pictureSize() != before.pictureSize()
        || m_layout.isReduced() != before.isReduced())
        m_pictures.clear();
    const int beyond = std::max(0, m_layout.height() - viewport()->height());
    verticalScrollBar()->setRange(0, m_layout.count() > 0 ? beyond : 0);
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(std::max(1, std::min(m_layout.rowStep(), 6 * gridUnit)));
    viewport()->update();
}

QPoint ChannelGrid::offset() const
{
    return {0, verticalScrollBar()->value()};
}

int ChannelGrid::positionOf(int channel) const
{
    return m_positions[static_cast<std::size_t>(channel)];
}

QRect ChannelGrid::channelRect(int channel) const
{
    return m_layout.cell(positionOf(channel)).translated(-offset());
}

int ChannelGrid::channelAt(QPoint point) const
{
    const int position = m_layout.positionAt(point + offset());
    return position < 0 ? -1 : m_channels[static_cast<std::size_t>(position)];
}

void ChannelGrid::scrollTo(int channel)
{
    const QRect cell = m_layout.cell(positionOf(channel));
    auto *bar = verticalScrollBar();
    if (cell.top() < bar->value())
        bar->setValue(cell.top());
    else if (cell.bottom() >= bar->value() + viewport()->height())
        bar->setValue(cell.bottom() + 1 - viewport()->height());
}

QSize ChannelGrid::sizeHint() const
{
    return {80 * gridUnit, 40 * gridUnit};
}

// --- The current channel -------------------------------------------------------------------------

void ChannelGrid::setCurrentChannel(int channel)
{
    if (channel < 0 || channel >= static_cast<int>(m_channels.size()))
        channel = -1;
    if (channel == m_current)
        return;
    m_current = channel;
    if (channel >= 0)
        scrollTo(channel);
    updateAccessibleText();
    viewport()->update();
    emit currentChannelChanged(channel);
}

void ChannelGrid::moveCurrent(int places)
{
    if (m_channels.empty())
        return;
    const auto last = static_cast<int>(m_channels.size()) - 1;
    const int position = m_current < 0 ? 0 : std::clamp(positionOf(m_current) + places, 0, last);
    setCurrentChannel(m_channels[static_cast<std::size_t>(position)]);
}

int ChannelGrid::placesFor(int key) const
{
    const int page = std::max(1, viewport()->height() / std::max(1, m_layout.rowStep()));
    switch (key) {
    case Qt::Key_Left:
        return -1;
    case Qt::Key_Right:
        return 1;
    case Qt::Key_Up:
        return -m_layout.columns();
    case Qt::Key_Down:
        return m_layout.columns();
    case Qt::Key_PageUp:
        return -page * m_layout.columns();
    case Qt::Key_PageDown:
        return page * m_layout.columns();
    case Qt::Key_Home:
        return -m_layout.count();
    case Qt::Key_End:
        return m_layout.count();
    default:
        return 0;
    }
}

// --- Events --------------------------------------------------------------------------------------

bool ChannelGrid::zoomByKey(int key)
{
    if (key == Qt::Key_Plus || key == Qt::Key_Equal)
        setCellSize(qRound(m_cellSize * zoomStep));
    else if (key == Qt::Key_Minus)
        setCellSize(qRound(m_cellSize / zoomStep));
    else
        return false;
    return true;
}

void ChannelGrid::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    if (control && zoomByKey(event->key()))
        return;
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const int places = placesFor(event->key());
    if (enter && m_current >= 0)
        emit channelActivated(m_current);
    else if (places != 0)
        moveCurrent(places);
    else
        event->ignore();
}

void ChannelGrid::mousePressEvent(QMouseEvent *event)
{
    const int channel = channelAt(event->position().toPoint());
    if (channel >= 0 && event->button() != Qt::MiddleButton)
        setCurrentChannel(channel);
    event->setAccepted(event->button() == Qt::LeftButton);
}

void ChannelGrid::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int channel = channelAt(event->position().toPoint());
    if (channel < 0 || event->button() != Qt::LeftButton)
        return;
    setCurrentChannel(channel);
    emit channelActivated(channel);
}

void ChannelGrid::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    constexpr double notch = 120.0;
    setCellSize(qRound(m_cellSize * std::pow(zoomStep, event->angleDelta().y() / notch)));
    event->accept();
}

void ChannelGrid::resizeEvent(QResizeEvent *)
{
    layOut();
}

void ChannelGrid::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        layOut();
    QAbstractScrollArea::changeEvent(event);
}

bool ChannelGrid::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QString text = toolTipAt(help->pos());
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, viewport());
    return true;
}

QString ChannelGrid::toolTipAt(QPoint point) const
{
    const int channel = channelAt(point);
    if (channel < 0)
        return {};
    const QString text = channelText(channel, summaryOf(channel));
    const QRectF area = m_layout.picture(positionOf(channel)).translated(-offset());
    const GridShape &shape = m_activation.shape;
    const int row = static_cast<int>((point.y() - area.top()) / area.height() * shape.height);
    const int column = static_cast<int>((point.x() - area.left()) / area.width() * shape.width);
    if (!area.contains(point) || row >= shape.height || column >= shape.width)
        return text;
    return text + u'\n' + placeText(m_activation, channel, row, column);
}

// --- Painting ------------------------------------------------------------------------------------

const QImage &ChannelGrid::picture(int channel)
{
    if (const QImage *found = m_pictures.object(channel))
        return *found;
    QImage image = channelImage(m_activation, channel, m_map, range(channel));
    if (m_layout.isReduced())
        image = image.scaled((m_layout.pictureSize() * m_ratio).toSize(), Qt::IgnoreAspectRatio,
                             Qt::SmoothTransformation);
    auto *kept = new QImage(std::move(image));
    m_pictures.insert(channel, kept, static_cast<int>(kept->sizeInBytes()));
    return *kept;
}

void ChannelGrid::paintEvent(QPaintEvent *event)
{
    // Moved to a screen with other pixels.
    if (m_ratio != devicePixelRatioF())
        QTimer::singleShot(0, this, &ChannelGrid::layOut);
    if (m_layout.count() == 0)
        return;
    QPainter painter(viewport());
    painter.setFont(tabularFont(captionFont(font())));
    const int top = event->rect().top() + offset().y();
    const int bottom = event->rect().bottom() + offset().y();
    const int first = std::max(0, top / m_layout.rowStep() - 1) * m_layout.columns();
    for (int position = first; position < m_layout.count(); ++position) {
        if (m_layout.cell(position).top() > bottom)
            break;
        paintCell(painter, position);
    }
}

void ChannelGrid::paintCell(QPainter &painter, int position)
{
    const Theme theme = Theme::fromPalette(palette());
    const int channel = m_channels[static_cast<std::size_t>(position)];
    const bool current = channel == m_current;
    if (current) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accent);
        painter.drawRoundedRect(QRectF(m_layout.cell(position).translated(-offset())), 3, 3);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
    const QRectF area = aligned(m_layout.picture(position).translated(-offset()), m_ratio);
    paintMap(painter, channel, area);
    const QColor selected = palette().color(QPalette::HighlightedText);
    const QRect caption = m_layout.caption(position).translated(-offset());
    painter.setPen(current ? selected : theme.secondaryText);
    painter.drawText(caption, Qt::AlignHCenter | Qt::AlignBottom, QString::number(channel));
    if (!isSingleCell())
        return;
    painter.setPen(current ? selected : theme.text);
    painter.drawText(caption, Qt::AlignHCenter | Qt::AlignTop,
                     valueText(double{m_activation.channel(channel).front()}));
}

void ChannelGrid::paintMap(QPainter &painter, int channel, const QRectF &area)
{
    if (isSingleCell())
        paintBar(painter, channel, area);
    else if (summaryOf(channel).isDead())
        paintDead(painter, area);
    else
        painter.drawImage(area, picture(channel));
}

/// An empty frame, crossed out: nothing lit up here.
void ChannelGrid::paintDead(QPainter &painter, const QRectF &area)
{
    const Theme theme = Theme::fromPalette(palette());
    const QRectF frame = area.adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(theme.line);
    painter.setBrush(theme.background);
    painter.drawRect(frame);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawLine(frame.bottomLeft(), frame.topRight());
    painter.setRenderHint(QPainter::Antialiasing, false);
}

/// From zero to the value, on a ground as high as the range of the layer.
void ChannelGrid::paintBar(QPainter &painter, int channel, const QRectF &area)
{
    const Theme theme = Theme::fromPalette(palette());
    const ValueRange span = range(channel);
    const double position = span.position(m_activation.channel(channel).front());
    QColor ground = theme.line;
    ground.setAlphaF(0.25F);
    painter.fillRect(area, theme.background);
    painter.fillRect(area, ground);
    if (std::isnan(position)) {
        painter.fillRect(area, QColor(notFiniteColour));
        return;
    }
    const double zero = std::clamp(span.position(0.0F), 0.0, 1.0);
    const double y = area.bottom() - area.height() * std::max(position, zero);
    const double height = std::max(1.0, area.height() * std::abs(position - zero));
    painter.fillRect(QRectF(area.left(), y, area.width(), height).intersected(area),
                     QColor(colourOf(m_map, position)));
}

} // namespace inceptoscope
