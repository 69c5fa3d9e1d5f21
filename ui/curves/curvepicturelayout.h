#pragma once

#include "curves/curvepicture.h"
#include "curves/pictureaxis.h"
#include "curves/picturefonts.h"
#include "curves/picturelegend.h"

#include <optional>

namespace inceptoscope {

/// Where everything in a picture of curves is, in units of 1/96 inch. The legend is in the plane
/// where it covers no curve, else below.
class CurvePictureLayout
{
public:
    /// `scale`: pixels for a unit; edges of the plane are on them.
    CurvePictureLayout(const CurvePicture &picture, const Theme &theme, double scale);

    QSizeF size() const { return m_page.size(); }
    void paint(QPainter &painter, CurvePainter::Output output) const;

private:
    void placeTitle();
    void placePlane(double below);
    void placeLegend();
    double titleDepth() const;
    void paintCurves(QPainter &painter, CurvePainter::Output output) const;
    void paintTitles(QPainter &painter) const;

    const CurvePicture &m_picture;
    const Theme &m_theme;
    PictureFonts m_fonts;
    QRectF m_page;
    QString m_title;
    QRectF m_titleRect;
    CurvePlane m_plane;
    std::vector<CurveLine> m_lines;
    std::optional<PictureAxis> m_x;
    std::optional<PictureAxis> m_y;
    std::optional<PictureLegend> m_legend;
    QPointF m_legendCorner;
};

} // namespace inceptoscope
