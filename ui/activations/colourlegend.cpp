#include "activations/colourlegend.h"

#include "style/metrics.h"
#include "style/theme.h"

#include <QImage>
#include <QPainter>

namespace inceptoscope {

namespace {

constexpr int barWidth = 12 * gridUnit;
constexpr int barHeight = gridUnit + 2;

QString notFiniteText()
{
    return ColourLegend::tr("not finite");
}

/// Paints the parts of the legend from left to right.
class Row
{
public:
    Row(QPainter &painter, const QRect &area)
        : m_painter(painter)
        , m_rest(area)
    {
    }

    void text(const QString &text, const QColor &colour)
    {
        const int width = m_painter.fontMetrics().horizontalAdvance(text);
        m_painter.setPen(colour);
        m_painter.drawText(
            m_rest, Qt::AlignLeft | Qt::AlignVCenter,
            m_painter.fontMetrics().elidedText(text, Qt::ElideRight, m_rest.width()));
        skip(width);
    }

    void bar(const QImage &image, int width, const QColor &frame)
    {
        const QRect area(m_rest.left(), m_rest.center().y() - barHeight / 2, width, barHeight);
        m_painter.drawImage(area, image);
        m_painter.setPen(frame);
        m_painter.drawRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5));
        skip(width);
    }

private:
    void skip(int width) { m_rest.setLeft(m_rest.left() + width + gridUnit); }

    QPainter &m_painter;
    QRect m_rest;
};

} // namespace

QImage colourBar(ColourMap map, QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y) {
        auto *row = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < size.width(); ++x)
            row[x] = colourOf(map, (x + 0.5) / size.width());
    }
    return image;
}

ColourLegend::ColourLegend(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void ColourLegend::setContent(const Content &content)
{
    m_content = content;
    setAccessibleName(text());
    setToolTip(text());
    updateGeometry();
    update();
}

QString ColourLegend::text() const
{
    const QString text = tr("%1 … %2, %3").arg(m_content.low, m_content.high, m_content.scale);
    return m_content.notFinite ? tr("%1; magenta: %2").arg(text, notFiniteText()) : text;
}

QSize ColourLegend::sizeHint() const
{
    const QFontMetrics metrics(tabularFont(captionFont(font())));
    int width = metrics.horizontalAdvance(m_content.low) + gridUnit + barWidth + gridUnit
        + metrics.horizontalAdvance(m_content.high) + gridUnit
        + metrics.horizontalAdvance(m_content.scale) + 1;
    if (m_content.notFinite)
        width += 3 * gridUnit + metrics.horizontalAdvance(notFiniteText()) + gridUnit;
    return {width, metrics.height()};
}

QSize ColourLegend::minimumSizeHint() const
{
    const QFontMetrics metrics(tabularFont(captionFont(font())));
    return {barWidth + 2 * gridUnit + metrics.horizontalAdvance(m_content.low + m_content.high),
            metrics.height()};
}

void ColourLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(tabularFont(captionFont(font())));
    const Theme theme = Theme::fromPalette(palette());
    const double ratio = devicePixelRatioF();
    Row row(painter, rect());
    row.text(m_content.low, theme.text);
    row.bar(colourBar(m_content.map, (QSizeF(barWidth, 1) * ratio).toSize()), barWidth, theme.line);
    row.text(m_content.high, theme.text);
    if (m_content.notFinite) {
        QImage sample(1, 1, QImage::Format_RGB32);
        sample.fill(notFiniteColour);
        row.bar(sample, 2 * gridUnit, theme.line);
        row.text(notFiniteText(), theme.secondaryText);
    }
    row.text(m_content.scale, theme.secondaryText);
}

} // namespace inceptoscope
