#pragma once

#include "activations/backdrop.h"
#include "engine/activations.h"
#include "render/colourmap.h"
#include "render/valuerange.h"

#include <QImage>
#include <QWidget>

#include <vector>

namespace inceptoscope {

class PictureScaler;
class TileMaker;
struct Tile;

/// One map as large as the widget allows, alone or over the photo it was made from, each value over
/// the pixels it was computed from.
class MapCanvas : public QWidget
{
    Q_OBJECT

public:
    explicit MapCanvas(QWidget *parent = nullptr);

    void setMap(const Activation &activation, int channel, ColourMap map, const ValueRange &range);
    void setBackdrop(const Backdrop &backdrop);
    const Backdrop &backdrop() const { return m_backdrop; }
    void setBehind(Behind behind);
    /// Of the map over the photo, 0 to 1.
    void setOpacity(double opacity);

    /// Where the map is drawn, and the crop where it is known.
    QRectF mapArea() const;
    QRectF cropArea() const;
    /// "Row 3, column 5: 1.25"; empty outside of the map.
    QString valueAt(QPointF point) const;
    /// What is seen is what was set, and sharp.
    bool isSettled() const;

    QSize sizeHint() const override;

signals:
    void valuePointedAt(const QString &text); ///< empty: none
    void failed(const QString &sentence); ///< the map, or the photo behind it, could not be drawn

protected:
    void leaveEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QRectF cropFrame() const;
    QRectF covered() const;
    QRectF photoFrame() const;
    QRectF bounds() const;
    double scale() const;
    QRectF placed(const QRectF &rectangle) const;
    void takeTiles(const std::vector<Tile> &tiles);
    void paintBehind(QPainter &painter);
    void paintPhoto(QPainter &painter);

    Activation m_activation;
    int m_channel = 0;
    QImage m_map; ///< one pixel a value; of the map before until it is there
    bool m_mapIsDue = false;
    Backdrop m_backdrop;
    Behind m_behind = Behind::Nothing;
    double m_opacity = 0.6;
    QImage m_scaledPhoto;
    qint64 m_requestedPhoto = 0;
    QSize m_requestedSize;
    bool m_hasNoPhoto = false; ///< it could not be drawn: there is the crop
    TileMaker *m_tiles;
    PictureScaler *m_scaler;
};

} // namespace inceptoscope
