#pragma once

#include <QProxyStyle>

namespace inceptoscope {

/// The platform's style, and a line in the accent colour along what is selected of several: the
/// tab, the page, a button that is on. Styles tell these by shades of grey alone, which are hard to
/// tell apart in the dark palette; so are Fusion's check boxes from what they stand on, which get a
/// frame.
class SelectionStyle : public QProxyStyle
{
    Q_OBJECT

public:
    using QProxyStyle::QProxyStyle;

    /// The highlight where it stands out from the window (3:1), else that of text.
    static QColor markColour(const QPalette &palette);

    /// Of check boxes: 3:1 to the window and to what is inside; of those that are disabled less,
    /// but to be seen.
    static QColor frameColour(const QPalette &palette, bool isEnabled = true);

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                            QPainter *painter, const QWidget *widget) const override;

private:
    bool isFusion() const;
};

} // namespace inceptoscope
