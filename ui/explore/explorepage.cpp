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
#include "panes/columnshare.h"
#include "panes/panearea.h"
#include "panes/panedock.h"
#include "panes/scrolledpane.h"
#include "panes/sealedstate.h"
#include "predictions/photoview.h"
#include "predictions/predictionspane.h"
#include "residual/residualpane.h"
#include "residual/residualplot.h"

#include <QAction>
#include <QDataStream>
#include <QIODevice>
#include <QVBoxLayout>

#include <initializer_list>
#include <utility>

namespace inceptoscope {

static constexpr int listedPredictions = 10;

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
    , m_panes(new PaneArea(m_diagram))
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
    PaneDock *maps =
        m_panes->addPane(QStringLiteral("maps"), tr("Activation &maps"), m_activations->header(),
                         m_activations, {Qt::BottomDockWidgetArea, 320});
    auto *answer = new ScrolledPane(this->answer());
    auto *residuals = new ScrolledPane(m_residuals);
    constexpr PaneArea::Place side{Qt::RightDockWidgetArea, 320};
    PaneDock *upper = m_panes->addPane(QStringLiteral("predictions"), tr("&Predictions"),
                                       m_predictions->header(), answer, side);
    PaneDock *lower = m_panes->addPane(QStringLiteral("residuals"), tr("&Residuals"),
                                       m_residuals->header(), residuals, side);
    m_panes->addStrip(QStringLiteral("filmstrip"), tr("&Filmstrip"), m_filmstrip);
    m_panes->setAlone(m_activations->maximiseAction(), maps);
    m_column = new ColumnShare(m_panes, {upper, answer}, {lower, residuals},
                               [this] { return m_residuals->leastHeight(); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_panes);
}

/// And why it is that.
QWidget *ExplorePage::answer()
{
    auto *answer = new QWidget;
    auto *layout = new QVBoxLayout(answer);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_predictions, 1);
    layout->addWidget(m_explanations);
    return answer;
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
    for (const QAction *each : m_activations->exportActions())
        connect(each, &QAction::triggered, m_panes, [this] { m_panes->showPaneOf(m_activations); });
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
    const auto show = [this] { m_panes->showPaneOf(m_explanations); };
    connect(m_explanations->overlayAction(), &QAction::triggered, m_panes, [show](bool isOn) {
        if (isOn)
            show();
    });
    for (const QAction *each : m_explanations->exportActions())
        connect(each, &QAction::triggered, m_panes, show);
}

/// In the list of predictions, the class that is explained.
void ExplorePage::markClass()
{
    m_predictions->setCurrentClass(m_explainer->isOn() ? m_explainer->classIndex() : -1);
}

void ExplorePage::showGraph()
{
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
    QByteArray layout;
    QDataStream stream(&layout, QIODevice::WriteOnly);
    stream << m_panes->save();
    for (const int height : m_column->usualHeights())
        stream << qint32(height);
    return sealed(layout);
}

void ExplorePage::restoreLayout(const QByteArray &state)
{
    const QByteArray layout = unsealed(state).value_or(QByteArray());
    QDataStream stream(layout);
    QByteArray panes;
    QList<qint32> heights(2);
    stream >> panes >> heights[0] >> heights[1];
    m_panes->restore(panes);
    if (stream.status() == QDataStream::Ok)
        m_column->setUsualHeights(heights);
}

} // namespace inceptoscope
