#pragma once

#include "curves/curvepainter.h"

#include <QFont>
#include <QStringList>

#include <vector>

class QPainter;

namespace inceptoscope {

/// The legend of a picture: a line for each curve, drawn as it is, and what it is.
class PictureLegend
{
public:
    /// Of what is drawn on the plane. Texts longer than `widest` units are shortened in their
    /// middle.
    PictureLegend(const CurveSet &curves, const Theme &theme, const QFont &font, double widest);

    bool isEmpty() const { return m_entries.empty(); }
    /// In so many rows at most; further ones stand in further columns.
    void arrangeInRows(int rows);
    /// As wide as that at most, and as high. Where that takes more columns texts are shortened, as
    /// long as they differ; what has no room then is counted in the last row.
    void arrangeWithin(const QSizeF &room);
    QSizeF size() const;
    /// On a ground that keeps what is behind it away.
    void paint(QPainter &painter, const QPointF &corner, const Theme &theme) const;

private:
    struct Entry
    {
        QString text;
        QPen pen;
    };

    bool arrangeInColumns(int columns, const QSizeF &room);
    int rowsWithin(double height) const;
    void nameAtMost(std::size_t count);
    double rowHeight() const;
    double columnWidth() const;

    QFont m_font;
    std::vector<Entry> m_entries;
    int m_rows = 1;
    int m_columns = 1;
};

/// Where in the plane the legend covers no curve; nothing where it covers one wherever it is.
std::optional<QPointF> freeCorner(const CurvePlane &plane, const std::vector<CurveLine> &lines,
                                  const QSizeF &legend);

} // namespace inceptoscope
