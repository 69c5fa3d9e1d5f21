#include "diagram/diagramexport.h"

#include "diagram/diagrampaint.h"
#include "files/savebytes.h"

#include <QBuffer>
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

class Picture
{
public:
    Picture(const NetworkGraph &graph, DiagramLevel level, bool dark)
        : m_title(QString::fromStdString(graph.title()))
        , m_fonts(DiagramFonts::from(exportFont()))
        , m_theme(exportTheme(dark))
    {
        DiagramSpec spec = diagramSpec(graph, openedAt(graph, level));
        const std::vector<NodeSize> sizes = measureDiagram(spec, m_fonts);
        const double wrapWidth =
            level == DiagramLevel::Stage ? 0.0 : bestWrapWidth(spec, sizes, screen);
        m_layout = layoutDiagram(std::move(spec), sizes, wrapWidth);
    }

    void writeSvg(QIODevice &device) const
    {
        QSvgGenerator generator;
        generator.setOutputDevice(&device);
        generator.setTitle(m_title);
        generator.setResolution(96);
        generator.setSize(size().toSize());
        generator.setViewBox(m_layout.bounds);
        paint(generator, 1.0);
    }

    void writePdf(QIODevice &device) const
    {
        const double scale = std::min(1.0, longestPage / std::max(size().width(), size().height()));
        QPdfWriter writer(&device);
        writer.setTitle(m_title);
        writer.setResolution(72);
        writer.setPageSize(QPageSize(size() * scale, QPageSize::Point));
        writer.setPageMargins({});
        paint(writer, scale);
    }

    bool writePng(QIODevice &device) const
    {
        const double area = size().width() * size().height();
        const double scale = std::min({pngScale, std::sqrt(mostPixels / area),
                                       longestSide / std::max(size().width(), size().height())});
        QImage image((size() * scale).toSize(), QImage::Format_RGB32);
        if (image.isNull())
            return false;
        paint(image, scale);
        return image.save(&device, "PNG");
    }

private:
    QSizeF size() const { return m_layout.bounds.size(); }

    void paint(QPaintDevice &device, double scale) const
    {
        QPainter painter(&device);
        painter.scale(scale, scale);
        painter.fillRect(m_layout.bounds, m_theme.background);
        DiagramState state;
        state.interactive = false;
        paintDiagram(painter, m_layout, m_theme, m_fonts, state, m_layout.bounds);
    }

    QString m_title;
    DiagramFonts m_fonts;
    Theme m_theme;
    DiagramLayout m_layout;
};

bool write(const Picture &picture, ExportFormat format, QIODevice &device)
{
    switch (format) {
    case ExportFormat::Svg:
        picture.writeSvg(device);
        return true;
    case ExportFormat::Pdf:
        picture.writePdf(device);
        return true;
    case ExportFormat::Png:
        return picture.writePng(device);
    }
    return false;
}

} // namespace

Expected<void> exportDiagram(const NetworkGraph &graph, DiagramLevel level, const QString &path,
                             ExportFormat format, bool dark)
{
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    if (!write(Picture(graph, level, dark), format, bytes))
        return failure(
            (path + QStringLiteral(" cannot be written: the picture could not be encoded"))
                .toStdString());
    return saveBytes(path, bytes.data());
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
