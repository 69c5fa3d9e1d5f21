#include "style/motion.h"

#include <QStyle>
#include <QWidget>

namespace inceptoscope {

bool hasMotion(const QWidget &widget)
{
    const QStyle *style = widget.style();
    return style->styleHint(QStyle::SH_Widget_Animate, nullptr, &widget) != 0
        && style->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &widget) > 0;
}

} // namespace inceptoscope
