#include "activations/celllayout.h"

#include "style/metrics.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr int padding = halfUnit;
constexpr int margin = halfUnit;
/// Room for a channel number of four digits.
constexpr int leastWidth = 4 * gridUnit;

/// Device pixels a value takes.
double zoomFor(const CellLayout::Spec &spec)
{
    const int longer = std::max({spec.shape.width, spec.shape.height, 1});
    const double zoom = spec.cellSize * spec.ratio / longer;
    return zoom < 1.0 ? zoom : std::round(zoom);
}

/// Channels of one value are drawn as bars, with room for the value below.
QSizeF barSize(int cellSize)
{
    constexpr int leastBarWidth = 7 * gridUnit;
    return QSize(std::max(leastBarWidth, cellSize / 2), cellSize * 2 / 3);
}

} // namespace

CellLayout::CellLayout(const Spec &spec)
    : m_count(spec.shape.height * spec.shape.width > 0 ? spec.shape.channels : 0)
    , m_captionHeight(spec.captionHeight)
{
    const double zoom = zoomFor(spec);
    m_reduced = zoom < 1.0;
    m_picture = spec.shape.height * spec.shape.width == 1
        ? barSize(spec.cellSize)
        : QSizeF(std::max(1.0, std::round(spec.shape.width * zoom)),
                 std::max(1.0, std::round(spec.shape.height * zoom)))
            / spec.ratio;
    m_cell = {std::max(leastWidth, static_cast<int>(std::ceil(m_picture.width()))) + 2 * padding,
              static_cast<int>(std::ceil(m_picture.height())) + m_captionHeight + 2 * padding};
    m_columns = std::max(1, (spec.width - 2 * margin) / m_cell.width());
}

int CellLayout::height() const
{
    return rows() * m_cell.height() + 2 * margin;
}

QRect CellLayout::cell(int position) const
{
    return {QPoint(margin + position % m_columns * m_cell.width(),
                   margin + position / m_columns * m_cell.height()),
            m_cell};
}

QRectF CellLayout::picture(int position) const
{
    const QRect area = cell(position);
    return {{area.x() + (area.width() - m_picture.width()) / 2.0, area.y() + 1.0 * padding},
            m_picture};
}

QRect CellLayout::caption(int position) const
{
    const QRect area = cell(position);
    return {area.x(), area.bottom() + 1 - padding - m_captionHeight, area.width(), m_captionHeight};
}

int CellLayout::positionAt(QPoint point) const
{
    if (m_count == 0)
        return -1;
    const QPoint inside = point - QPoint(margin, margin);
    if (inside.x() < 0 || inside.y() < 0)
        return -1;
    const int column = inside.x() / m_cell.width();
    const int row = inside.y() / m_cell.height();
    const int position = row * m_columns + column;
    return column < m_columns && position < m_count ? position : -1;
}

} // namespace inceptoscope
