#include "activations/colourlegend.h"

#include "render/mappicture.h"
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
        if (text.isEmpty())
            return;
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

void ColourLegend::setDrawn(bool ends, bool scale)
{
    m_drawsEnds = ends;
    m_drawsScale = scale;
    updateGeometry();
    update();
}

ColourLegend::Content ColourLegend::drawn() const
{
    Content content = m_content;
    if (!m_drawsEnds)
        content.low = content.high = QString();
    if (!m_drawsScale)
        content.scale.clear();
    return content;
}

/// With the gap beside it. The advance is rounded, and a fraction of a pixel more would be elided.
static int roomFor(const QString &text, const QFontMetrics &metrics)
{
    return text.isEmpty() ? 0 : metrics.horizontalAdvance(text) + 1 + gridUnit;
}

QSize ColourLegend::sizeHint() const
{
    const QFontMetrics metrics(tabularFont(captionFont(font())));
    const Content content = drawn();
    int width = roomFor(content.low, metrics) + barWidth + roomFor(content.high, metrics)
        + roomFor(content.scale, metrics) + 1;
    if (content.notFinite)
        width += 3 * gridUnit + roomFor(notFiniteText(), metrics);
    return {width, metrics.height()};
}

QSize ColourLegend::minimumSizeHint() const
{
    const QFontMetrics metrics(tabularFont(captionFont(font())));
    const Content content = drawn();
    return {roomFor(content.low, metrics) + barWidth + roomFor(content.high, metrics),
            metrics.height()};
}

void ColourLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(tabularFont(captionFont(font())));
    const Theme theme = Theme::fromPalette(palette());
    const double ratio = devicePixelRatioF();
    const Content content = drawn();
    Row row(painter, rect());
    row.text(content.low, theme.text);
    row.bar(colourBar(content.map, (QSizeF(barWidth, 1) * ratio).toSize()), barWidth, theme.line);
    row.text(content.high, theme.text);
    if (content.notFinite) {
        QImage sample(1, 1, QImage::Format_RGB32);
        sample.fill(notFiniteColour);
        row.bar(sample, 2 * gridUnit, theme.line);
        row.text(notFiniteText(), theme.secondaryText);
    }
    row.text(content.scale, theme.secondaryText);
}

} // namespace inceptoscope
