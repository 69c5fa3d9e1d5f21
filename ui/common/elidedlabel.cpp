#include "common/elidedlabel.h"

#include "style/metrics.h"
#include "style/theme.h"
#include "texts/plaintooltip.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace inceptoscope {

ElidedLabel::ElidedLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

void ElidedLabel::setSecondary(bool secondary)
{
    m_secondary = secondary;
    update();
}

void ElidedLabel::setCaption(bool caption)
{
    m_caption = caption;
    updateGeometry();
    update();
}

/// Derived anew each time, so that it follows the program's font.
QFont ElidedLabel::textFont() const
{
    return m_caption ? tabularFont(captionFont(font())) : font();
}

QSize ElidedLabel::sizeHint() const
{
    const QFontMetrics metrics(textFont());
    return {metrics.horizontalAdvance(m_text) + 1, metrics.height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    const int shortest = QFontMetrics(textFont()).horizontalAdvance(QStringLiteral("mmm…"));
    return {std::min(shortest, sizeHint().width()), sizeHint().height()};
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !toolTip().isEmpty())
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (sizeHint().width() > width())
        QToolTip::showText(help->globalPos(), plainToolTip(m_text), this);
    else
        QToolTip::hideText();
    return true;
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(textFont());
    painter.setPen(m_secondary ? Theme::fromPalette(palette()).secondaryText
                               : palette().color(foregroundRole()));
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(m_text, m_mode, width()));
}

} // namespace inceptoscope
