#pragma once

#include <QFont>

namespace inceptoscope {

/// Pictures are laid out in these: what a pixel is on a usual screen, three quarters of a point.
inline constexpr double unitsOfInch = 96.0;

/// The fonts of a picture for print, in its units; the same on every machine that has them.
struct PictureFonts
{
    QFont title; ///< 10 pt
    QFont text; ///< 9 pt: what axes mean
    QFont small; ///< 8 pt: numbers and the legend

    PictureFonts();
};

} // namespace inceptoscope
