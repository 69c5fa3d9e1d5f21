#pragma once

#include "diagram/diagramlayout.h"
#include "diagram/overlayscale.h"

#include <QPixmap>
#include <QWidget>

namespace inceptoscope {

/// The whole diagram in small with a frame around the part that is visible; a click or a drag moves
/// that part.
class MiniMap : public QWidget
{
    Q_OBJECT

public:
    explicit MiniMap(QWidget *parent = nullptr);

    /// Takes the size that shows all of `layout`. Made smaller, it still does.
    void setDiagram(const DiagramLayout &layout);
    /// A share of that size.
    QSize sizeAt(double share) const;
    /// Tints as in the diagram itself.
    void setOverlay(const OverlayValues &overlay, const std::optional<OverlayScale> &scale);
    /// In units of the diagram.
    void setVisiblePart(const QRectF &part);

    /// The person's pointer is on it and pressed: no time to move it.
    bool isHeld() const { return m_isHeld; }

signals:
    /// The person wants this place (units of the diagram) in the middle.
    void placeRequested(const QPointF &place);
    void letGo(); ///< is not held any more

protected:
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    double shownScale() const;
    QPixmap picture() const;

    DiagramLayout m_layout;
    OverlayValues m_overlay;
    std::optional<OverlayScale> m_overlayScale;
    QRectF m_part;
    double m_scale = 1.0;
    bool m_isHeld = false;
    QPixmap m_picture; ///< empty: to be drawn anew
};

} // namespace inceptoscope
