#pragma once

#include "graph/layer.h"

#include <QRect>
#include <QSize>

namespace inceptoscope {

/// Where the cells of the channel grid lie: row by row from the top left corner, each a picture
/// with a caption below it. Device-independent pixels, content coordinates.
class CellLayout
{
public:
    struct Spec
    {
        GridShape shape;
        int cellSize = 96; ///< wished for the longer side of the picture
        int captionHeight = 0;
        int width = 0; ///< of the view
        double ratio = 1.0; ///< device pixels a device-independent one
    };

    CellLayout() = default;
    explicit CellLayout(const Spec &spec);

    int count() const { return m_count; }
    int columns() const { return m_columns; }
    int rows() const { return (m_count + m_columns - 1) / m_columns; }
    int rowStep() const { return m_cell.height(); }
    int height() const;

    /// Picture, caption and the padding around them.
    QRect cell(int position) const;
    /// Every value takes a whole number of device pixels, where there is room for one.
    QRectF picture(int position) const;
    QRect caption(int position) const;
    QSizeF pictureSize() const { return m_picture; }
    /// Whether values are smaller than device pixels: pictures have to be averaged.
    bool isReduced() const { return m_reduced; }

    /// -1 where there is no cell.
    int positionAt(QPoint point) const;

private:
    int m_count = 0;
    int m_columns = 1;
    int m_captionHeight = 0;
    bool m_reduced = false;
    QSizeF m_picture;
    QSize m_cell;
};

} // namespace inceptoscope
