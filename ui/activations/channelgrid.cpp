#include "activations/channelgrid.h"

#include "render/activationimage.h"
#include "render/similaritysorter.h"
#include "render/tilemaker.h"
#include "render/valuetext.h"
#include "style/metrics.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace inceptoscope {

namespace {

constexpr int cacheLimit = 64 << 20; // bytes
constexpr double zoomStep = 1.25;

} // namespace

ChannelGrid::ChannelGrid(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_pictures(cacheLimit)
    , m_tiles(new TileMaker(this))
    , m_sorter(new SimilaritySorter(this))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Always there, so that the number of columns does not depend on the number of rows.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setMouseTracking(true);
    connect(m_tiles, &TileMaker::made, this, &ChannelGrid::takeTiles);
    connect(m_sorter, &SimilaritySorter::sorted, this, [this](const std::vector<int> &channels) {
        showOrder(channels);
        if (m_current >= 0)
            scrollTo(m_current);
    });
    connect(m_tiles, &TileMaker::failed, this, &ChannelGrid::failed);
    connect(m_sorter, &SimilaritySorter::failed, this, &ChannelGrid::failed);
    setAccessibleName(tr("Activation maps"));
    updateAccessibleText();
}

ChannelGrid::~ChannelGrid() = default;

// --- Content -------------------------------------------------------------------------------------

void ChannelGrid::setActivation(const Activation &activation, const ActivationSummaryPtr &summary)
{
    const int before = m_current;
    const bool alike = activation.shape == m_activation.shape;
    m_activation = activation;
    m_summary = summary;
    if (!alike) {
        m_current = -1;
        m_pictures.clear();
    }
    updateOrder();
    layOut();
    updateRanges();
    if (!alike)
        verticalScrollBar()->setValue(0);
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

void ChannelGrid::setScale(const MapScale &scale)
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
}

void ChannelGrid::setChannels(const std::vector<int> &channels)
{
    m_givenChannels = channels;
    updateOrder();
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

/// By similarity what was there stays until the worker knows the order.
void ChannelGrid::updateOrder()
{
    const bool similar = m_order == ChannelOrder::BySimilarity && m_summary
        && m_reference < m_activation.shape.channels;
    const bool stays = similar && std::cmp_equal(m_channels.size(), m_activation.shape.channels);
    if (!m_summary)
        showOrder({});
    else if (m_givenChannels.size() == m_summary->channels.size())
        showOrder(m_givenChannels);
    else if (!stays)
        showOrder(orderedChannels(*m_summary, similar ? ChannelOrder::ByIndex : m_order));
    if (similar && m_givenChannels.empty())
        m_sorter->start(m_activation, m_reference);
    else
        m_sorter->cancel();
}

void ChannelGrid::showOrder(const std::vector<int> &channels)
{
    m_channels = channels;
    m_positions.resize(m_channels.size());
    for (std::size_t position = 0; position < m_channels.size(); ++position)
        m_positions[static_cast<std::size_t>(m_channels[position])] = static_cast<int>(position);
    viewport()->update();
}

void ChannelGrid::updateRanges()
{
    std::vector<Extremes> extremes;
    if (m_summary)
        extremes = extremesOf(*m_summary);
    m_ranges = channelRanges(joined(std::move(extremes), m_elsewhere), m_map,
                             effectiveScale(m_activation.shape, m_scale));
    restartTiles();
}

void ChannelGrid::updateAccessibleText()
{
    QString text = tr("No channel is selected");
    if (m_summary && !isSingleCell())
        text = tr("%1 channels, %2 of them zero on this photo; none is selected")
                   .arg(m_channels.size())
                   .arg(m_summary->statistics.deadChannels);
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
    const bool resized = m_ratio != ratioBefore || m_layout.pictureSize() != before.pictureSize();
    // One pixel a value is good for every size.
    if (m_layout.isReduced() != before.isReduced() || (m_layout.isReduced() && resized))
        restartTiles();
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
    if (event->type() == QEvent::Leave)
        emit valuePointedAt({});
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

void ChannelGrid::mouseMoveEvent(QMouseEvent *event)
{
    emit valuePointedAt(valueAt(event->position().toPoint()));
}

/// Column and row of the value there.
std::optional<QPoint> ChannelGrid::placeAt(QPoint point) const
{
    const int channel = channelAt(point);
    if (channel < 0)
        return std::nullopt;
    const QRectF area = m_layout.picture(positionOf(channel)).translated(-offset());
    const GridShape &shape = m_activation.shape;
    const int row = static_cast<int>((point.y() - area.top()) / area.height() * shape.height);
    const int column = static_cast<int>((point.x() - area.left()) / area.width() * shape.width);
    if (!area.contains(point) || row >= shape.height || column >= shape.width)
        return std::nullopt;
    return QPoint(column, row);
}

QString ChannelGrid::valueAt(QPoint point) const
{
    const auto place = placeAt(point);
    if (!place)
        return {};
    const int channel = channelAt(point);
    return tr("Channel %1 · %2")
        .arg(channel)
        .arg(placeText(m_activation, channel, place->y(), place->x()));
}

QString ChannelGrid::toolTipAt(QPoint point) const
{
    const int channel = channelAt(point);
    if (channel < 0)
        return {};
    const QString text = channelText(channel, summaryOf(channel));
    const auto place = placeAt(point);
    return place ? text + u'\n' + placeText(m_activation, channel, place->y(), place->x()) : text;
}

} // namespace inceptoscope
