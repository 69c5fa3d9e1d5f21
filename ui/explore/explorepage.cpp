#include "explore/explorepage.h"

#include "activations/activationpane.h"
#include "diagram/breadcrumbs.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramspec.h"
#include "diagram/diagramview.h"
#include "explain/explainer.h"
#include "explain/explanationpane.h"
#include "explore/activationlink.h"
#include "explorer/explorer.h"
#include "filmstrip/filmstrip.h"
#include "networks/networktexts.h"
#include "overlay/overlaycontroller.h"
#include "predictions/photoview.h"
#include "predictions/predictionspane.h"
#include "residual/residualpane.h"
#include "residual/residualplot.h"

#include <QAction>
#include <QDataStream>
#include <QEvent>
#include <QIODevice>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include <initializer_list>
#include <utility>

namespace inceptoscope {

static constexpr int listedPredictions = 10;

/// Scrolls where the window is too low for all of its panes.
static QScrollArea *scrolled(QWidget *column)
{
    auto *area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidgetResizable(true);
    area->setWidget(column);
    return area;
}

ExplorePage::ExplorePage(Explorer *explorer, QWidget *parent)
    : QWidget(parent)
    , m_explorer(explorer)
    , m_overlay(new OverlayController(explorer, this))
    , m_explainer(new Explainer(explorer, this))
    , m_diagram(new DiagramPane)
    , m_activations(new ActivationPane)
    , m_link(new ActivationLink(explorer, m_activations, this))
    , m_predictions(new PredictionsPane)
    , m_explanations(new ExplanationPane(explorer, m_explainer))
    , m_residuals(new ResidualPane(explorer))
    , m_filmstrip(new Filmstrip(explorer->photos(), explorer->selection()))
    , m_columns(new QSplitter(Qt::Horizontal))
    , m_rows(new QSplitter(Qt::Vertical))
    , m_side(new QSplitter(Qt::Vertical))
    , m_answer(new QWidget)
    , m_sideArea(scrolled(m_side))
{
    m_predictions->setLimit(listedPredictions);
    m_predictions->setPhotoRoom(this);
    build();
    connectDiagram();
    connectPredictions();
    connectActivations();
    connectExplanations();
    showGraph();
    showPicture();
    showAnswer();
    m_link->show();
}

void ExplorePage::build()
{
    m_rows->addWidget(m_diagram);
    m_rows->addWidget(m_activations);
    m_columns->addWidget(m_rows);
    auto *answerLayout = new QVBoxLayout(m_answer);
    answerLayout->setContentsMargins(0, 0, 0, 0);
    answerLayout->setSpacing(0);
    answerLayout->addWidget(m_predictions, 1);
    answerLayout->addWidget(m_explanations);
    m_side->addWidget(m_answer);
    m_side->addWidget(m_residuals);
    m_side->setStretchFactor(0, 1);
    m_side->setStretchFactor(1, 1);
    m_columns->addWidget(m_sideArea);
    m_sideArea->viewport()->installEventFilter(this);
    m_rows->setSizes({400, 320});
    m_columns->setSizes({960, 320});
    m_side->setSizes(m_sideSizes);
    m_columns->setStretchFactor(0, 1);
    for (QSplitter *splitter : {m_rows, m_columns, m_side})
        splitter->setChildrenCollapsible(false);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_columns, 1);
    layout->addWidget(m_filmstrip);
}

void ExplorePage::connectDiagram()
{
    Selection *selection = m_explorer->selection();
    connect(m_explorer, &Explorer::graphChanged, this, &ExplorePage::showGraph);
    connect(m_diagram, &DiagramPane::currentChanged, this, [this](const QString &id) {
        // An empty diagram is no choice of the person's, nor is what is drawn for another id.
        const auto &graph = m_explorer->graph();
        if (graph && id != drawnId(*graph, m_explorer->selection()->element()))
            m_explorer->selection()->setElement(id);
    });
    connect(m_diagram, &DiagramPane::ownSizeRequested, m_explorer,
            [this] { m_explorer->setInputSize(0); });
    connect(selection, &Selection::elementChanged, m_diagram, &DiagramPane::setCurrent);
    connect(m_explorer, &Explorer::residualScalesChanged, this, &ExplorePage::showGraph);
    connect(m_explorer, &Explorer::networkFiguresChanged, m_diagram, [this] {
        const auto &figures = m_explorer->networkFigures();
        m_diagram->view()->setDead(figures ? figures->deadBlocks : std::vector<std::string>());
    });
    connect(m_overlay, &OverlayController::changed, m_diagram,
            [this] { m_diagram->setOverlay(m_overlay->values(), m_overlay->lack()); });
}

void ExplorePage::connectPredictions()
{
    connect(m_explorer, &Explorer::pictureChanged, this, &ExplorePage::showPicture);
    connect(m_explorer, &Explorer::answerChanged, this, &ExplorePage::showAnswer);
    connect(m_explorer, &Explorer::busyChanged, m_predictions, &PredictionsPane::setBusy);
    connect(m_explorer, &Explorer::progressChanged, m_predictions, &PredictionsPane::setProgress);
    const auto tell = [this](const QString &message, const QString &action, Remedy remedy) {
        m_remedy = remedy;
        m_predictions->showProblem(message, action);
        m_link->show();
    };
    connect(m_explorer, &Explorer::pictureFailed, this,
            [tell](const QString &message) { tell(message, tr("Try again"), Remedy::Retry); });
    connect(m_explorer, &Explorer::answerFailed, this,
            [tell](const QString &message) { tell(message, tr("Try again"), Remedy::Retry); });
    connect(m_predictions, &PredictionsPane::cancelRequested, this, [this, tell] {
        m_explorer->cancel();
        tell(tr("Cancelled."), tr("Try again"), Remedy::Retry);
    });
    connect(m_predictions, &PredictionsPane::openRequested, this, &ExplorePage::samplesRequested);
    connect(m_filmstrip, &Filmstrip::openRequested, this, &ExplorePage::photosRequested);
    connect(m_predictions, &PredictionsPane::actionTriggered, this, &ExplorePage::actOnProblem);
}

void ExplorePage::connectActivations()
{
    connect(m_activations, &ActivationPane::cancelRequested, m_predictions,
            &PredictionsPane::cancelRequested);
    connect(m_activations->maximiseAction(), &QAction::toggled, this, [this](bool alone) {
        const int side = m_columns->count() - 1;
        for (QWidget *other : {static_cast<QWidget *>(m_diagram), m_columns->widget(side),
                               static_cast<QWidget *>(m_filmstrip)})
            other->setVisible(!alone);
    });
}

void ExplorePage::connectExplanations()
{
    PhotoView *photo = m_predictions->photoView();
    const std::initializer_list<QWidget *> places{photo, m_diagram->view(), m_residuals->plot(),
                                                  m_filmstrip->focusProxy()};
    for (QWidget *each : places) // whose Space means nothing else
        each->addAction(m_explanations->overlayAction());
    photo->addActions(m_explanations->exportActions());
    photo->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_explanations, &ExplanationPane::overlayChanged, photo, &PhotoView::setOverlay);
    connect(m_predictions, &PredictionsPane::classChosen, m_explainer, &Explainer::setClass);
    connect(m_explainer, &Explainer::choicesChanged, this, &ExplorePage::markClass);
    connect(m_explainer, &Explainer::choicesChanged, this, &ExplorePage::fitSide);
}

/// In the list of predictions, the class that is explained.
void ExplorePage::markClass()
{
    m_predictions->setCurrentClass(m_explainer->isOn() ? m_explainer->classIndex() : -1);
}

void ExplorePage::showGraph()
{
    fitSide();
    const QString title = networkTitle(m_explorer->network());
    m_predictions->setNetworkTitle(
        m_explorer->residualScales().empty() ? title : tr("other residual scales · %1").arg(title));
    if (m_explorer->graph())
        m_diagram->setGraph(*m_explorer->graph(), networkDetail(m_explorer->network()));
    else if (const auto own = graphOf(m_explorer->network()))
        m_diagram->setUnfitGraph(*own, m_explorer->inputSize(),
                                 networkDetail(m_explorer->network()),
                                 withShownNames(*own, m_explorer->networkProblem()));
    else
        m_diagram->clear(m_explorer->networkProblem());
    m_diagram->setCurrent(m_explorer->selection()->element());
}

/// Where it is asked why, and all panes do not fit, they have but what they need and the column
/// scrolls. The residuals come back as high as they were before that, or before a network that has
/// none. They have folded by now, but the splitter has not followed yet.
void ExplorePage::fitSide()
{
    m_explanations->layout()->activate(); // what was shown or hidden now counts at once
    m_explanations->updateGeometry();
    const int least = m_answer->minimumSizeHint().height() + m_side->handleWidth()
        + m_residuals->minimumSizeHint().height();
    const bool isTight = m_explainer->isOn() && m_sideArea->viewport()->height() < least;
    const bool isSmall = m_residuals->isFolded() || isTight;
    const bool wasSmall = std::exchange(m_isSideFolded, isSmall);
    if (isSmall && !wasSmall && m_side->isVisible())
        m_sideSizes = m_side->sizes();
    else if (wasSmall && !isSmall)
        m_side->setSizes(m_sideSizes);
}

bool ExplorePage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && watched == m_sideArea->viewport())
        fitSide();
    return QWidget::eventFilter(watched, event);
}

void ExplorePage::showPicture()
{
    const int photo = m_explorer->selection()->photo();
    if (photo == 0) {
        m_predictions->showEmpty();
        return;
    }
    const PhotoListModel *photos = m_explorer->photos();
    const QString name = photos->index(photos->rowOf(photo)).data().toString();
    m_predictions->showPhoto(m_explorer->picture(), name);
    sayWhatLacks();
}

void ExplorePage::showAnswer()
{
    if (m_explorer->answer()) {
        m_predictions->showAnswer(m_explorer->answer(), m_explorer->answer()->preprocessing);
        suggestElement();
        markClass();
    } else {
        sayWhatLacks();
    }
}

/// The first answer shows what there is to see: the maps of the first stage after the stem.
void ExplorePage::suggestElement()
{
    if (std::exchange(m_hasSuggested, true) || !m_explorer->selection()->element().isEmpty())
        return;
    const auto &stages = m_explorer->graph()->stages();
    m_explorer->selection()->setElement(QString::fromStdString(stages[stages.size() > 1].id));
}

/// Why there will be no answer to the selected photo.
void ExplorePage::sayWhatLacks()
{
    if (m_explorer->selection()->photo() == 0)
        return;
    if (!m_explorer->graph()) { // which the diagram says, where it belongs
        m_remedy = Remedy::None;
        m_predictions->showNoAnswer(tr("No answer at this size"));
        return;
    }
    if (m_explorer->hasWeights())
        return;
    m_remedy = Remedy::Weights;
    m_predictions->showProblem(tr("%1 has no weights here, so it can be looked at but not run.")
                                   .arg(networkTitle(m_explorer->network())),
                               tr("Get weights…"));
}

void ExplorePage::actOnProblem()
{
    switch (m_remedy) {
    case Remedy::Retry:
        m_explorer->retry();
        break;
    case Remedy::Weights:
        emit weightsRequested();
        break;
    case Remedy::None:
        break;
    }
}

QByteArray ExplorePage::saveLayout() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_rows->saveState() << m_columns->saveState() << m_side->saveState()
           << (m_isSideFolded ? m_sideSizes : m_side->sizes());
    return state;
}

void ExplorePage::restoreLayout(const QByteArray &state)
{
    QDataStream stream(state);
    for (QSplitter *splitter : {m_rows, m_columns, m_side}) {
        QByteArray part;
        stream >> part;
        if (!part.isEmpty())
            splitter->restoreState(part);
    }
    QList<int> sizes;
    stream >> sizes;
    if (sizes.size() != m_side->count())
        return; // of before there was something to fold
    m_sideSizes = sizes;
    if (!m_isSideFolded)
        m_side->setSizes(sizes);
}

} // namespace inceptoscope
