#include "diagram/diagramexport.h"

#include "common/svgtitle.h"
#include "diagram/diagrampaint.h"
#include "files/savebytes.h"
#include "images/shownname.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

/// Where there is more than a line of stages, lines break for the proportions of a screen.
constexpr QSizeF screen(1600, 1000);
constexpr int fontSize = 13; ///< pixels: a font in points would differ between devices
constexpr double pngScale = 2.0;
constexpr double mostPixels = 64e6;
constexpr double longestSide = 32000; ///< of a QImage that may still be painted on
/// Readers refuse longer pages (PDF 1.7, annex C: 14400 units).
constexpr double longestPage = 14400;
constexpr double narrowestLegend = 480.0; ///< a smaller picture is widened

Theme exportTheme(bool dark)
{
    QPalette palette;
    palette.setColor(QPalette::Base, dark ? QColor(0x1e, 0x1f, 0x22) : QColor(Qt::white));
    palette.setColor(QPalette::Text, dark ? QColor(0xe8, 0xe8, 0xe8) : QColor(0x20, 0x20, 0x20));
    palette.setColor(QPalette::Highlight, QColor(0x2a, 0x82, 0xda));
    return Theme::fromPalette(palette);
}

QFont exportFont()
{
    QFont font = QGuiApplication::font();
    font.setPixelSize(fontSize);
    return font;
}

/// Passes on what is written until it is told to stop.
class StoppableDevice : public QIODevice
{
public:
    StoppableDevice(QIODevice &target, std::stop_token stop)
        : m_target(target)
        , m_stop(std::move(stop))
    {
        open(QIODevice::WriteOnly);
    }

    bool isSequential() const override { return m_target.isSequential(); }
    bool seek(qint64 position) override
    {
        return QIODevice::seek(position) && m_target.seek(position);
    }
    qint64 size() const override { return m_target.size(); }

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *data, qint64 size) override
    {
        return m_stop.stop_requested() ? -1 : m_target.write(data, size);
    }

private:
    QIODevice &m_target;
    std::stop_token m_stop;
};

QString sizeText(const QSizeF &size, const QString &unit)
{
    return QStringLiteral("%1 × %2 %3")
        .arg(qRound(size.width()))
        .arg(qRound(size.height()))
        .arg(unit);
}

QString pixelText(const QSizeF &size)
{
    return sizeText(size, QCoreApplication::translate("Diagram", "pixels"));
}

class Drawing
{
public:
    explicit Drawing(const DiagramPicture &picture)
        : m_picture(picture)
        , m_fonts(DiagramFonts::from(exportFont()))
        , m_layout(
              layoutDiagram(picture.spec, measureDiagram(picture.spec, m_fonts), picture.wrapWidth))
        , m_size(m_layout.bounds.size())
    {
        m_state.interactive = false;
        m_state.overlay = picture.overlay;
        m_state.scale = overlayScale(m_layout.spec, picture.overlay);
        if (!picture.legend)
            return;
        m_size.setWidth(std::max(m_size.width(), narrowestLegend));
        m_size.rheight() +=
            legendSize(*picture.legend, m_fonts.caption, static_cast<int>(m_size.width())).height();
    }

    QString writeSvg(QIODevice &device) const
    {
        QSvgGenerator generator;
        generator.setOutputDevice(&device);
        generator.setResolution(96);
        generator.setSize(m_size.toSize());
        generator.setViewBox(QRectF(QPointF(), m_size));
        paint(generator, 1.0);
        return pixelText(m_size);
    }

    QString writePdf(QIODevice &device) const
    {
        const double scale = std::min(1.0, longestPage / std::max(m_size.width(), m_size.height()));
        QPdfWriter writer(&device);
        writer.setTitle(m_picture.title);
        writer.setResolution(72);
        writer.setPageSize(QPageSize(m_size * scale, QPageSize::Point));
        writer.setPageMargins({});
        paint(writer, scale);
        constexpr double millimetres = 25.4 / 72;
        return sizeText(m_size * scale * millimetres, QStringLiteral("mm"));
    }

    /// In bands, so that it can stop.
    QImage image(const std::stop_token &stop) const
    {
        constexpr int band = 512;
        const double area = m_size.width() * m_size.height();
        const double scale = std::min({pngScale, std::sqrt(mostPixels / area),
                                       longestSide / std::max(m_size.width(), m_size.height())});
        QImage image((m_size * scale).toSize(), QImage::Format_RGB32);
        for (int top = 0; top < image.height() && !stop.stop_requested(); top += band) {
            const QRect part(0, top, image.width(), band);
            QPainter painter(&image);
            painter.setClipRect(part);
            painter.scale(scale, scale);
            paint(painter, QRectF(QPointF(0, top) / scale, QSizeF(part.size()) / scale));
        }
        return stop.stop_requested() ? QImage() : image;
    }

private:
    void paint(QPaintDevice &device, double scale) const
    {
        QPainter painter(&device);
        painter.scale(scale, scale);
        paint(painter, {QPointF(), m_size});
    }

    void paint(QPainter &painter, const QRectF &part) const
    {
        const Theme &theme = m_picture.theme;
        painter.fillRect(QRectF(QPointF(), m_size), theme.background);
        paintDiagram(painter, m_layout, theme, m_fonts, m_state, part);
        if (!m_picture.legend)
            return;
        painter.translate(0, m_layout.bounds.height());
        painter.setRenderHint(QPainter::Antialiasing);
        paintLegend(painter, *m_picture.legend, m_fonts.caption, theme,
                    static_cast<int>(m_size.width()));
    }

    const DiagramPicture &m_picture;
    DiagramFonts m_fonts;
    DiagramLayout m_layout;
    DiagramState m_state;
    QSizeF m_size;
};

/// The size in words; empty where it cannot be encoded.
QString write(const DiagramPicture &picture, ExportFormat format, QIODevice &device,
              const std::stop_token &stop)
{
    StoppableDevice target(device, stop);
    const Drawing drawing(picture);
    switch (format) {
    case ExportFormat::Svg:
        return drawing.writeSvg(target);
    case ExportFormat::Pdf:
        return drawing.writePdf(target);
    case ExportFormat::Png:
        break;
    }
    const QImage image = drawing.image(stop);
    return image.save(&target, "PNG") ? pixelText(image.size()) : QString();
}

} // namespace

DiagramPicture pictureOf(const NetworkGraph &graph, DiagramLevel level, bool dark)
{
    DiagramPicture picture{QString::fromStdString(graph.title()),
                           diagramSpec(graph, openedAt(graph, level)),
                           0.0,
                           {},
                           {},
                           exportTheme(dark)};
    const std::vector<NodeSize> sizes =
        measureDiagram(picture.spec, DiagramFonts::from(exportFont()));
    if (level != DiagramLevel::Stage)
        picture.wrapWidth = bestWrapWidth(picture.spec, sizes, screen);
    return picture;
}

QImage imageOf(const DiagramPicture &picture, const std::stop_token &stop)
{
    return Drawing(picture).image(stop);
}

Expected<QString> writePicture(const DiagramPicture &picture, const QString &path,
                               ExportFormat format, const std::stop_token &stop)
{
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    const QString size = write(picture, format, bytes, stop);
    if (stop.stop_requested())
        return failure("cancelled");
    if (size.isEmpty())
        return failure(
            (path + QStringLiteral(" cannot be written: the picture could not be encoded"))
                .toStdString());
    return saveBytes(path,
                     format == ExportFormat::Svg
                         ? withSvgTitle(bytes.data(), shownName(picture.title))
                         : bytes.data())
        .map([&] { return size; });
}

Expected<void> exportDiagram(const NetworkGraph &graph, DiagramLevel level, const QString &path,
                             ExportFormat format, bool dark)
{
    return writePicture(pictureOf(graph, level, dark), path, format).map([](const QString &) { });
}

Expected<ExportFormat> exportFormatOf(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QStringLiteral("svg"))
        return ExportFormat::Svg;
    if (suffix == QStringLiteral("pdf"))
        return ExportFormat::Pdf;
    if (suffix == QStringLiteral("png"))
        return ExportFormat::Png;
    return failure((path
                    + QStringLiteral(" has no format the diagram can be written in: use a "
                                     "name that ends in .svg, .pdf or .png"))
                       .toStdString());
}

} // namespace inceptoscope
