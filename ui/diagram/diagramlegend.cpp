#include "diagram/diagramlegend.h"

#include "style/metrics.h"
#include "style/theme.h"

#include <QEvent>
#include <QFontMetrics>
#include <QPainter>

namespace inceptoscope {

DiagramLegend::DiagramLegend(QWidget *parent)
    : QWidget(parent)
{
    // A fixed height would be that of one line.
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Legend"));
    setAccessibleDescription(legendText(m_content));
}

void DiagramLegend::setContent(const LegendContent &content)
{
    if (content == m_content)
        return;
    m_content = content;
    setAccessibleDescription(legendText(m_content));
    updateGeometry();
    update();
}

/// The caption's font is derived anew each time, so that it follows the program's font.
QSize DiagramLegend::sizeHint() const
{
    return legendSize(m_content, captionFont(font()), 0);
}

QSize DiagramLegend::minimumSizeHint() const
{
    return {20 * gridUnit, QFontMetrics(captionFont(font())).height() + gridUnit};
}

int DiagramLegend::heightForWidth(int width) const
{
    return legendSize(m_content, captionFont(font()), width).height();
}

void DiagramLegend::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

void DiagramLegend::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::fromPalette(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.background);
    paintLegend(painter, m_content, captionFont(font()), theme, width());
}

} // namespace inceptoscope
