#pragma once

#include "async/diskworkers.h"

#include <QVariantMap>
#include <QWidget>

class QSplitter;
class QStackedWidget;

namespace inceptoscope {

class EmptyState;
class Explorer;
class MessageBar;
class PaneHeader;
class RunControls;
class SetupPane;
class TrainingForecaster;
class TrainingController;
class TrainResults;

/// Trains one network or two side by side: what and on what on the left, both errors as they fall
/// on the right, with how far each is. A training that is under way is found again when the page
/// is first shown.
class TrainPage : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive the page.
    TrainPage(TrainingController *controller, Explorer *explorer, QWidget *parent = nullptr);

    TrainingController *controller() { return m_controller; }
    SetupPane *setup() { return m_setup; }
    MessageBar *messageBar() { return m_message; }
    EmptyState *emptyState() { return m_empty; }
    RunControls *controls() { return m_controls; }
    TrainResults *results() { return m_results; }

    /// Takes a folder to train on, unless a training is under way.
    void takeData(const QString &folder);
    /// Asks for the folder of a training that is there.
    void openTraining();

    /// What is chosen, from one run of the program to the next. Nothing is done with it before the
    /// page is shown: data to train on are read whole to say what they are.
    QVariantMap settings() const;
    void restore(const QVariantMap &settings) { m_settings = settings; }

signals:
    /// To be looked into. Those of a network that still grows change.
    void weightsChosen(const QString &file, bool isFinished);
    void photoShown(); ///< the person wants to look at a photo, which was chosen

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildHeader();
    void buildEmptyState();
    QWidget *buildLeft();
    void connectController();
    void connectControls();
    void showTraining();
    void showChoice();
    void showState();
    void showControls();
    void showProblem();
    void start();
    void actOnEmpty();
    void takeExamples();
    void applySettings();

    TrainingController *m_controller;
    Explorer *m_explorer;
    PaneHeader *m_header;
    MessageBar *m_message;
    SetupPane *m_setup;
    RunControls *m_controls;
    TrainingForecaster *m_forecaster;
    QSplitter *m_body;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    TrainResults *m_results;
    QVariantMap m_settings; ///< of before
    QString m_told; ///< the problem and the action that the message shows, or showed until closed
    bool m_takesChoice = false; ///< of the training that is being opened
    bool m_hasChoice = false; ///< of the training that is shown
    bool m_wasShown = false;
    DiskWorkers m_disks;
};

} // namespace inceptoscope
