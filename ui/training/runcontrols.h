#pragma once

#include "training/trainingcontroller.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace inceptoscope {

/// Starts, pauses and ends a training: the buttons that mean something at the moment, and a line
/// about what they do.
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

signals:
    void startRequested();
    void pauseRequested();
    void goOnRequested();
    void stopRequested();

private:
    void build();

    QPushButton *m_start;
    QPushButton *m_pause;
    QPushButton *m_goOn;
    QPushButton *m_stop;
    QLabel *m_note;
};

} // namespace inceptoscope
