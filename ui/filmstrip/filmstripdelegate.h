#pragma once

#include <QStyledItemDelegate>

namespace inceptoscope {

/// Draws a photo of the filmstrip: the thumbnail, or how far it has come, and below it what the
/// network sees, or the photo's name until it is known. Reads the roles of photos/photoroles.h.
class FilmstripDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    /// The same for every photo.
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    /// Of one photo with its margins, for captions in the small type that goes with `font`.
    static QSize tileSize(const QFont &font);
};

} // namespace inceptoscope
