#include "activations/histogramplot.h"

#include "render/valuetext.h"
#include "style/metrics.h"
#include "style/theme.h"
#include "texts/numbertext.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

HistogramPlot::HistogramPlot(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Histogram of the values"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void HistogramPlot::setLayer(const Histogram &histogram)
{
    m_layer = histogram;
    clearChannel();
}

void HistogramPlot::setChannel(int channel, const Histogram &histogram)
{
    m_number = channel;
    m_channel = histogram;
    updateAccessibleText();
    update();
}

void HistogramPlot::clearChannel()
{
    setChannel(-1, {});
}

void HistogramPlot::setLogarithmic(bool logarithmic)
{
    m_logarithmic = logarithmic;
    update();
}

void HistogramPlot::updateAccessibleText()
{
    QString text = tr("%1 to %2, the fullest bin holds %3 values")
                       .arg(valueText(m_layer.low), valueText(m_layer.high),
                            groupedNumber(m_layer.mostInABin()));
    if (m_number >= 0)
        text += tr("; channel %1: %2").arg(m_number).arg(groupedNumber(m_channel.mostInABin()));
    setAccessibleDescription(m_layer.counts.empty() ? tr("Nothing but zeros") : text);
}

QSize HistogramPlot::sizeHint() const
{
    return {22 * gridUnit, 14 * gridUnit};
}

QSize HistogramPlot::minimumSizeHint() const
{
    return {14 * gridUnit, 7 * gridUnit};
}

/// Above the line of numbers.
QRectF HistogramPlot::plotArea() const
{
    const int line = QFontMetrics(captionFont(font())).height();
    return QRectF(rect()).adjusted(0.0, 1.0, 0.0, -line - 2.0);
}

double HistogramPlot::heightOf(const Histogram &histogram, std::size_t bin) const
{
    const auto most = static_cast<double>(histogram.mostInABin());
    const auto count = static_cast<double>(histogram.counts[bin]);
    if (most <= 0.0)
        return 0.0;
    return m_logarithmic ? std::log1p(count) / std::log1p(most) : count / most;
}

QString HistogramPlot::toolTipAt(QPointF point) const
{
    const QRectF area = plotArea();
    if (!area.contains(point) || m_layer.counts.empty())
        return {};
    const auto bins = m_layer.counts.size();
    const double share = (point.x() - area.left()) / area.width();
    const auto bin =
        std::min(static_cast<std::size_t>(share * static_cast<double>(bins)), bins - 1);
    const double width = (m_layer.high - m_layer.low) / static_cast<double>(bins);
    const double low = m_layer.low + width * static_cast<double>(bin);
    QString text =
        tr("%1 … %2: %3 values")
            .arg(valueText(low), valueText(low + width), groupedNumber(m_layer.counts[bin]));
    if (m_number >= 0 && bin < m_channel.counts.size())
        text += tr("\nchannel %1: %2").arg(m_number).arg(groupedNumber(m_channel.counts[bin]));
    return text;
}

bool HistogramPlot::event(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        update();
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(help->globalPos(), toolTipAt(help->pos()), this);
    return true;
}

void HistogramPlot::paintBars(QPainter &painter, const Histogram &histogram,
                              const QColor &fill) const
{
    const QRectF area = plotArea();
    const auto bins = static_cast<double>(histogram.counts.size());
    for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
        if (histogram.counts[bin] == 0)
            continue;
        const double height = std::max(1.0, heightOf(histogram, bin) * area.height());
        const double left = area.left() + static_cast<double>(bin) / bins * area.width();
        painter.fillRect(QRectF(left, area.bottom() - height, area.width() / bins, height), fill);
    }
}

void HistogramPlot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::fromPalette(palette());
    const QRectF area = plotArea();
    QColor layer = theme.secondaryText;
    layer.setAlphaF(m_number >= 0 ? 0.35F : 0.75F);
    QColor channel = theme.accent;
    channel.setAlphaF(0.75F);
    paintBars(painter, m_layer, layer);
    paintBars(painter, m_channel, channel);
    painter.setPen(theme.line);
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    if (m_layer.low < 0.0 && m_layer.high > 0.0) {
        const double zero = area.left() - m_layer.low / (m_layer.high - m_layer.low) * area.width();
        painter.drawLine(QPointF(zero, area.top()), QPointF(zero, area.bottom()));
    }
    painter.setPen(theme.secondaryText);
    painter.setFont(tabularFont(captionFont(font())));
    const QRectF numbers(area.left(), area.bottom() + 2.0, area.width(),
                         painter.fontMetrics().height());
    if (m_layer.counts.empty()) {
        painter.drawText(numbers, Qt::AlignCenter, tr("nothing but zeros"));
        return;
    }
    painter.drawText(numbers, Qt::AlignLeft, valueText(m_layer.low));
    painter.drawText(numbers, Qt::AlignRight, valueText(m_layer.high));
}

} // namespace inceptoscope
