#pragma once

#include "activations/celllayout.h"
#include "render/channelsummary.h"
#include "render/colourmap.h"

#include <QAbstractScrollArea>
#include <QCache>
#include <QImage>

#include <optional>
#include <utility>
#include <vector>

namespace inceptoscope {

class SimilaritySorter;
class TileMaker;
struct Theme;
struct Tile;

/// All channels of an activation as small maps that scroll, each with its number below it. Channels
/// of a single value are bars, those that are zero everywhere are hatched. Only what is on the
/// screen is turned into pictures, on a worker; what was there before stays until they come.
class ChannelGrid : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// Of `cellSize`, in device-independent pixels.
    static constexpr int leastCellSize = 32;
    static constexpr int greatestCellSize = 1024;

    explicit ChannelGrid(QWidget *parent = nullptr);
    ~ChannelGrid() override;

    /// Keeps the current channel and the place where the shape is the same as before.
    void setActivation(const Activation &activation, const ActivationSummaryPtr &summary);
    void clear();
    const Activation &activation() const { return m_activation; }
    const ActivationSummaryPtr &summary() const { return m_summary; }

    void setColourMap(ColourMap map);
    ColourMap colourMap() const { return m_map; }
    void setScale(const MapScale &scale);
    /// By similarity: to the current channel, or to the first where there is none; it stays the one
    /// that others are compared with until an order is set again. That order comes a little later.
    void setOrder(ChannelOrder order);
    /// Every channel once, as somebody else ordered them; until an order is set.
    void setChannels(const std::vector<int> &channels);
    /// What the channels have elsewhere, in maps they are compared with: one range covers both.
    /// Empty: nothing. Of no use to an activation with another number of channels.
    void setExtremesElsewhere(const std::vector<Extremes> &extremes);
    const std::vector<Extremes> &extremesElsewhere() const { return m_elsewhere; }
    ChannelOrder order() const { return m_order; }
    /// The channel that others are compared with.
    int reference() const { return m_reference; }
    /// The longer side of a map is about as long.
    void setCellSize(int size);
    int cellSize() const { return m_cellSize; }

    int currentChannel() const { return m_current; }
    /// Channels in the order they are shown.
    const std::vector<int> &channels() const { return m_channels; }
    /// What the colours of a channel stand for.
    ValueRange range(int channel) const { return m_ranges[static_cast<std::size_t>(channel)]; }
    /// To the channel so many places further on, or to the last one there.
    void moveCurrent(int places);

    /// Of the whole cell, in the viewport.
    QRect channelRect(int channel) const;
    /// -1 where there is none.
    int channelAt(QPoint point) const;
    /// What was seen last is sharp and as it will stay, the order included.
    bool isSettled() const;
    /// The value at a place in the viewport: "Channel 12, row 3, column 5: 1.25"; empty where there
    /// is none.
    QString valueAt(QPoint point) const;
    /// Number, least, mean and greatest value, zeros and the value at a place in the viewport.
    QString toolTipAt(QPoint point) const;

    QSize sizeHint() const override;

public slots:
    /// Scrolls there. -1, and what is no channel: none.
    void setCurrentChannel(int channel);

signals:
    void currentChannelChanged(int channel);
    void channelActivated(int channel); ///< by double click or Enter
    void valuePointedAt(const QString &text); ///< empty: none
    void cellSizeChanged(int size);
    void failed(const QString &sentence); ///< pictures or their order; what was there stays

protected:
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void layOut();
    void updateOrder();
    void updateRanges();
    void updateAccessibleText();
    void scrollTo(int channel);
    bool zoomByKey(int key);
    void showOrder(const std::vector<int> &channels);
    void restartTiles();
    std::vector<int> missing() const;
    void takeTiles(const std::vector<Tile> &tiles);
    std::optional<QPoint> placeAt(QPoint point) const;
    bool isSingleCell() const { return m_activation.shape.grid() == Extent{1, 1}; }
    int positionOf(int channel) const;
    bool isDrawn(int channel) const;
    const ChannelSummary &summaryOf(int channel) const
    {
        return m_summary->channels[static_cast<std::size_t>(channel)];
    }
    int placesFor(int key) const;
    QPoint offset() const;
    std::pair<int, int> positionsIn(const QRect &area) const;
    void paintCell(QPainter &painter, const Theme &theme, int position);
    void paintMap(QPainter &painter, const Theme &theme, int channel, const QRectF &area);
    void paintBar(QPainter &painter, const Theme &theme, int channel, const QRectF &area);

    Activation m_activation;
    ActivationSummaryPtr m_summary;
    std::vector<int> m_channels; ///< by position
    std::vector<int> m_positions; ///< by channel
    std::vector<ValueRange> m_ranges; ///< by channel
    std::vector<int> m_givenChannels; ///< an order somebody else made, or empty
    std::vector<Extremes> m_elsewhere; ///< by channel, or empty
    ColourMap m_map = ColourMap::Viridis;
    MapScale m_scale;
    ChannelOrder m_order = ChannelOrder::ByIndex;
    int m_reference = 0; ///< channel that others are compared with
    int m_cellSize = 96;
    int m_current = -1;
    double m_ratio = 1.0;
    CellLayout m_layout;
    /// By channel. Those of an older generation are shown until there are new ones.
    struct Picture
    {
        QImage image;
        int generation = 0;
    };
    QCache<int, Picture> m_pictures;
    int m_generation = 0;
    TileMaker *m_tiles;
    SimilaritySorter *m_sorter;
};

} // namespace inceptoscope
