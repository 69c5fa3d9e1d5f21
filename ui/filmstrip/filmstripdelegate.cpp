#include "filmstrip/filmstripdelegate.h"

#include "common/iconloader.h"
#include "common/messagebar.h"
#include "photos/photo.h"
#include "photos/photoroles.h"
#include "style/metrics.h"
#include "style/theme.h"
#include "texts/percenttext.h"

#include <QPainter>

namespace inceptoscope {

namespace {

constexpr QSize pictureBox{18 * gridUnit, 10 * gridUnit};
constexpr int placeholderIcon = 3 * gridUnit;
constexpr qreal cornerRadius = 4.0;

struct Tile
{
    QRect ground;
    QRect picture;
    QRect caption;
};

Tile layOut(const QRect &area)
{
    Tile tile;
    tile.ground = area.adjusted(2, 2, -2, -2);
    tile.picture = {area.topLeft() + QPoint(gridUnit, gridUnit), pictureBox};
    tile.caption = area.adjusted(gridUnit - 2, 0, 2 - gridUnit, -halfUnit);
    tile.caption.setTop(tile.picture.bottom() + 1 + halfUnit);
    return tile;
}

void paintGround(QPainter &painter, const Tile &tile, const QStyleOptionViewItem &option)
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    if (!selected && !hovered)
        return;
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    const QColor accent = Theme::fromPalette(option.palette).accent;
    QColor tint = accent;
    tint.setAlphaF(selected ? 0.22F : 0.08F);
    const qreal width = focused ? 2.0 : 1.0;
    painter.setPen(selected ? QPen(accent, width) : QPen(Qt::NoPen));
    painter.setBrush(tint);
    const qreal inset = width / 2.0;
    painter.drawRoundedRect(QRectF(tile.ground).adjusted(inset, inset, -inset, -inset),
                            cornerRadius, cornerRadius);
}

void paintThumbnail(QPainter &painter, const QRect &box, const QImage &thumbnail)
{
    // A picture smaller than the box is not blown up.
    const QSizeF size = QSizeF(thumbnail.size())
                            .scaled(box.size(), Qt::KeepAspectRatio)
                            .boundedTo(thumbnail.size());
    QRectF target({}, size);
    target.moveCenter(QRectF(box).center());
    painter.drawImage(target, thumbnail);
}

/// An icon in the middle of a faint box, for a photo without a thumbnail.
void paintPlaceholder(QPainter &painter, const QRect &box, const QImage &icon, const Theme &theme)
{
    QColor faint = theme.line;
    faint.setAlphaF(0.18F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(faint);
    painter.drawRoundedRect(box, cornerRadius, cornerRadius);
    QRect place({}, QSize(placeholderIcon, placeholderIcon));
    place.moveCenter(box.center());
    painter.drawImage(place, icon);
}

QImage placeholderFor(PhotoState state, int size, const Theme &theme)
{
    switch (state) {
    case PhotoState::Failed:
        return iconImage(QStringLiteral("warning"), size,
                         MessageBar::colour(MessageBar::Kind::Warning, theme));
    case PhotoState::Loading:
        return iconImage(QStringLiteral("image"), size, theme.accent);
    case PhotoState::Waiting:
    case PhotoState::Ready:
        break;
    }
    return iconImage(QStringLiteral("image"), size, theme.line);
}

void paintPicture(QPainter &painter, const Tile &tile, const QModelIndex &index, const Theme &theme)
{
    const auto thumbnail = index.data(Qt::DecorationRole).value<QImage>();
    if (!thumbnail.isNull()) {
        paintThumbnail(painter, tile.picture, thumbnail);
        return;
    }
    const auto state = index.data(PhotoStateRole).value<PhotoState>();
    const int size = qRound(placeholderIcon * painter.device()->devicePixelRatioF());
    paintPlaceholder(painter, tile.picture, placeholderFor(state, size, theme), theme);
}

void paintCaption(QPainter &painter, QRect area, const QModelIndex &index, const Theme &theme)
{
    const QFontMetrics metrics = painter.fontMetrics();
    QString text = index.data(PhotoTopLabelRole).toString();
    if (text.isEmpty()) {
        text = index.data(Qt::DisplayRole).toString();
        painter.setPen(theme.secondaryText);
        painter.drawText(area, Qt::AlignCenter | Qt::TextSingleLine,
                         metrics.elidedText(text, Qt::ElideMiddle, area.width()));
        return;
    }
    const QString percent = percentText(index.data(PhotoTopProbabilityRole).toDouble());
    painter.setPen(theme.secondaryText);
    painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, percent);
    area.setWidth(area.width() - metrics.horizontalAdvance(percent) - halfUnit);
    painter.setPen(theme.text);
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(text, Qt::ElideRight, area.width()));
}

} // namespace

void FilmstripDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    const Tile tile = layOut(option.rect);
    const Theme theme = Theme::fromPalette(option.palette);
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter->setFont(tabularFont(captionFont(option.font)));
    paintGround(*painter, tile, option);
    paintPicture(*painter, tile, index, theme);
    paintCaption(*painter, tile.caption, index, theme);
    painter->restore();
}

QSize FilmstripDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return tileSize(option.font);
}

QSize FilmstripDelegate::tileSize(const QFont &font)
{
    const int caption = QFontMetrics(captionFont(font)).height();
    return pictureBox + QSize(2 * gridUnit, gridUnit + halfUnit + caption + halfUnit);
}

} // namespace inceptoscope
