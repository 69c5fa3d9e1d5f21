#include "filters/filtersheet.h"

#include "render/mappicture.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr int captionSize = 10; // pixels
constexpr int captionHeight = 13;
constexpr int margin = 6;
constexpr int filterSide = 64; ///< at least, by whole pixels a weight

QImage sheetOf(const std::vector<QImage> &images)
{
    const QSize one = images.front().size();
    const int zoom = std::max(1, filterSide / std::max(one.width(), one.height()));
    const QSize filter = one * zoom;
    const QSize step = filter + QSize(margin, margin + captionHeight);
    const auto count = static_cast<int>(images.size());
    const double aspect = static_cast<double>(step.height()) / step.width();
    const int columns = std::max(1, static_cast<int>(std::ceil(std::sqrt(count * aspect))));
    const int rows = (count + columns - 1) / columns;
    QImage sheet(margin + columns * step.width(), margin + rows * step.height(),
                 QImage::Format_RGB32);
    sheet.fill(Qt::white);
    QPainter painter(&sheet);
    QFont font;
    font.setPixelSize(captionSize);
    painter.setFont(font);
    for (int i = 0; i < count; ++i) {
        const QRect place(
            QPoint(margin + i % columns * step.width(), margin + i / columns * step.height()),
            filter);
        painter.drawImage(place, images[static_cast<std::size_t>(i)]);
        painter.drawText(QRect(place.left(), place.bottom() + 1, place.width(), captionHeight),
                         Qt::AlignCenter | Qt::TextDontClip, QString::number(i));
    }
    return sheet;
}

} // namespace

QImage drawn(const FilterPicture &picture)
{
    if (!picture.drawn || picture.drawn->images.empty())
        return {};
    QStringList lines{picture.title, picture.subject};
    lines.removeAll(QString());
    return explained(sheetOf(picture.drawn->images), lines, picture.map, picture.scale);
}

} // namespace inceptoscope
