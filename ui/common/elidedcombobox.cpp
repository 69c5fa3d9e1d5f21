#include "common/elidedcombobox.h"

#include "texts/plaintooltip.h"

#include <QHelpEvent>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QToolTip>

#include <algorithm>

namespace inceptoscope {

namespace {
constexpr int iconGap = halfUnit; ///< as styles leave it beside the icon
} // namespace

QSize ElidedComboBox::minimumSizeHint() const
{
    const QSize least = QComboBox::minimumSizeHint();
    return {std::min(least.width(), m_leastWidth), least.height()};
}

void ElidedComboBox::setLeastWidth(int width)
{
    m_leastWidth = width;
    updateGeometry();
}

QString ElidedComboBox::wholeText() const
{
    return currentIndex() < 0 ? placeholderText() : currentText();
}

QString ElidedComboBox::drawnText() const
{
    QStyleOptionComboBox option;
    initStyleOption(&option);
    int room =
        style()
            ->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this)
            .width();
    if (!option.currentIcon.isNull())
        room -= option.iconSize.width() + iconGap;
    return fontMetrics().elidedText(wholeText(), Qt::ElideRight, room);
}

bool ElidedComboBox::event(QEvent *event)
{
    const QString whole = wholeText();
    if (event->type() != QEvent::ToolTip || drawnText() == whole)
        return QComboBox::event(event);
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(),
                       plainToolTip(toolTip().isEmpty() ? whole : whole + u'\n' + toolTip()), this);
    return true;
}

void ElidedComboBox::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    if (currentIndex() < 0)
        option.palette.setBrush(QPalette::ButtonText, option.palette.placeholderText());
    option.currentText = drawnText();
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

} // namespace inceptoscope
