#include "common/wheelguard.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QSlider>
#include <QTabBar>

namespace inceptoscope {

/// The widget, where the wheel would change its value; scroll bars are meant for the wheel.
static QWidget *changedByWheel(QObject *object)
{
    const bool isChanged = qobject_cast<QAbstractSpinBox *>(object)
        || qobject_cast<QComboBox *>(object) || qobject_cast<QSlider *>(object)
        || qobject_cast<QTabBar *>(object);
    return isChanged ? static_cast<QWidget *>(object) : nullptr;
}

void WheelGuard::install()
{
    if (qApp->findChild<WheelGuard *>({}, Qt::FindDirectChildrenOnly))
        return;
    qApp->installEventFilter(new WheelGuard(qApp));
}

/// Qt hands a wheel event that is ignored on to the parent.
bool WheelGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Wheel && event->type() != QEvent::Polish)
        return false;
    QWidget *widget = changedByWheel(watched);
    if (!widget)
        return false;
    if (event->type() == QEvent::Polish) {
        if (widget->focusPolicy() == Qt::WheelFocus)
            widget->setFocusPolicy(Qt::StrongFocus);
        return false;
    }
    if (widget->hasFocus() && !qobject_cast<QTabBar *>(widget))
        return false;
    event->ignore();
    return true;
}

} // namespace inceptoscope
