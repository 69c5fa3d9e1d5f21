#pragma once

#include "engine/activations.h"
#include "render/colourmap.h"
#include "render/valuerange.h"

#include <QImage>
#include <QWidget>

namespace inceptoscope {

/// One map as large as the widget allows, alone or over the photo it was made from.
class MapCanvas : public QWidget
{
    Q_OBJECT

public:
    explicit MapCanvas(QWidget *parent = nullptr);

    void setMap(const Activation &activation, int channel, ColourMap map, const ValueRange &range);
    /// The pixels the network saw; they cover what the map covers.
    void setCrop(const QImage &crop);
    void setOverlay(bool overlay);
    /// Of the map over the photo, 0 to 1.
    void setOpacity(double opacity);

    /// Where the map is drawn.
    QRectF mapArea() const;
    /// "Row 3, column 5: 1.25"; empty outside of the map.
    QString valueAt(QPointF point) const;

    QSize sizeHint() const override;

signals:
    void valuePointedAt(const QString &text); ///< empty: none

protected:
    void leaveEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    Activation m_activation;
    int m_channel = 0;
    QImage m_map; ///< one pixel a value
    QImage m_crop;
    bool m_overlay = false;
    double m_opacity = 0.6;
};

} // namespace inceptoscope
