#pragma once

#include "diagram/diagramlayout.h"
#include "diagram/diagramnavigation.h"
#include "diagram/overlayscale.h"
#include "style/theme.h"

#include <QAbstractScrollArea>
#include <QVariantAnimation>

#include <optional>

namespace inceptoscope {

class MiniMap;

/// The block diagram of a network. A click selects a stage, block or layer; a double click or the
/// mark on it opens and closes. Dragging pans, the wheel scrolls and zooms with Ctrl held; a
/// mini-map shows the part that is visible where not all of it is. On the keyboard Left and Right
/// go along the data, Up and Down across branches, Enter opens and closes, Home and End go to the
/// first and last, + and - zoom, 0 fits.
class DiagramView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit DiagramView(QWidget *parent = nullptr);

    /// What is open, selected and visible stays where only the input size or other options of the
    /// same network have changed; another network is shown closed and whole. What is selected
    /// before it is seen is seen to fit, too.
    /// `unfit`: grids in place of the graph's, for a size that it does not take.
    void setGraph(const NetworkGraph &graph, const std::optional<UnfitShapes> &unfit = {});
    const std::optional<UnfitShapes> &unfit() const { return m_unfit; }
    void clear();
    const std::optional<NetworkGraph> &graph() const { return m_graph; }

    QString current() const { return m_current; }
    const QSet<QString> &opened() const { return m_opened; }
    void setOpened(const QSet<QString> &ids);
    /// Tints the boxes.
    void setOverlay(const OverlayValues &overlay);
    const OverlayValues &overlay() const { return m_overlay; }
    /// Over the boxes that are shown; nothing where none has a value.
    const std::optional<OverlayScale> &overlayScale() const { return m_overlayScale; }
    /// Flags blocks, by their ids, that put out nothing but zeros, and the stages they are in.
    void setDead(const std::vector<std::string> &blocks);
    /// What the flags say, by the ids of what bears one.
    QHash<QString, QString> flags() const;
    /// All there is to say of an element, in lines or, for people who listen, in one.
    QString toolTipOf(const QString &id) const;
    QString spokenTextOf(const QString &id) const;
    double zoom() const { return m_zoom; }
    /// See layoutDiagram.
    double wrapWidth() const { return m_wrapWidth; }
    /// Where everything stands, in units of the diagram, when nothing moves any more.
    const DiagramLayout &diagram() const { return m_layout; }
    /// From units of the diagram to the viewport.
    QPointF toView(const QPointF &place) const;
    QPointF toDiagram(const QPointF &point) const;

    /// Below it, names are too small to read.
    static constexpr double readableZoom = 0.6;

public slots:
    /// Opens what contains it and scrolls to it. A branch that is alone in its block stands for its
    /// last layer; an unknown id for nothing.
    void setCurrent(const QString &id);
    /// So near, in motion where there is motion, that the name of the current one can be read.
    void approachCurrent();
    void setElementOpened(const QString &id, bool opened);
    void expandAll();
    void collapseAll();
    void zoomIn();
    void zoomOut();
    /// Shows all of it, in as many lines as make it largest, and goes on doing so while the size
    /// of the view changes, until the person zooms, pans or opens something.
    void fit();

signals:
    void currentChanged(const QString &id);
    void zoomChanged(double zoom);
    void overlayScaleChanged();

protected:
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    DiagramLayout layOut(DiagramSpec spec) const;
    void relayout(const QString &anchor = {});
    void rewrap();
    void refit();
    void reveal(const QString &id);
    void toggle(const QString &id);
    void step(DiagramStep step);
    void select(const QString &id);
    void updateAccessibleText();
    void updateOverlayScale();
    QString overlayTextOf(const QString &id) const;
    QString deadTextOf(const QString &id) const;

    bool animated() const;
    double fitZoom() const;
    QPointF origin() const;
    QRectF visiblePart() const;
    void scrollTo(const QPointF &place, const QPointF &point);
    void zoomOn(double zoom);
    void startZoom(double zoom);
    void setZoomAround(double zoom, const QPointF &place, const QPointF &point);
    void zoomTo(double zoom, const QPointF &point);
    void centreOn(const QPointF &place);
    bool canScroll() const;
    void updateScrollBars();
    void updateMiniMap();
    bool placeMiniMap();

    QString idAt(const QPointF &point) const;
    bool isChevronAt(const QPointF &point) const;
    void setHovered(const QString &id);
    void showToolTip(const QPoint &globalPosition, const QPointF &point);

    std::optional<NetworkGraph> m_graph;
    std::optional<UnfitShapes> m_unfit;
    QSet<QString> m_opened;
    QString m_current;
    QString m_hovered;
    DiagramLayout m_layout;
    OverlayValues m_overlay;
    std::optional<OverlayScale> m_overlayScale;
    QSet<QString> m_dead; ///< blocks
    DiagramLayout m_before; ///< what the motion of a fold starts from
    double m_wrapWidth = 0.0;
    double m_zoom = 1.0;
    bool m_fitted = true;
    bool m_isUnseen = true; ///< the network is, at the size that the view really has
    QSize m_room; ///< that it was fitted to last
    QVariantAnimation m_fold;
    QVariantAnimation m_zooming;
    QPointF m_zoomPlace; ///< in the diagram, which moves …
    QPointF m_zoomFrom; ///< … from this point of the viewport …
    QPointF m_zoomPoint; ///< … to this one, or stays there
    std::optional<QPointF> m_pressed; ///< where the mouse button went down
    QPointF m_panned; ///< last point of a pan
    bool m_panning = false;
    MiniMap *m_miniMap;
};

} // namespace inceptoscope
