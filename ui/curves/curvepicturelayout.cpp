#include "curves/curvepicturelayout.h"

#include "images/shownname.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr double margin = 7.0;
constexpr double distance = 5.0;
constexpr double smallestPlane = 10.0;
constexpr int rowsInPlane = 12; // of the legend
constexpr int titleFlags = Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap;

double snapped(double place, double scale)
{
    return std::round(place * scale) / scale;
}

QString elided(const QString &text, const QFont &font, double width)
{
    return QFontMetricsF(font).elidedText(text, Qt::ElideMiddle, std::max(width, 0.0));
}

} // namespace

CurvePictureLayout::CurvePictureLayout(const CurvePicture &picture, const Theme &theme,
                                       double scale)
    : m_picture(picture)
    , m_theme(theme)
    , m_page(QPointF(), picture.options.size.inches() * unitsOfInch)
    , m_plane{{}, picture.ranges, picture.scales, scale}
    , m_lines(curveLines(picture.curves, theme))
{
    placeTitle();
    placePlane(0);
    if (picture.options.legend)
        placeLegend();
}

/// Wrapped; a longer one than a quarter of the page is cut.
void CurvePictureLayout::placeTitle()
{
    const QFontMetricsF metrics(m_fonts.title);
    const QRectF room = m_page.adjusted(margin, margin, -margin, 0);
    m_title = shownName(m_picture.options.title.simplified());
    if (m_title.isEmpty())
        return;
    m_titleRect = metrics.boundingRect(room, titleFlags, m_title);
    if (m_titleRect.height() > m_page.height() / 4 || m_titleRect.width() > room.width()) {
        m_title = elided(m_title, m_fonts.title, room.width());
        m_titleRect = metrics.boundingRect(room, titleFlags, m_title);
    }
    m_titleRect = QRectF(room.left(), room.top(), room.width(), m_titleRect.height());
}

/// Of an axis' title.
double CurvePictureLayout::titleDepth() const
{
    return std::ceil(QFontMetricsF(m_fonts.text).height());
}

/// What is below the horizontal axis takes so much room. How wide the numbers beside an axis are
/// depends on how long the other one is.
void CurvePictureLayout::placePlane(double below)
{
    const auto axis = [this](Qt::Orientation orientation, double length) {
        return PictureAxis(m_picture.curves, m_picture.scales, m_picture.ranges, orientation,
                           std::max(length, smallestPlane), m_fonts.small);
    };
    const double half = QFontMetricsF(m_fonts.small).height() / 2; // of a number at the top
    const double top =
        m_title.isEmpty() ? margin + half / 2 : m_titleRect.bottom() + distance + half / 2;
    const double xDepth = axis(Qt::Horizontal, m_page.width() * 0.8).depth();
    const double bottom = m_page.height() - margin - below - titleDepth() - xDepth;
    m_y = axis(Qt::Vertical, bottom - top);
    const double left = margin + titleDepth() + distance + m_y->depth();
    const double right = m_page.width() - margin - distance;
    const auto onPixel = [this](double place) { return snapped(place, m_plane.scale); };
    m_plane.rect = QRectF(QPointF(onPixel(left), onPixel(top)),
                          QPointF(onPixel(std::max(right, left + smallestPlane)),
                                  onPixel(std::max(bottom, top + smallestPlane))));
    m_y = axis(Qt::Vertical, m_plane.rect.height());
    m_x = axis(Qt::Horizontal, m_plane.rect.width());
}

void CurvePictureLayout::placeLegend()
{
    constexpr double mostOfPlane = 0.6;
    const double width = m_page.width() - 2 * margin;
    PictureLegend legend(m_picture.curves, m_theme, m_fonts.small, width);
    if (legend.isEmpty())
        return;
    legend.arrangeInRows(rowsInPlane);
    const bool isSmall = legend.size().width() < mostOfPlane * m_plane.rect.width()
        && legend.size().height() < mostOfPlane * m_plane.rect.height();
    const auto corner =
        isSmall ? freeCorner(m_plane, m_lines, legend.size()) : std::optional<QPointF>();
    if (!corner) {
        legend.arrangeWithin({width, m_page.height() * 0.4});
        placePlane(legend.size().height());
        const double besidePlane = (m_plane.rect.width() - legend.size().width()) / 2;
        m_legendCorner = {std::clamp(m_plane.rect.left() + besidePlane, margin,
                                     std::max(margin, margin + width - legend.size().width())),
                          m_page.height() - margin - legend.size().height()};
    } else {
        m_legendCorner = *corner;
    }
    m_legend = legend;
}

void CurvePictureLayout::paintCurves(QPainter &painter, CurvePainter::Output output) const
{
    painter.save();
    if (output == CurvePainter::Output::Pixels)
        painter.setClipRect(m_plane.rect);
    CurvePainter curves(painter, m_plane, output);
    curves.draw(m_lines);
    curves.draw(curveMarks(m_picture.curves, m_theme));
    painter.setPen(QPen(m_theme.secondaryText, 1, Qt::DashDotLine));
    for (const ReferenceLine &line : m_picture.curves.references) {
        const double y = m_plane.placeOf({m_plane.ranges.xFrom, line.value}).y();
        if (y >= m_plane.rect.top() && y <= m_plane.rect.bottom())
            painter.drawLine(QLineF(m_plane.rect.left(), y, m_plane.rect.right(), y));
    }
    painter.restore();
}

void CurvePictureLayout::paintTitles(QPainter &painter) const
{
    const QRectF &plane = m_plane.rect;
    painter.setPen(m_theme.text);
    painter.setFont(m_fonts.title);
    if (!m_title.isEmpty())
        painter.drawText(m_titleRect, titleFlags | Qt::TextDontClip, m_title);
    painter.setFont(m_fonts.text);
    const double depth = titleDepth();
    painter.drawText(QRectF(plane.left(), plane.bottom() + m_x->depth(), plane.width(), depth),
                     Qt::AlignCenter | Qt::TextDontClip,
                     elided(m_picture.curves.xTitle, m_fonts.text, plane.width()));
    painter.save();
    painter.translate(margin, plane.bottom());
    painter.rotate(-90);
    painter.drawText(QRectF(0, 0, plane.height(), depth), Qt::AlignCenter | Qt::TextDontClip,
                     elided(m_picture.curves.yTitle, m_fonts.text, plane.height()));
    painter.restore();
}

void CurvePictureLayout::paint(QPainter &painter, CurvePainter::Output output) const
{
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.setFont(m_fonts.small); // SVG files tell it, whatever the program's own is
    painter.fillRect(m_page, m_theme.background);
    m_x->paintGrid(painter, m_plane.rect, m_theme);
    m_y->paintGrid(painter, m_plane.rect, m_theme);
    paintCurves(painter, output);
    m_x->paint(painter, m_plane.rect, m_page, m_theme);
    m_y->paint(painter, m_plane.rect, m_page, m_theme);
    paintTitles(painter);
    if (m_legend)
        m_legend->paint(painter, m_legendCorner, m_theme);
}

} // namespace inceptoscope
