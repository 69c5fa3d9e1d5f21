#pragma once

#include "curves/curveranges.h"
#include "graph/error.h"

#include <QSize>
#include <QSizeF>

namespace inceptoscope {

/// How large a picture is, on paper or on a screen. Text and lines have sizes of paper: 9 pt stay
/// 9 pt.
struct PictureSize
{
    enum class Unit { Millimetres, Pixels };

    double width = 160.0;
    double height = 100.0;
    Unit unit = Unit::Millimetres;
    int dotsPerInch = 300; ///< how many pixels an inch is

    QSizeF inches() const;
    QSize pixels() const;

    bool operator==(const PictureSize &) const = default;
};

/// Sizes in pixels are meant for screens.
inline constexpr int screenDotsPerInch = 96;

/// What a person says of a picture.
struct PictureOptions
{
    PictureSize size{};
    bool dark = false;
    QString title{}; ///< above the plot; empty: none
    bool legend = true;

    bool operator==(const PictureOptions &) const = default;
};

/// Curves to be taken out of the program as a picture: a value, which any thread may draw.
struct CurvePicture
{
    CurveSet curves;
    CurveScales scales;
    CurveRanges ranges;
    PictureOptions options;
};

enum class CurveFormat {
    Png,
    Svg,
    Pdf,
    Csv, ///< values, no picture
};

/// By the ending of a file's name; an error that lists those there are.
Expected<CurveFormat> curveFormatOf(const QString &path);

/// Whether a picture of that size can be made: before any memory is taken for it. Of a PNG the
/// pixels are counted.
Expected<void> checkSize(const PictureSize &size, CurveFormat format);

/// "1890 × 1181 pixels"; of vectors "160 × 100 mm".
QString sizeText(const PictureSize &size, CurveFormat format);

} // namespace inceptoscope
