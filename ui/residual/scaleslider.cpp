#include "residual/scaleslider.h"

#include "style/metrics.h"
#include "style/theme.h"

#include <QPainter>
#include <QSignalBlocker>
#include <QStyleOptionSlider>

#include <cmath>

namespace inceptoscope {

ScaleSlider::ScaleSlider(QWidget *parent)
    : QSlider(Qt::Horizontal, parent)
{
    setObjectName(QStringLiteral("residualScale"));
    setRange(0, 100);
    setPageStep(10);
    setAccessibleName(tr("Residual scale"));
    setToolTip(tr("What residuals are multiplied by before they are added. The band is the paper's "
                  "0.1 to 0.3, the marks are what the network was published with"));
}

void ScaleSlider::showScale(double scale)
{
    const QSignalBlocker quiet(this);
    setValue(static_cast<int>(std::lround(scale * 100.0)));
}

void ScaleSlider::setPublished(const std::vector<double> &scales)
{
    m_published = scales;
    update();
}

QSize ScaleSlider::sizeHint() const
{
    return QSlider::sizeHint() + QSize(0, gridUnit);
}

double ScaleSlider::positionOf(double scale) const
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect groove =
        style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, this);
    const int handle = style()->pixelMetric(QStyle::PM_SliderLength, &option, this);
    return groove.left() + handle / 2.0 + scale * (groove.width() - handle);
}

void ScaleSlider::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const Theme theme = Theme::fromPalette(palette());
    QColor band = theme.stroke(LayerKind::ResidualAdd);
    band.setAlphaF(0.35F);
    const double bottom = height();
    painter.fillRect(
        QRectF(QPointF(positionOf(0.1), bottom - halfUnit), QPointF(positionOf(0.3), bottom - 1)),
        band);
    painter.setPen(QPen(theme.text, 2));
    for (double scale : m_published) {
        const double x = positionOf(scale);
        painter.drawLine(QPointF(x, bottom - gridUnit), QPointF(x, bottom - 1));
    }
    painter.end();
    QSlider::paintEvent(event);
}

} // namespace inceptoscope
