#include "curves/curvelegenditem.h"

namespace inceptoscope {

CurveLegendItem::CurveLegendItem(QCPLegend *legend, const QString &name, const QPen &pen)
    : QCPAbstractLegendItem(legend)
    , m_name(name)
    , m_pen(pen)
{
    setAntialiased(false);
}

void CurveLegendItem::draw(QCPPainter *painter)
{
    const QSize icon = mParentLegend->iconSize();
    const double middle = mRect.y() + icon.height() / 2.0;
    painter->setPen(m_pen);
    if (m_pen.style() != Qt::NoPen)
        painter->drawLine(QLineF(mRect.x(), middle, mRect.x() + icon.width(), middle));
    painter->setPen(QPen(mTextColor));
    painter->setFont(mFont);
    const QRect text = mRect.adjusted(icon.width() + mParentLegend->iconTextPadding(), 0, 0, 0);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, m_name);
}

QSize CurveLegendItem::minimumOuterSizeHint() const
{
    constexpr int room = 2; // below, which some fonts draw underscores in
    const QSize icon = mParentLegend->iconSize();
    const QSize text = QFontMetrics(mFont).size(Qt::TextSingleLine, m_name);
    return QSize(icon.width() + mParentLegend->iconTextPadding() + text.width(),
                 std::max(icon.height(), text.height()) + room)
        .grownBy(mMargins);
}

} // namespace inceptoscope
