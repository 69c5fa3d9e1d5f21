#pragma once

#include <QObject>

namespace inceptoscope {

/// Keeps the wheel from changing what happens to be under the pointer: combo boxes, spin boxes and
/// sliders take it only while they have the focus, which the wheel does not give them; tabs, which
/// get the focus where a page is opened, never. Else they hand it on to what scrolls. One guard is
/// for the whole program.
class WheelGuard : public QObject
{
    Q_OBJECT

public:
    /// For all widgets of the program, those to come included. Once is enough; more do no harm.
    static void install();

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    using QObject::QObject;
};

} // namespace inceptoscope
