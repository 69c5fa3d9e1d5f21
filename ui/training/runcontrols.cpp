#include "training/runcontrols.h"

#include "common/iconloader.h"
#include "engine/engine.h"
#include "style/metrics.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace inceptoscope {

namespace {

using State = TrainingController::State;

QString noteOn(State state, const TrainingChoice &choice, const QString &obstacle)
{
    if (state == State::Stopping)
        return RunControls::tr("Stopping: each run writes a checkpoint of where it is.");
    if (state == State::Running)
        return RunControls::tr("It goes on when this window is closed, and is found again here.");
    if (state == State::Paused)
        return RunControls::tr("Go on at any time, be it after a restart of the computer.");
    if (!obstacle.isEmpty() || choice.variants.size() < 2)
        return obstacle;
    return RunControls::tr("Both train at the same time, each with %1 of %2 processors.")
        .arg(QString::number(threadsOfEach(choice)), QString::number(availableProcessors()));
}

} // namespace

RunControls::RunControls(QWidget *parent)
    : QWidget(parent)
    , m_start(new QPushButton(tr("St&art")))
    , m_pause(new QPushButton(tr("Pa&use")))
    , m_goOn(new QPushButton(tr("&Go on")))
    , m_stop(new QPushButton(tr("St&op")))
    , m_forecast(new QPushButton(tr("What it ta&kes")))
    , m_note(new QLabel)
    , m_forecastText(new QLabel)
{
    build();
    connect(m_start, &QPushButton::clicked, this, &RunControls::startRequested);
    connect(m_pause, &QPushButton::clicked, this, &RunControls::pauseRequested);
    connect(m_goOn, &QPushButton::clicked, this, &RunControls::goOnRequested);
    connect(m_forecast, &QPushButton::clicked, this, &RunControls::forecastRequested);
    connect(m_stop, &QPushButton::clicked, this, &RunControls::stopRequested);
}

void RunControls::build()
{
    m_start->setIcon(themedIcon(QStringLiteral("train")));
    m_start->setToolTip(tr("Train in a new folder"));
    m_pause->setIcon(themedIcon(QStringLiteral("pause")));
    m_pause->setToolTip(tr("End the runs with a checkpoint, to go on from it"));
    m_goOn->setIcon(themedIcon(QStringLiteral("resume")));
    m_goOn->setToolTip(tr("Go on from the last checkpoint"));
    m_stop->setToolTip(tr("End the runs with a checkpoint; what the networks have learned stays"));
    m_forecast->setToolTip(
        tr("Take a few steps and tell the memory and time of the whole training; "
           "nothing is written"));
    for (QLabel *label : {m_note, m_forecastText}) {
        label->setFont(captionFont(label->font()));
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_forecastText->setAccessibleName(tr("What the training takes"));
    m_forecastText->hide();
    m_note->setAccessibleName(tr("How it is trained"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(gridUnit);
    for (QPushButton *button : {m_start, m_pause, m_goOn, m_stop, m_forecast})
        buttons->addWidget(button);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridUnit, 0, gridUnit, gridUnit);
    layout->setSpacing(gridUnit);
    layout->addWidget(m_note);
    layout->addWidget(m_forecastText);
    layout->addLayout(buttons); // which stay where they are, whatever there is to say
}

void RunControls::showState(State state, const TrainingChoice &choice, bool isReady,
                            const QString &obstacle)
{
    const bool isGoing = state == State::Running || state == State::Stopping;
    const bool mayGoOn = state == State::Paused || state == State::Stopped;
    m_start->setVisible(!isGoing && state != State::Paused);
    m_pause->setVisible(isGoing);
    m_goOn->setVisible(mayGoOn);
    m_stop->setVisible(isGoing || state == State::Paused);
    m_start->setEnabled(state != State::Preparing && isReady);
    m_forecast->setVisible(m_start->isVisibleTo(this));
    m_forecast->setEnabled(state != State::Preparing && isReady);
    m_pause->setEnabled(state == State::Running);
    m_stop->setEnabled(state == State::Running || state == State::Paused);
    m_note->setText(noteOn(state, choice, obstacle));
    m_note->setVisible(!m_note->text().isEmpty());
}

void RunControls::showForecast(const QString &text, bool isBusy)
{
    const QString measuring = isBusy ? tr("Measuring: a few steps of each network …") : QString();
    m_forecastText->setText(text.isEmpty() || !isBusy ? text + measuring
                                                      : text + u'\n' + measuring);
    m_forecastText->setVisible(!m_forecastText->text().isEmpty());
}

QString RunControls::forecast() const
{
    return m_forecastText->text();
}

QString RunControls::note() const
{
    return m_note->text();
}

} // namespace inceptoscope
