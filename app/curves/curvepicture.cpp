#include "curves/curvepicture.h"

#include "images/shownname.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr double millimetresOfInch = 25.4;
constexpr double shortestSide = 20; // mm
constexpr double longestSide = 2000;
constexpr double mostPixels = 64e6;
constexpr double longestPixels = 32000; // of a QImage that may still be painted on
constexpr int leastDots = 10;
constexpr int mostDots = 4800;

QString tr(const char *text)
{
    return QCoreApplication::translate("CurvePicture", text);
}

QString numberText(double number)
{
    return QString::number(number, 'g', 10);
}

tl::unexpected<Error> refused(const QString &sentence)
{
    return failure(sentence.toStdString());
}

/// In the unit it was given in.
tl::unexpected<Error> refusedSide(double side, const PictureSize &size)
{
    if (size.unit == PictureSize::Unit::Millimetres)
        return refused(
            tr("a side of %1 mm is not possible; %2 to %3 mm are")
                .arg(numberText(side), numberText(shortestSide), numberText(longestSide)));
    const double pixels = size.dotsPerInch / millimetresOfInch; // of a millimetre
    return refused(tr("a side of %1 pixels is not possible; %2 to %3 are, where an inch has %4")
                       .arg(numberText(side), numberText(std::ceil(shortestSide * pixels)),
                            numberText(std::floor(longestSide * pixels)),
                            numberText(size.dotsPerInch)));
}

} // namespace

QSizeF PictureSize::inches() const
{
    return QSizeF(width, height)
        / (unit == Unit::Millimetres ? millimetresOfInch : double(dotsPerInch));
}

QSize PictureSize::pixels() const
{
    return (inches() * dotsPerInch).toSize();
}

Expected<CurveFormat> curveFormatOf(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QStringLiteral("png"))
        return CurveFormat::Png;
    if (suffix == QStringLiteral("svg"))
        return CurveFormat::Svg;
    if (suffix == QStringLiteral("pdf"))
        return CurveFormat::Pdf;
    if (suffix == QStringLiteral("csv"))
        return CurveFormat::Csv;
    return refused(
        tr("%1: curves are saved as .png, .svg or .pdf, and their values as .csv; choose "
           "one of these endings")
            .arg(shownName(path)));
}

Expected<void> checkSize(const PictureSize &size, CurveFormat format)
{
    if (size.dotsPerInch < leastDots || size.dotsPerInch > mostDots)
        return refused(tr("%1 pixels an inch are not possible; %2 to %3 are")
                           .arg(size.dotsPerInch)
                           .arg(leastDots)
                           .arg(mostDots));
    const QSizeF millimetres = size.inches() * millimetresOfInch;
    const auto isPossible = [](double side) { // no NaN is
        return side >= shortestSide && side <= longestSide;
    };
    if (!isPossible(millimetres.width()))
        return refusedSide(size.width, size);
    if (!isPossible(millimetres.height()))
        return refusedSide(size.height, size);
    if (format != CurveFormat::Png)
        return {};
    const QSizeF pixels = size.inches() * size.dotsPerInch;
    if (pixels.width() * pixels.height() > mostPixels
        || std::max(pixels.width(), pixels.height()) > longestPixels)
        return refused(tr("a PNG of %1 is too large; at most 64 million pixels are possible, and "
                          "%2 in a row: choose another size or fewer pixels an inch")
                           .arg(sizeText(size, format), numberText(longestPixels)));
    return {};
}

QString sizeText(const PictureSize &size, CurveFormat format)
{
    const bool isPixels = format == CurveFormat::Png;
    const QSizeF sides = isPixels ? QSizeF(size.pixels()) : size.inches() * millimetresOfInch;
    const auto text = [isPixels](double side) {
        return QString::number(std::round(side * 10) / 10, 'f', isPixels ? 0 : 1)
            .remove(QStringLiteral(".0"));
    };
    return QStringLiteral("%1 × %2 %3")
        .arg(text(sides.width()), text(sides.height()),
             isPixels ? tr("pixels") : QStringLiteral("mm"));
}

} // namespace inceptoscope
