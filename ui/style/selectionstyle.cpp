#include "style/selectionstyle.h"

#include "style/contrast.h"
#include "style/metrics.h"
#include "style/theme.h"

#include <QPainter>
#include <QStyleOption>
#include <QToolBar>

namespace inceptoscope {

namespace {

constexpr int markWidth = 3;
/// Of WCAG 2 for what tells the state of a control.
constexpr double leastContrast = 3.0;

bool isInColumn(const QWidget *button)
{
    const auto *bar = button ? qobject_cast<const QToolBar *>(button->parentWidget()) : nullptr;
    return bar && bar->orientation() == Qt::Vertical;
}

QRect lineBelow(const QRect &area)
{
    return {area.left() + halfUnit, area.bottom() + 1 - markWidth, area.width() - gridUnit,
            markWidth};
}

QRect lineBeside(const QRect &area)
{
    return {area.left(), area.top() + halfUnit, markWidth, area.height() - gridUnit};
}

} // namespace

QColor SelectionStyle::markColour(const QPalette &palette)
{
    const QColor highlight = palette.color(QPalette::Highlight);
    const bool standsOut =
        contrastRatio(highlight, palette.color(QPalette::Window)) >= leastContrast;
    return standsOut ? highlight : palette.color(QPalette::WindowText);
}

QColor SelectionStyle::frameColour(const QPalette &palette, bool isEnabled)
{
    const QColor text = palette.color(QPalette::Active, QPalette::WindowText);
    return mixed(text, palette.color(QPalette::Window), isEnabled ? 0.4 : 0.65);
}

/// The style's own shades of grey are close to the window's in a dark palette.
void SelectionStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
                                   QPainter *painter, const QWidget *widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool isBox = element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck;
    if (!isBox || !isFusion())
        return;
    painter->save();
    painter->setPen(frameColour(option->palette, option->state.testFlag(State_Enabled)));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
    painter->restore();
}

bool SelectionStyle::isFusion() const
{
    return baseStyle()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) == 0;
}

void SelectionStyle::drawControl(ControlElement element, const QStyleOption *option,
                                 QPainter *painter, const QWidget *widget) const
{
    QProxyStyle::drawControl(element, option, painter, widget);
    if (element == CE_TabBarTabShape && option->state.testFlag(State_Selected))
        painter->fillRect(lineBelow(option->rect), markColour(option->palette));
}

void SelectionStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                        QPainter *painter, const QWidget *widget) const
{
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_ToolButton && option->state.testFlag(State_On))
        painter->fillRect(isInColumn(widget) ? lineBeside(option->rect) : lineBelow(option->rect),
                          markColour(option->palette));
}

} // namespace inceptoscope
