#include "curves/plotexport.h"

#include "files/savebytes.h"
#include "images/shownname.h"

#include <QBuffer>
#include <QCoreApplication>
#include <qcustomplot.h>
#include <QFileInfo>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>

namespace inceptoscope {

namespace {

void paintOn(QPaintDevice &device, QCustomPlot &plot)
{
    QCPPainter painter;
    painter.begin(&device);
    painter.setMode(QCPPainter::pmVectorized);
    plot.toPainter(&painter, plot.width(), plot.height());
    painter.end();
}

void writePng(QIODevice &out, QCustomPlot &plot)
{
    plotPicture(plot).save(&out, "png");
}

void writeSvg(QIODevice &out, QCustomPlot &plot)
{
    QSvgGenerator generator;
    generator.setOutputDevice(&out);
    generator.setSize(plot.size());
    generator.setViewBox(QRect(QPoint(), plot.size()));
    generator.setResolution(plot.logicalDpiX());
    generator.setTitle(plot.yAxis->label());
    paintOn(generator, plot);
}

void writePdf(QIODevice &out, QCustomPlot &plot)
{
    constexpr double pointsPerInch = 72;
    QPdfWriter writer(&out);
    writer.setResolution(plot.logicalDpiX());
    const QSizeF inches = QSizeF(plot.size()) / plot.logicalDpiX();
    writer.setPageSize(
        QPageSize(inches * pointsPerInch, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    writer.setTitle(plot.yAxis->label());
    paintOn(writer, plot);
}

using Writer = void (*)(QIODevice &, QCustomPlot &);

Writer writerFor(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("png"))
        return writePng;
    if (suffix == QLatin1String("svg"))
        return writeSvg;
    return suffix == QLatin1String("pdf") ? writePdf : nullptr;
}

} // namespace

QImage plotPicture(QCustomPlot &plot)
{
    return plot.toPixmap(plot.width(), plot.height(), pictureScale).toImage();
}

Expected<void> savePlot(QCustomPlot &plot, const QString &path)
{
    const auto write = writerFor(path);
    if (write == nullptr) {
        return failure(QCoreApplication::translate(
                           "PlotExport",
                           "%1: a plot is saved as .png, .svg or .pdf; choose one of these endings")
                           .arg(shownName(path))
                           .toStdString());
    }
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    write(bytes, plot);
    return saveBytes(path, bytes.data());
}

} // namespace inceptoscope
