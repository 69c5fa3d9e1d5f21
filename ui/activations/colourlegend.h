#pragma once

#include "render/colourmap.h"

#include <QWidget>

namespace inceptoscope {

/// What the colours stand for: a bar of them between its two ends, and which scale that is.
class ColourLegend : public QWidget
{
    Q_OBJECT

public:
    struct Content
    {
        ColourMap map = ColourMap::Viridis;
        QString low;
        QString high;
        QString scale;
        bool notFinite = false; ///< explain that colour too
    };

    explicit ColourLegend(QWidget *parent = nullptr);

    void setContent(const Content &content);
    /// Whether the two ends, and which scale that is, are drawn or stand beside it. `text` has all.
    void setDrawn(bool ends, bool scale);
    /// All it says: "0 … 5.3, one scale for all maps".
    QString text() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Content drawn() const;

    Content m_content;
    bool m_drawsEnds = true;
    bool m_drawsScale = true;
};

} // namespace inceptoscope
