#include "render/mappicture.h"

#include <QFont>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int textSize = 12; // pixels
constexpr int captionSize = 10;
constexpr int captionHeight = 13;
constexpr int gap = 6;
constexpr QSize barSize(128, 12);

QFont textFont(int size)
{
    QFont font;
    font.setPixelSize(size);
    return font;
}

/// The line that says what colours mean: low end, bar, high end, words.
class LegendLine
{
public:
    LegendLine(const ScaleText &scale, ColourMap map)
        : m_scale(scale)
        , m_map(map)
        , m_metrics(textFont(textSize))
        , m_words(scale.notFinite ? scale.line().section(QStringLiteral(", "), 1) : scale.words)
    {
    }

    int width() const
    {
        return m_metrics.horizontalAdvance(m_scale.low) + m_metrics.horizontalAdvance(m_scale.high)
            + m_metrics.horizontalAdvance(m_words) + barSize.width() + 3 * gap;
    }

    void paint(QPainter &painter, int x, int baseline) const
    {
        const auto text = [&](const QString &words) {
            painter.drawText(x, baseline, words);
            x += m_metrics.horizontalAdvance(words) + gap;
        };
        text(m_scale.low);
        painter.drawImage(QPoint(x, baseline - barSize.height() + 1), colourBar(m_map, barSize));
        x += barSize.width() + gap;
        text(m_scale.high);
        text(m_words);
    }

private:
    ScaleText m_scale;
    ColourMap m_map;
    QFontMetrics m_metrics;
    QString m_words;
};

void paintCaptions(QPainter &painter, const MapPicture &picture, const SheetLayout &layout)
{
    painter.setFont(textFont(captionSize));
    for (int position = 0; position < layout.count; ++position) {
        const QRect map = layout.place(position, picture.options.margin);
        const int channel = picture.options.channels.empty()
            ? position
            : picture.options.channels[static_cast<std::size_t>(position)];
        painter.drawText(QRect(map.left(), map.bottom() + 1, map.width(), captionHeight),
                         Qt::AlignHCenter | Qt::AlignVCenter | Qt::TextDontClip,
                         QString::number(channel));
    }
}

} // namespace

QImage colourBar(ColourMap map, QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y) {
        auto *row = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < size.width(); ++x)
            row[x] = colourOf(map, (x + 0.5) / size.width());
    }
    return image;
}

QImage explained(const QImage &picture, const QStringList &lines, ColourMap map,
                 const std::optional<ScaleText> &scale, QRgb background)
{
    const QFontMetrics metrics(textFont(textSize));
    std::optional<LegendLine> legend;
    if (scale)
        legend.emplace(*scale, map);
    int widest = legend ? legend->width() : 0;
    for (const QString &line : lines)
        widest = std::max(widest, metrics.horizontalAdvance(line));
    const auto count = static_cast<int>(lines.size()) + (legend ? 1 : 0);
    const int below = count * (metrics.height() + gap / 2) + gap;
    QImage image(std::max(picture.width(), widest + 2 * gap), picture.height() + below,
                 QImage::Format_RGB32);
    if (image.isNull())
        return {};
    image.fill(background);
    QPainter painter(&image);
    painter.setPen(Qt::black);
    painter.drawImage(0, 0, picture);
    painter.setFont(textFont(textSize));
    int baseline = picture.height() + metrics.ascent() + gap / 2;
    for (const QString &line : lines) {
        painter.drawText(gap, baseline, line);
        baseline += metrics.height() + gap / 2;
    }
    if (legend)
        legend->paint(painter, gap, baseline);
    return image;
}

QImage drawn(const MapPicture &wanted)
{
    MapPicture picture = wanted;
    picture.options.captionHeight = captionHeight;
    QImage sheet = sheetImage(picture.activation, picture.options);
    if (sheet.isNull())
        return {};
    QPainter painter(&sheet);
    painter.setPen(Qt::black);
    paintCaptions(painter, picture, sheetLayout(picture.activation.shape, picture.options));
    painter.end();
    QStringList lines{picture.title, picture.subject};
    lines.removeAll(QString());
    return explained(sheet, lines, picture.options.map, picture.scale, picture.options.background);
}

} // namespace inceptoscope
