#include "curves/plotexport.h"

#include "curves/curvepicturelayout.h"
#include "files/savebytes.h"
#include "images/shownname.h"
#include "style/appearance.h"

#include <QBuffer>
#include <QCoreApplication>
#include <qcustomplot.h>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <cmath>

namespace inceptoscope {

namespace {

using Output = CurvePainter::Output;

/// Columns of long curves in a unit of a vector picture: as fine as print.
constexpr double columnsOfUnit = 300.0 / unitsOfInch;

/// What readers show above the picture.
QString nameOf(const CurvePicture &picture)
{
    return picture.options.title.isEmpty() ? picture.curves.yTitle
                                           : shownName(picture.options.title);
}

bool writePng(QIODevice &out, const CurvePicture &picture, const Theme &theme)
{
    const PictureSize &size = picture.options.size;
    const double scale = size.dotsPerInch / unitsOfInch;
    QImage image(size.pixels(), QImage::Format_RGB32);
    if (image.isNull())
        return false;
    constexpr double inchesOfMetre = 1000 / 25.4;
    image.setDotsPerMeterX(qRound(size.dotsPerInch * inchesOfMetre));
    image.setDotsPerMeterY(qRound(size.dotsPerInch * inchesOfMetre));
    image.fill(theme.background);
    QPainter painter(&image);
    painter.scale(scale, scale);
    CurvePictureLayout(picture, theme, scale).paint(painter, Output::Pixels);
    painter.end();
    return image.save(&out, "png");
}

bool writeSvg(QIODevice &out, const CurvePicture &picture, const Theme &theme)
{
    constexpr int dotsPerInch = 2540; // hundredths of a millimetre
    const CurvePictureLayout layout(picture, theme, columnsOfUnit);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setResolution(dotsPerInch);
        generator.setSize((picture.options.size.inches() * dotsPerInch).toSize());
        generator.setViewBox(QRectF(QPointF(), layout.size()));
        QPainter painter(&generator);
        layout.paint(painter, Output::Vectors);
    }
    // Qt 6.4 writes a title as it is, whatever signs are in it.
    QByteArray svg = buffer.data();
    const QString title =
        QStringLiteral("<title>%1</title>\n").arg(nameOf(picture).toHtmlEscaped());
    svg.insert(std::max<qsizetype>(svg.indexOf("<desc>"), 0), title.toUtf8());
    return out.write(svg) == svg.size();
}

/// Puts something in the place of what is there from `begin` to `end`, filled with blanks: places
/// that the file's table refers to stay.
void overwrite(QByteArray &pdf, qsizetype begin, qsizetype end, QByteArray text)
{
    if (begin >= 0 && end - begin >= text.size())
        pdf.replace(begin, end - begin, text.leftJustified(end - begin));
}

/// The date says when the file was written, and nothing of the picture.
void takeOutDate(QByteArray &pdf)
{
    const qsizetype begin = pdf.indexOf("/CreationDate (D:");
    overwrite(pdf, begin, pdf.indexOf(')', begin) + 1, {});
}

/// Qt rounds pages to whole points, and writes that with six zeros.
void putPageSize(QByteArray &pdf, const QSizeF &points)
{
    const qsizetype begin = pdf.indexOf("/MediaBox [");
    overwrite(pdf, begin, pdf.indexOf(']', begin) + 1,
              QStringLiteral("/MediaBox [0 0 %1 %2]")
                  .arg(points.width(), 0, 'f', 4)
                  .arg(points.height(), 0, 'f', 4)
                  .toLatin1());
}

bool writePdf(QIODevice &out, const CurvePicture &picture, const Theme &theme)
{
    constexpr int dotsPerInch = 1200;
    constexpr double pointsOfInch = 72;
    const QSizeF points = picture.options.size.inches() * pointsOfInch;
    const QSizeF whole(std::ceil(points.width()), std::ceil(points.height()));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(dotsPerInch);
        writer.setPageSize(QPageSize(whole, QPageSize::Point, {}, QPageSize::ExactMatch));
        writer.setPageMargins({});
        writer.setTitle(nameOf(picture));
        writer.setCreator(QStringLiteral("Inceptoscope"));
        const CurvePictureLayout layout(picture, theme, columnsOfUnit);
        QPainter painter(&writer);
        painter.fillRect(QRect(0, 0, writer.width() + 1, writer.height() + 1), theme.background);
        painter.scale(dotsPerInch / unitsOfInch, dotsPerInch / unitsOfInch);
        // A page is counted from its lower edge.
        painter.translate(0, (whole - points).height() / pointsOfInch * unitsOfInch);
        layout.paint(painter, Output::Vectors);
    }
    takeOutDate(bytes);
    putPageSize(bytes, points);
    return out.write(bytes) == bytes.size();
}

bool write(QIODevice &out, const CurvePicture &picture, const Theme &theme, CurveFormat format)
{
    switch (format) {
    case CurveFormat::Png:
        return writePng(out, picture, theme);
    case CurveFormat::Svg:
        return writeSvg(out, picture, theme);
    case CurveFormat::Pdf:
        return writePdf(out, picture, theme);
    case CurveFormat::Csv:
        break;
    }
    return false;
}

Expected<CurveFormat> pictureFormatOf(const CurvePicture &picture, const QString &path)
{
    const auto format = curveFormatOf(path);
    if (!format)
        return format;
    if (*format == CurveFormat::Csv)
        return failure(shownName(path).toStdString() + ": a table of values is no picture");
    const auto checked = checkSize(picture.options.size, *format);
    return checked.map([&] { return *format; });
}

} // namespace

QImage plotPicture(QCustomPlot &plot)
{
    return plot.toPixmap(plot.width(), plot.height(), pictureScale).toImage();
}

Theme pictureTheme(bool dark)
{
    return Theme::fromPalette(paletteOf(dark ? Appearance::Dark : Appearance::Light));
}

Expected<QString> writeCurvePicture(const CurvePicture &picture, const Theme &theme,
                                    const QString &path, const std::stop_token &stop)
{
    const auto format = pictureFormatOf(picture, path);
    if (!format)
        return tl::unexpected(format.error());
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    const bool isWritten = write(bytes, picture, theme, *format);
    if (stop.stop_requested())
        return failure("cancelled");
    if (!isWritten)
        return failure(QCoreApplication::translate("PlotExport",
                                                   "%1 cannot be written: there is not enough "
                                                   "memory for the picture")
                           .arg(shownName(path))
                           .toStdString());
    return saveBytes(path, bytes.data()).map([&] {
        return sizeText(picture.options.size, *format);
    });
}

} // namespace inceptoscope
