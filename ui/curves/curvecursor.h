#pragma once

#include "curves/cursorpin.h"

#include <QObject>
#include <QPoint>

#include <vector>

class QCPItemStraightLine;
class QCPItemTracer;
class QCustomPlot;

namespace inceptoscope {

class CurveReadout;

/// Reads all curves of a plot at one epoch: a line there, a ring on each curve, and a panel beside
/// the line with the values: of many curves those next to the mouse. Where a place is pinned, also
/// with what they are more or less than there.
class CurveCursor : public QObject
{
    Q_OBJECT

public:
    /// The panel becomes a child of the plot's parent and lies above it.
    explicit CurveCursor(QCustomPlot *plot);

    /// Takes the place of every item the plot has. What is read stays, where the curves have that
    /// epoch still.
    void setCurves(const CurveSet &curves);

    /// At the epoch nearest to the mouse; hides outside of the axes, and while a button is held.
    void follow(const QPoint &mouse);
    /// The epoch nearest to the mouse; nothing outside of the axes.
    std::optional<double> placeAt(const QPoint &mouse) const;
    /// What is read; nothing while hidden.
    const std::optional<double> &place() const { return m_epoch; }
    /// By epochs; from the first or the last while hidden.
    void step(int steps);
    void hide();

    const std::optional<double> &pinned() const { return m_pin.place(); }
    /// Nothing lifts the pin, which stays while the cursor is hidden.
    void pin(const std::optional<double> &place);
    /// Pins the place of a click and reads it, or lifts the pin that is there.
    void pinAt(const QPoint &mouse);

    /// Epoch and values, a line each; empty while hidden.
    QString text() const;

signals:
    void textChanged(const QString &text);

private:
    void takeCurves(const CurveSet &curves);
    QString title(double epoch) const;
    void show(double epoch, int y);
    void placeItems(double epoch);
    std::vector<std::size_t>
    namedCurves(const std::vector<std::optional<CurvePoint>> &points) const;
    void fillPanel(double epoch);
    void placePanel(double epoch, int y);

    QCustomPlot *m_plot;
    CurveReadout *m_panel;
    CurveSet m_curves;
    CursorPin m_pin;
    std::optional<double> m_epoch;
    int m_y = 0; ///< the panel's height on the plot
    std::optional<int> m_mouse; ///< its height on the plot; nothing while keys read the curves
    QCPItemStraightLine *m_line = nullptr; ///< the items belong to the plot
    std::vector<QCPItemTracer *> m_tracers; ///< by series
};

/// A plot without its cursor, as it is saved; the pin comes back.
class CursorAway
{
public:
    explicit CursorAway(CurveCursor *cursor)
        : m_cursor(cursor)
        , m_pinned(cursor->pinned())
    {
        m_cursor->hide();
        m_cursor->pin(std::nullopt);
    }
    ~CursorAway() { m_cursor->pin(m_pinned); }
    Q_DISABLE_COPY_MOVE(CursorAway)

private:
    CurveCursor *m_cursor;
    std::optional<double> m_pinned;
};

} // namespace inceptoscope
