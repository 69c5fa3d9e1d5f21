#pragma once

#include "curves/curveset.h"

#include <QObject>
#include <QPoint>

#include <vector>

class QCPItemStraightLine;
class QCPItemTracer;
class QCustomPlot;

namespace inceptoscope {

class CurveReadout;

/// Reads all curves of a plot at one epoch: a line there, a ring on each curve, and a panel beside
/// the line with the values.
class CurveCursor : public QObject
{
    Q_OBJECT

public:
    /// The panel becomes a child of the plot's parent and lies above it.
    explicit CurveCursor(QCustomPlot *plot);

    /// Takes the place of every item the plot has. What is read stays, where the curves have that
    /// epoch still.
    void setCurves(const CurveSet &curves);

    /// At the epoch nearest to the mouse; hides outside of the axes.
    void follow(const QPoint &mouse);
    /// By epochs; from the first or the last while hidden.
    void step(int steps);
    void hide();

    /// Epoch and values, a line each; empty while hidden.
    QString text() const;

signals:
    void textChanged(const QString &text);

private:
    void takeCurves(const CurveSet &curves);
    void show(double epoch, int y);
    void placeItems(double epoch);
    void fillPanel(double epoch);
    void placePanel(double epoch, int y);

    QCustomPlot *m_plot;
    CurveReadout *m_panel;
    CurveSet m_curves;
    std::optional<double> m_epoch;
    int m_y = 0; ///< the panel's height on the plot
    QCPItemStraightLine *m_line = nullptr; ///< the items belong to the plot
    std::vector<QCPItemTracer *> m_tracers; ///< by series
};

} // namespace inceptoscope
