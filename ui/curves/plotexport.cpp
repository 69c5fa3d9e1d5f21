#include "curves/plotexport.h"

#include "common/svgtitle.h"
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
    const QByteArray svg = withSvgTitle(buffer.data(), nameOf(picture));
    return out.write(svg) == svg.size();
}

/// Writes a number over the digits of another; leading zeros keep its width.
void writeDigits(QByteArray &text, qsizetype place, qsizetype width, qlonglong number)
{
    text.replace(place, width, QByteArray::number(number).rightJustified(width, '0'));
}

/// Moves what the table at a PDF's end says of places behind `place`.
void movePlaces(QByteArray &pdf, qsizetype place, qsizetype by)
{
    constexpr qsizetype digits = 10; // of an entry, which has 20 bytes
    constexpr qsizetype entry = 20;
    const qsizetype table = pdf.lastIndexOf("\nxref\n") + 1;
    qsizetype at = pdf.indexOf('\n', pdf.indexOf('\n', table) + 1) + 1;
    for (; pdf.mid(at + digits, 1) == " "; at += entry) {
        const qlonglong from = pdf.mid(at, digits).toLongLong();
        if (from > place)
            writeDigits(pdf, at, digits, from + by);
    }
    const qsizetype start = pdf.lastIndexOf("startxref\n") + 10;
    pdf.replace(start, pdf.indexOf('\n', start) - start, QByteArray::number(table));
}

/// Puts `text` in the place of an entry from its name to the sign it ends with.
void replaceEntry(QByteArray &pdf, const char *name, char last, const QByteArray &text)
{
    const qsizetype begin = pdf.indexOf(name);
    const qsizetype end = begin < 0 ? -1 : pdf.indexOf(last, begin) + 1;
    if (end <= begin)
        return;
    pdf.replace(begin, end - begin, text);
    movePlaces(pdf, begin, text.size() - (end - begin));
}

/// What Qt leaves no choice in: the date says when the file was written, and nothing of the
/// picture, and pages are rounded to whole points.
void tidy(QByteArray &pdf, const QSizeF &points)
{
    if (!pdf.contains("\nxref\n"))
        return;
    replaceEntry(pdf, "/CreationDate (D:", ')', {});
    replaceEntry(pdf, "/MediaBox [", ']',
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
    tidy(bytes, points);
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
