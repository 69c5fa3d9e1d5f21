#pragma once

#include "curves/curveset.h"
#include "training/runstatus.h"
#include "training/trainingchoice.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace inceptoscope {

class ElidedLabel;
class LineSample;
class ProgressLine;

/// One network in training: its line in the plot, how far it is, and the way to look at it.
class RunRow : public QWidget
{
    Q_OBJECT

public:
    explicit RunRow(QWidget *parent = nullptr);

    void showRun(const QString &title, const RunStatus &run, const TrainingChoice &choice);
    /// How it is drawn in the plot; nothing: not there yet.
    void setSeries(const std::optional<CurveSeries> &series);

    QPushButton *useButton() { return m_use; }
    QString text() const;

signals:
    void useRequested();

private:
    LineSample *m_line;
    QLabel *m_title;
    ElidedLabel *m_text;
    QPushButton *m_use;
    ProgressLine *m_progress;
};

} // namespace inceptoscope
