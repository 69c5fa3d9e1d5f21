#pragma once

#include <QBasicTimer>
#include <QWidget>

#include <optional>

class QPushButton;

namespace inceptoscope {

class ProgressLine;

/// Waiting, as every pane shows it, laid over a widget: for 150 ms nothing; then the old content
/// stays, dimmed, under a thin progress line; after 2 s there is Cancel. The content can still be
/// looked at and used.
class BusyVeil : public QWidget
{
    Q_OBJECT

public:
    /// Covers `target`, of which it becomes a child, and follows its size; where that is a stack,
    /// all of its pages.
    explicit BusyVeil(QWidget *target);

    bool isBusy() const { return m_busy; }
    void setBusy(bool busy);
    /// Part done, 0 to 1; nothing: not known.
    void setFraction(std::optional<double> fraction);

signals:
    void shown(); ///< the moment is over in which nothing changes
    void cancelRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    void layOut();
    void raiseAll();

    bool m_busy = false;
    QBasicTimer m_cancelDelay;
    ProgressLine *m_line; // siblings of the veil, which lets the mouse through
    QPushButton *m_cancel;
};

} // namespace inceptoscope
