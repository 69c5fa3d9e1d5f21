#include "training/trainpage.h"

#include "async/whendone.h"
#include "common/emptystate.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "curves/curveplot.h"
#include "curves/plotsaver.h"
#include "explorer/explorer.h"
#include "images/shownname.h"
#include "style/metrics.h"
#include "training/datachooser.h"
#include "training/examplephotos.h"
#include "training/forecaster.h"
#include "training/growthpane.h"
#include "training/moresettings.h"
#include "training/runcontrols.h"
#include "training/setuppane.h"
#include "training/trainingcontroller.h"
#include "training/trainingtexts.h"
#include "training/trainresults.h"

#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace inceptoscope {

namespace {

using State = TrainingController::State;

const QString choiceKey = QStringLiteral("choice");
const QString recentKey = QStringLiteral("recent");
const QString parentKey = QStringLiteral("parent");
const QString bodyKey = QStringLiteral("body");
const QString resultsKey = QStringLiteral("results");

/// What has no room for its least size would lie one over another.
QScrollArea *scrolled(QWidget *body)
{
    auto *scroll = new QScrollArea;
    scroll->setWidget(body);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

bool isUnderWay(State state)
{
    return state == State::Preparing || state == State::Running || state == State::Stopping;
}

} // namespace

TrainPage::TrainPage(TrainingController *controller, Explorer *explorer, QWidget *parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_explorer(explorer)
    , m_header(new PaneHeader(tr("Train")))
    , m_message(new MessageBar)
    , m_setup(new SetupPane)
    , m_controls(new RunControls)
    , m_forecaster(new TrainingForecaster(controller->program(), this))
    , m_body(new QSplitter(Qt::Horizontal))
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_results(new TrainResults(explorer))
{
    m_setup->more()->setParentFolder(usualTrainingFolder());
    buildHeader();
    buildEmptyState();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_results);
    m_body->addWidget(buildLeft());
    m_body->addWidget(m_stack);
    m_body->setChildrenCollapsible(false);
    m_body->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_message);
    layout->addWidget(scrolled(m_body), 1);
    connectController();
    connectControls();
    showState();
}

void TrainPage::buildHeader()
{
    auto *open = new QAction(themedIcon(QStringLiteral("open")), tr("Open a &training…"), this);
    open->setToolTip(tr("Show a training that was made before"));
    connect(open, &QAction::triggered, this, &TrainPage::openTraining);
    addAction(open);
    for (QAction *action :
         {open, m_results->plot()->fitAction(), m_results->plot()->saver()->pictureAction()})
        m_header->addActionButton(action);
}

QWidget *TrainPage::buildLeft()
{
    QScrollArea *scroll = scrolled(m_setup);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *left = new QWidget;
    left->setMinimumWidth(46 * gridUnit);
    auto *layout = new QVBoxLayout(left);
    layout->setContentsMargins({});
    layout->setSpacing(gridUnit);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_controls);
    return left;
}

/// Again when it is known whether there are data to begin with.
void TrainPage::buildEmptyState()
{
    const bool hasFashion = !m_setup->data()->fashionMnist().isEmpty();
    m_empty->setContent(
        QStringLiteral("train"),
        tr("Train a network with residual connections beside one without, and watch the errors of "
           "both fall here. Choose data to train on, then Start."),
        hasFashion ? tr("Take Fashion-MNIST") : tr("Choose data…"));
}

void TrainPage::connectController()
{
    connect(m_controller, &TrainingController::changed, this, &TrainPage::showState);
    connect(m_controller, &TrainingController::opened, this, &TrainPage::showTraining);
    connect(m_controller, &TrainingController::failed, this, [this](const QString &sentence) {
        m_takesChoice = false; // there is none
        m_message->showMessage(MessageBar::Kind::Error, sentence);
    });
}

void TrainPage::connectControls()
{
    connect(m_controls, &RunControls::startRequested, this, &TrainPage::start);
    connect(m_controls, &RunControls::pauseRequested, m_controller, &TrainingController::pause);
    connect(m_controls, &RunControls::goOnRequested, m_controller, &TrainingController::goOn);
    connect(m_controls, &RunControls::stopRequested, m_controller, &TrainingController::stop);
    connect(m_setup, &SetupPane::changed, this, [this] {
        m_forecaster->clear(); // it was of something else
        showControls();
    });
    connect(m_controls, &RunControls::forecastRequested, this,
            [this] { m_forecaster->request(m_setup->choice()); });
    connect(m_forecaster, &TrainingForecaster::changed, this,
            [this] { m_controls->showForecast(m_forecaster->text(), m_forecaster->isBusy()); });
    connect(m_setup->data(), &DataChooser::fashionMnistFound, this, &TrainPage::buildEmptyState);
    connect(m_empty, &EmptyState::actionTriggered, this, &TrainPage::actOnEmpty);
    connect(m_message, &MessageBar::actionTriggered, m_controller, &TrainingController::goOn);
    const PlotSaver *saver = m_results->plot()->saver();
    connect(saver, &PlotSaver::saved, this, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Info, sentence);
    });
    connect(saver, &PlotSaver::failed, this, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Error, sentence);
    });
    connect(m_results, &TrainResults::useRequested, this, [this](int run) {
        const RunStatus &status = m_controller->runs()[static_cast<std::size_t>(run)];
        emit weightsChosen(QFile::decodeName(status.weights.c_str()),
                           status.state == RunStatus::State::Finished);
    });
    connect(m_results->growth(), &GrowthPane::photosRequested, this, &TrainPage::takeExamples);
    connect(m_results->growth(), &GrowthPane::photoActivated, this, [this](int photo) {
        m_explorer->selection()->setPhoto(photo);
        emit photoShown();
    });
}

void TrainPage::actOnEmpty()
{
    if (const QString fashion = m_setup->data()->fashionMnist(); !fashion.isEmpty())
        takeData(fashion);
    else
        m_setup->data()->choose();
}

/// So that there is something to see while people have no photos of their own.
void TrainPage::takeExamples()
{
    const auto find = [training = m_controller->folder()] {
        return askDisk([&] { return examplePhotos(training); });
    };
    whenDone(this, m_disks.run(find), [this](const Expected<QStringList> &photos) {
        if (photos)
            m_explorer->openPhotos(*photos);
        else
            m_message->showMessage(MessageBar::Kind::Warning,
                                   QString::fromStdString(photos.error().message));
    });
}

void TrainPage::takeData(const QString &folder)
{
    if (m_setup->isEnabled())
        return m_setup->data()->setFolder(folder);
    m_message->showMessage(
        MessageBar::Kind::Info,
        tr("Other data can be chosen when the training that is under way is through or stopped."));
}

/// The choice is kept at once, for the window may crash.
void TrainPage::start()
{
    QSettings().setValue(QStringLiteral("train/page"), settings());
    m_forecaster->clear(); // which would slow it down
    m_controller->start(m_setup->choice(), m_setup->more()->parentFolder());
}

void TrainPage::openTraining()
{
    auto *dialog = new QFileDialog(this, tr("Open a training"), m_setup->more()->parentFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_controller->open(path);
        m_takesChoice = true;
    });
    dialog->open();
}

void TrainPage::showTraining()
{
    m_told.clear();
    m_message->clear();
    m_hasChoice = false;
    m_results->begin(m_controller->folder().choice);
    m_header->setDetail(shownName(QFileInfo(m_controller->folder().path).fileName()));
}

/// What was chosen for a training stands there while it is not through, or was asked for; what a
/// person has begun to choose for the next one stays.
void TrainPage::showChoice()
{
    const State state = m_controller->state();
    const bool isOpen = state == State::Running || state == State::Paused || m_takesChoice;
    if (m_hasChoice || !isOpen || state == State::Preparing)
        return;
    m_hasChoice = true;
    m_takesChoice = false;
    m_setup->setChoice(m_controller->folder().choice);
}

void TrainPage::showState()
{
    showChoice();
    m_stack->setCurrentIndex(m_controller->runs().empty() ? 0 : 1);
    showControls();
    m_results->showRuns(m_controller->runs());
    showProblem();
}

void TrainPage::showControls()
{
    const State state = m_controller->state();
    m_setup->setEnabled(!isUnderWay(state) && state != State::Paused);
    m_controls->showState(state, m_setup->choice(), m_setup->isReady(), m_setup->obstacle());
}

/// Once each: a person may close it.
void TrainPage::showProblem()
{
    const auto &runs = m_controller->runs();
    const QStringList titles = variantTitles(m_controller->folder().choice);
    QStringList problems;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (const QString problem = runProblem(runs[i], titles[qsizetype(i)]); !problem.isEmpty())
            problems += problem;
    }
    const bool isGone =
        std::ranges::find(runs, RunStatus::State::Gone, &RunStatus::state) != runs.end();
    const State state = m_controller->state();
    const bool mayGoOn = (state == State::Stopped || state == State::Running) && !isGone;
    const QString action = !problems.isEmpty() && mayGoOn ? tr("Go on") : QString();
    const QString told = problems.join(u'\n') + action;
    if (std::exchange(m_told, told) == told)
        return;
    if (problems.isEmpty())
        m_message->clear();
    else
        m_message->showMessage(MessageBar::Kind::Error, problems.join(u'\n'), action);
}

QVariantMap TrainPage::settings() const
{
    if (!m_wasShown)
        return m_settings;
    return {{choiceKey, toJson(m_setup->choice())},
            {recentKey, m_setup->data()->recent()},
            {parentKey, m_setup->more()->parentFolder()},
            {bodyKey, m_body->saveState()},
            {resultsKey, m_results->saveState()}};
}

void TrainPage::applySettings()
{
    m_setup->data()->setRecent(m_settings.value(recentKey).toStringList());
    if (const auto choice = readTrainingChoice(m_settings.value(choiceKey).toByteArray()))
        m_setup->setChoice(*choice);
    if (const QString parent = m_settings.value(parentKey).toString(); !parent.isEmpty())
        m_setup->more()->setParentFolder(parent);
    m_body->restoreState(m_settings.value(bodyKey).toByteArray());
    m_results->restoreState(m_settings.value(resultsKey).toByteArray());
    showControls();
}

void TrainPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (std::exchange(m_wasShown, true))
        return m_controller->lookAgain();
    applySettings();
    m_controller->findAgain(m_setup->more()->parentFolder());
}

} // namespace inceptoscope
