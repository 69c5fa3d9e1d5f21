#include "activations/channelgrid.h"
#include "render/similaritysorter.h"
#include "render/tilemaker.h"
#include "render/valuetext.h"
#include "style/metrics.h"
#include "style/theme.h"

#include <QPainter>
#include <QPaintEvent>
#include <QTimer>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

/// Moved to where device pixels begin, so that every value covers whole ones.
QRectF aligned(QRectF area, double ratio)
{
    area.moveTo(std::round(area.x() * ratio) / ratio, std::round(area.y() * ratio) / ratio);
    return area;
}

/// An empty frame, hatched: nothing lit up here.
void paintDead(QPainter &painter, const Theme &theme, const QRectF &area)
{
    painter.fillRect(area, theme.background);
    painter.fillRect(area, QBrush(theme.line, Qt::BDiagPattern));
    painter.setPen(theme.line);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));
}

} // namespace

// --- Pictures ------------------------------------------------------------------------------------

void ChannelGrid::restartTiles()
{
    ++m_generation;
    TileMaker::Content content{m_activation, m_map, m_ranges, {}};
    if (m_layout.isReduced())
        content.size = (m_layout.pictureSize() * m_ratio).toSize();
    m_tiles->setContent(content);
    viewport()->update();
}

void ChannelGrid::takeTiles(const std::vector<Tile> &tiles)
{
    for (const Tile &tile : tiles) {
        auto *kept = new Picture{tile.image, m_generation};
        m_pictures.insert(tile.channel, kept, static_cast<int>(tile.image.sizeInBytes()));
        viewport()->update(channelRect(tile.channel));
    }
}

/// Positions of the first cell in an area of the viewport and of the one after the last.
std::pair<int, int> ChannelGrid::positionsIn(const QRect &area) const
{
    if (m_layout.count() == 0)
        return {0, 0};
    const int top = area.top() + offset().y();
    const int bottom = area.bottom() + offset().y();
    const int first = std::max(0, top / m_layout.rowStep() - 1) * m_layout.columns();
    const int end = (bottom / m_layout.rowStep() + 1) * m_layout.columns();
    return {std::min(first, m_layout.count()), std::min(end, m_layout.count())};
}

/// As a picture, not as a bar or a hatch.
bool ChannelGrid::isDrawn(int channel) const
{
    return !isSingleCell() && !summaryOf(channel).isDead();
}

/// Channels on the screen whose pictures are not there, or not as they should be.
std::vector<int> ChannelGrid::missing() const
{
    std::vector<int> channels;
    const auto [first, end] = positionsIn(viewport()->rect());
    for (int position = first; position < end; ++position) {
        const int channel = m_channels[static_cast<std::size_t>(position)];
        const Picture *picture = m_pictures.object(channel);
        if (isDrawn(channel) && (!picture || picture->generation != m_generation))
            channels.push_back(channel);
    }
    return channels;
}

bool ChannelGrid::isSettled() const
{
    return !isVisible() || (!m_sorter->isRunning() && missing().empty());
}

// --- Painting ------------------------------------------------------------------------------------

void ChannelGrid::paintEvent(QPaintEvent *event)
{
    // Moved to a screen with other pixels.
    if (m_ratio != devicePixelRatioF())
        QTimer::singleShot(0, this, &ChannelGrid::layOut);
    if (m_layout.count() == 0)
        return;
    QPainter painter(viewport());
    painter.setFont(tabularFont(captionFont(font())));
    const Theme theme = Theme::fromPalette(palette());
    const auto [first, end] = positionsIn(event->rect());
    for (int position = first; position < end; ++position)
        paintCell(painter, theme, position);
    if (auto channels = missing(); !channels.empty())
        m_tiles->request(std::move(channels));
}

void ChannelGrid::paintCell(QPainter &painter, const Theme &theme, int position)
{
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
    paintMap(painter, theme, channel, area);
    const QColor selected = palette().color(QPalette::HighlightedText);
    const QRect caption = m_layout.caption(position).translated(-offset());
    QString number = QString::number(channel);
    if (!isSingleCell() && summaryOf(channel).isDead()) {
        const QString zero = tr("%1: zero").arg(channel);
        if (painter.fontMetrics().horizontalAdvance(zero) <= caption.width())
            number = zero;
    }
    painter.setPen(current ? selected : theme.secondaryText);
    painter.drawText(caption, Qt::AlignHCenter | Qt::AlignBottom, number);
    if (!isSingleCell())
        return;
    painter.setPen(current ? selected : theme.text);
    painter.drawText(caption, Qt::AlignHCenter | Qt::AlignTop,
                     valueText(double{m_activation.channel(channel).front()}));
}

void ChannelGrid::paintMap(QPainter &painter, const Theme &theme, int channel, const QRectF &area)
{
    if (isSingleCell()) {
        paintBar(painter, theme, channel, area);
    } else if (!isDrawn(channel)) {
        paintDead(painter, theme, area);
    } else if (const Picture *picture = m_pictures.object(channel)) {
        painter.drawImage(area, picture->image);
    } else {
        QColor ground = theme.line;
        ground.setAlphaF(0.25F);
        painter.fillRect(area, ground);
    }
}

/// From zero to the value, on a ground as high as the range of the layer.
void ChannelGrid::paintBar(QPainter &painter, const Theme &theme, int channel, const QRectF &area)
{
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
    const double top = std::clamp(std::max(position, zero), 0.0, 1.0);
    const double y = area.bottom() - area.height() * top;
    const double height = std::max(1.0, area.height() * std::abs(position - zero));
    painter.fillRect(QRectF(area.left(), y, area.width(), height).intersected(area),
                     QColor(colourOf(m_map, position)));
}

} // namespace inceptoscope
