#pragma once

#include "render/histogram.h"

#include <QWidget>

namespace inceptoscope {

/// How often which values are there: the layer as bars, one channel over it, each as high as its
/// own greatest count. Zeros are left out and told by themselves.
class HistogramPlot : public QWidget
{
    Q_OBJECT

public:
    explicit HistogramPlot(QWidget *parent = nullptr);

    void setLayer(const Histogram &histogram);
    /// In the same bins; without counts: none is chosen.
    void setChannel(int channel, const Histogram &histogram);
    void clearChannel();
    const Histogram &layer() const { return m_layer; }
    const Histogram &channelHistogram() const { return m_channel; }
    /// Heights by the logarithm of the counts, so that rare values are seen too.
    void setLogarithmic(bool logarithmic);
    bool isLogarithmic() const { return m_logarithmic; }

    /// Part of the plot's height a bin reaches, 0 to 1.
    double heightOf(const Histogram &histogram, std::size_t bin) const;
    /// The bin under a point and how many values are in it; empty outside.
    QString toolTipAt(QPointF point) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QRectF plotArea() const;
    void updateAccessibleText();
    void paintBars(QPainter &painter, const Histogram &histogram, const QColor &fill) const;

    Histogram m_layer;
    Histogram m_channel;
    int m_number = -1; ///< of the channel
    bool m_logarithmic = false;
};

} // namespace inceptoscope
