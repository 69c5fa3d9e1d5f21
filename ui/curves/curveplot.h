#pragma once

#include "curves/curveranges.h"

#include <QWidget>

#include <optional>

class QAction;
class QCustomPlot;
class QLabel;
class QMenu;
class QMouseEvent;

namespace inceptoscope {

class CurveCursor;
class CurvesPlottable;
class PlotSaver;

/// Curves against the epoch. The mouse zooms into the box it draws, pans with Shift and zooms with
/// its wheel (over an axis, along that one); a double click, or 0, fits all in. The values of all
/// curves at the nearest epoch follow the mouse, or the arrow keys; a click, or D, pins an epoch
/// that others are compared with.
class CurvePlot : public QWidget
{
    Q_OBJECT

public:
    explicit CurvePlot(QWidget *parent = nullptr);

    const CurveSet &curves() const { return m_curves; }
    /// What is looked at stays, unless it was everything or the metric is another.
    void setCurves(const CurveSet &curves);
    void setScales(const CurveScales &scales);
    /// Both at once: other scales fit all in.
    void setCurves(const CurveSet &curves, const CurveScales &scales);
    /// In so many rows above the plane, where it covers no curve however small the plot is.
    void putLegendAbove(int rows);
    /// What stands there while there is no curve.
    void setEmptyNote(const QString &note);

    CurveRanges ranges() const;
    void fit();
    /// As another plot has them.
    void showPlaces(double from, double to);
    /// Axes of both stand in line.
    void alignWith(CurvePlot *other);

    /// For buttons and menus.
    QAction *fitAction() const { return m_fitAction; }
    QAction *copyAction() const { return m_copyAction; }
    /// Saves the plot, as a picture or as values.
    PlotSaver *saver() const { return m_saver; }

    /// The values shown at an epoch, a line each; empty while none are.
    QString valuesText() const;

signals:
    /// What is seen of the horizontal axis.
    void placesChanged(double from, double to);

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void buildPlot();
    void buildActions();
    void connectPlot();
    void applyTicks();
    void applyStyle();
    void applyPixelRatio();
    void tellWhyEmpty();
    void addReferences();
    std::size_t legendRoom();
    void fillLegend();
    void fitRanges();
    void beginDrag(const QMouseEvent *event);
    void endClick(const QMouseEvent *event);
    void fitInstead();
    void pinOrLift();
    void leave();
    void addPinAction(QMenu *menu, const std::optional<double> &place);
    void zoomInto(const QRect &box);
    void zoomBy(double factor);
    void pan(double columns, double rows);
    bool isOwnKey(const QKeyEvent *event) const;
    void copy();
    void replot();

    CurveSet m_curves;
    CurveScales m_scales;
    bool m_isLegendAbove = false;
    bool m_fitting = false;
    bool m_fitted = true; ///< until the person looks closer
    QCustomPlot *m_plot;
    CurvesPlottable *m_lines; ///< the plot's
    CurveCursor *m_cursor;
    std::optional<QPoint> m_pressed; ///< until the button is released
    std::optional<double> m_pinnedBefore; ///< it was pressed
    QLabel *m_note;
    QString m_emptyNote; ///< what it says while there is no curve
    QAction *m_fitAction;
    QAction *m_copyAction;
    PlotSaver *m_saver;
};

} // namespace inceptoscope
