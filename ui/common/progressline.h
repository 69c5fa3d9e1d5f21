#pragma once

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QWidget>

#include <optional>

namespace inceptoscope {

/// A thin line that shows work going on. It stays invisible for the first 150 ms, so that short
/// work changes nothing on the screen, and keeps its place in a layout while invisible. With no
/// progress known a piece of it wanders; where the system asks for less motion it stands still.
class ProgressLine : public QWidget
{
    Q_OBJECT

public:
    explicit ProgressLine(QWidget *parent = nullptr);

    void start();
    void stop();
    /// Part done, 0 to 1; nothing: not known. Kept until `start` or `stop`.
    void setFraction(std::optional<double> fraction);

    bool isRunning() const { return m_running; }
    /// Running for longer than the delay.
    bool isShown() const { return m_shown; }

    QSize sizeHint() const override;

signals:
    void shown();

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    bool animated() const;
    void updateAccessibleText();

    std::optional<double> m_fraction;
    bool m_running = false;
    bool m_shown = false;
    QBasicTimer m_delay;
    QBasicTimer m_frames;
    QElapsedTimer m_clock;
};

} // namespace inceptoscope
