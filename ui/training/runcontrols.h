#pragma once

#include "training/trainingcontroller.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace inceptoscope {

/// Starts, pauses and ends a training: the buttons that mean something at the moment, and above
/// them a line about what they do.
class RunControls : public QWidget
{
    Q_OBJECT

public:
    explicit RunControls(QWidget *parent = nullptr);

    /// `choice` is what would be started, where that is ready; `obstacle` says why it is not.
    void showState(TrainingController::State state, const TrainingChoice &choice, bool isReady,
                   const QString &obstacle);

    QPushButton *startButton() { return m_start; }
    QPushButton *pauseButton() { return m_pause; }
    QPushButton *goOnButton() { return m_goOn; }
    QPushButton *stopButton() { return m_stop; }
    QString note() const;
    /// What a training takes, as far as it is known.
    void showForecast(const QString &text, bool isBusy);
    QString forecast() const;
    QPushButton *forecastButton() { return m_forecast; }

signals:
    void startRequested();
    void pauseRequested();
    void goOnRequested();
    void stopRequested();
    void forecastRequested();

private:
    void build();

    QPushButton *m_start;
    QPushButton *m_pause;
    QPushButton *m_goOn;
    QPushButton *m_stop;
    QPushButton *m_forecast;
    QLabel *m_note;
    QLabel *m_forecastText;
};

} // namespace inceptoscope
