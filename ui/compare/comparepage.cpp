#include "compare/comparepage.h"

#include "common/elidedlabel.h"
#include "compare/comparedplaces.h"
#include "compare/comparison.h"
#include "compare/comparisontexts.h"
#include "compare/disagreementpane.h"
#include "compare/mapcolumn.h"
#include "compare/sidechooser.h"
#include "compare/stagebar.h"
#include "diagram/breadcrumbs.h"
#include "explorer/explorer.h"
#include "graph/gridregion.h"
#include "networks/networklistmodel.h"
#include "networks/networktexts.h"
#include "photos/photoroles.h"
#include "predictions/predictionspane.h"
#include "style/metrics.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <utility>

namespace inceptoscope {

namespace {

/// "Inception-ResNet-v2 · Imagenette, scale 0.1"
QString titleOf(const CatalogueEntry &entry, const std::optional<NetworkGraph> &graph,
                bool isPublished)
{
    QString title = networkTitle(entry);
    if (isPublished || !graph)
        return title;
    const auto scale = commonScale(*graph);
    return scale ? ComparePage::tr("%1, scale %2").arg(title, QString::number(*scale))
                 : ComparePage::tr("%1, other scales").arg(title);
}

QString blockTitle(const std::optional<PlaceInNetwork> &place)
{
    return place ? QString::fromStdString(place->title) : QString();
}

} // namespace

ComparePage::ComparePage(Comparison *comparison, QWidget *parent)
    : QWidget(parent)
    , m_comparison(comparison)
    , m_places(new ComparedPlaces(comparison, this))
    , m_networks(new NetworkListModel(this))
    , m_modes(new QTabBar)
    , m_agreement(new ElidedLabel)
    , m_stageBar(new StageBar(m_places))
    , m_maps(new ComparedMapsPane(m_stageBar->blocks()))
    , m_disagreements(new DisagreementPane(comparison))
    , m_bodies(new QStackedWidget)
    , m_rows(new QSplitter(Qt::Vertical))
{
    PhotoListModel *photos = comparison->explorer()->photos();
    m_choosers = {new SideChooser(QStringLiteral("A"), m_networks, photos),
                  new SideChooser(QStringLiteral("B"), m_networks, photos)};
    m_predictions = {new PredictionsPane, new PredictionsPane};
    build();
    connectChoosers();
    connectSideA();
    connectSideB();
    connectPlaces();
    showCatalogue();
    showMode();
    showPicture(0);
    showPicture(1);
    showAnswerA();
    showAnswerB();
}

void ComparePage::build()
{
    m_modes->addTab(tr("Two networks"));
    m_modes->setTabToolTip(0, tr("One photo through two networks, or two residual scales"));
    m_modes->addTab(tr("Two photos"));
    m_modes->setTabToolTip(1, tr("Two photos through one network: which channels differ most"));
    m_modes->addTab(tr("A folder"));
    m_modes->setTabToolTip(2, tr("Where two networks disagree over the photos of a folder"));
    m_modes->setAccessibleName(tr("What is compared"));
    m_modes->setDrawBase(false);
    m_modes->setExpanding(false);

    auto *top = new QHBoxLayout;
    top->setContentsMargins(gridUnit, halfUnit, gridUnit, 0);
    top->setSpacing(2 * gridUnit);
    top->addWidget(m_modes);
    top->addWidget(m_agreement, 1);
    auto *choosers = new QHBoxLayout;
    auto *answers = new QWidget;
    auto *predictions = new QHBoxLayout(answers);
    predictions->setContentsMargins({});
    for (std::size_t side = 0; side < m_choosers.size(); ++side) {
        m_predictions[side]->setPhotoBeside();
        m_predictions[side]->setPhotoRoom(this);
        choosers->addWidget(m_choosers[side], 1);
        predictions->addWidget(m_predictions[side], 1);
    }
    auto *stages = new QWidget;
    auto *below = new QVBoxLayout(stages);
    below->setContentsMargins({});
    below->setSpacing(0);
    below->addWidget(m_stageBar);
    below->addWidget(m_maps, 1);
    m_rows->addWidget(answers);
    m_rows->addWidget(stages);
    m_rows->setChildrenCollapsible(false);
    m_rows->setStretchFactor(1, 1);
    m_rows->setSizes({200, 500});

    m_bodies->addWidget(m_rows);
    m_bodies->addWidget(m_disagreements);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addLayout(choosers);
    layout->addWidget(m_bodies, 1);
}

void ComparePage::connectChoosers()
{
    Explorer *explorer = m_comparison->explorer();
    connect(m_modes, &QTabBar::currentChanged, this, &ComparePage::chooseMode);
    connect(m_comparison, &Comparison::modeChanged, this, &ComparePage::showMode);
    connect(chooserA(), &SideChooser::networkChosen, explorer, &Explorer::setNetwork);
    connect(chooserA(), &SideChooser::photoChosen, explorer->selection(), &Selection::setPhoto);
    connect(chooserA(), &SideChooser::scaleChosen, this, [explorer](std::optional<double> scale) {
        if (scale)
            explorer->setResidualScale({}, *scale);
        else
            explorer->resetResidualScales();
    });
    connect(chooserB(), &SideChooser::networkChosen, m_comparison, &Comparison::setNetwork);
    connect(chooserB(), &SideChooser::scaleChosen, m_comparison, &Comparison::setResidualScale);
    connect(chooserB(), &SideChooser::photoChosen, this, [this, explorer](int id) {
        if (m_comparison->mode() == Comparison::Mode::Photos)
            m_comparison->setPhoto(id);
        else
            explorer->selection()->setPhoto(id); // one photo, whichever chooser it was taken from
    });
    connect(explorer, &Explorer::catalogueChanged, this, &ComparePage::showCatalogue);
    connect(m_disagreements, &DisagreementPane::photoChosen, this,
            [this, explorer](const QString &path) {
                m_modes->setCurrentIndex(0);
                explorer->showPhoto(path);
            });
}

void ComparePage::connectSideA()
{
    Explorer *explorer = m_comparison->explorer();
    PredictionsPane *pane = predictionsA();
    connect(explorer, &Explorer::graphChanged, this, &ComparePage::showNetworkA);
    connect(explorer, &Explorer::residualScalesChanged, this, &ComparePage::showNetworkA);
    connect(explorer, &Explorer::pictureChanged, this, [this] { showPicture(0); });
    connect(explorer, &Explorer::answerChanged, this, &ComparePage::showAnswerA);
    connect(explorer, &Explorer::busyChanged, this, [this](bool busy) { setBusy(0, busy); });
    connect(explorer, &Explorer::progressChanged, pane, &PredictionsPane::setProgress);
    const auto tell = [this](const QString &sentence) { tellFailure(0, sentence); };
    connect(explorer, &Explorer::pictureFailed, this, tell);
    connect(explorer, &Explorer::answerFailed, this, tell);
    connect(pane, &PredictionsPane::cancelRequested, this, [explorer, tell] {
        explorer->cancel();
        tell(tr("Cancelled."));
    });
}

void ComparePage::connectSideB()
{
    PredictionsPane *pane = predictionsB();
    connect(m_comparison, &Comparison::networkChanged, this, &ComparePage::showNetworkB);
    connect(m_comparison, &Comparison::pictureChanged, this, [this] { showPicture(1); });
    connect(m_comparison, &Comparison::answerChanged, this, &ComparePage::showAnswerB);
    connect(m_comparison, &Comparison::busyChanged, this, [this](bool busy) { setBusy(1, busy); });
    connect(m_comparison, &Comparison::progressChanged, pane, &PredictionsPane::setProgress);
    const auto tell = [this](const QString &sentence) { tellFailure(1, sentence); };
    connect(m_comparison, &Comparison::pictureFailed, this, tell);
    connect(m_comparison, &Comparison::answerFailed, this, tell);
    connect(pane, &PredictionsPane::cancelRequested, this, [this, tell] {
        m_comparison->cancel();
        tell(tr("Cancelled."));
    });
    for (std::size_t side = 0; side < m_predictions.size(); ++side) {
        connect(m_predictions[side], &PredictionsPane::openRequested, this,
                &ComparePage::samplesRequested);
        connect(m_predictions[side], &PredictionsPane::actionTriggered, this,
                [this, side] { remedy(side); });
    }
}

void ComparePage::remedy(std::size_t side)
{
    switch (m_remedies[side]) {
    case Remedy::None:
        break;
    case Remedy::Retry:
        if (side == 0)
            m_comparison->explorer()->retry();
        else
            m_comparison->retry();
        break;
    case Remedy::Weights:
        emit weightsRequested(QString::fromStdString(network(side).id));
        break;
    }
}

void ComparePage::connectPlaces()
{
    connect(m_places, &ComparedPlaces::placeChanged, this, &ComparePage::showMaps);
    connect(m_maps->columnA(), &MapColumn::cancelRequested, predictionsA(),
            &PredictionsPane::cancelRequested);
    connect(m_maps->columnB(), &MapColumn::cancelRequested, predictionsB(),
            &PredictionsPane::cancelRequested);
}

// --- What is chosen ------------------------------------------------------------------------------

void ComparePage::chooseMode(int row)
{
    m_comparison->setMode(row == 1 ? Comparison::Mode::Photos : Comparison::Mode::Networks);
    m_bodies->setCurrentIndex(isFolderMode() ? 1 : 0);
    m_agreement->setVisible(!isFolderMode());
    for (SideChooser *chooser : m_choosers)
        chooser->setPhotoVisible(!isFolderMode());
}

/// Two networks, too, but not one photo.
bool ComparePage::isFolderMode() const
{
    return m_modes->currentIndex() == 2;
}

void ComparePage::showMode()
{
    const bool photos = m_comparison->mode() == Comparison::Mode::Photos;
    if (photos != (m_modes->currentIndex() == 1))
        m_modes->setCurrentIndex(photos ? 1 : 0);
    chooserB()->setNetworkVisible(!photos);
    showNetworkA();
    showNetworkB();
    m_maps->setOrder(photos ? ComparedMapsPane::Order::ByMapDifference
                            : ComparedMapsPane::Order::ByIndex);
}

void ComparePage::showCatalogue()
{
    m_networks->setCatalogue(m_comparison->explorer()->catalogue());
    showNetworkA();
    showNetworkB();
}

QString ComparePage::titleA() const
{
    Explorer &explorer = *m_comparison->explorer();
    return titleOf(explorer.network(), explorer.graph(), explorer.residualScales().empty());
}

QString ComparePage::titleB() const
{
    if (m_comparison->mode() == Comparison::Mode::Photos)
        return titleA();
    return titleOf(m_comparison->network(), m_comparison->graph(),
                   !m_comparison->residualScale().has_value());
}

void ComparePage::showNetworkA()
{
    Explorer &explorer = *m_comparison->explorer();
    chooserA()->showNetwork(QString::fromStdString(explorer.network().id));
    chooserA()->setScaleVisible(explorer.graph() && isResidual(*explorer.graph()));
    if (explorer.graph())
        chooserA()->showScale(commonScale(*explorer.graph()), explorer.residualScales().empty());
    predictionsA()->setNetworkTitle(titleA());
    sayWhatLacks(0);
    showMaps();
}

void ComparePage::showNetworkB()
{
    const bool photos = m_comparison->mode() == Comparison::Mode::Photos;
    const auto &graph = m_comparison->graph();
    chooserB()->showNetwork(QString::fromStdString(m_comparison->network().id));
    chooserB()->setScaleVisible(!photos && graph && isResidual(*graph));
    chooserB()->showScale(m_comparison->residualScale(), !m_comparison->residualScale());
    predictionsB()->setNetworkTitle(titleB());
    m_maps->setSameLayers(m_comparison->isSameNetwork());
    sayWhatLacks(1);
    showMaps();
}

// --- Photos --------------------------------------------------------------------------------------

QString ComparePage::photoName(int id) const
{
    const PhotoListModel *photos = m_comparison->explorer()->photos();
    return photos->index(photos->rowOf(id)).data().toString();
}

void ComparePage::showPicture(std::size_t side)
{
    const int id = photo(side);
    m_choosers[side]->showPhoto(id);
    if (id == 0)
        m_predictions[side]->showEmpty();
    else
        m_predictions[side]->showPhoto(picture(side), photoName(id));
    m_lacks[side] = false;
    sayWhatLacks(side);
    showMaps();
}

// --- What is wrong -------------------------------------------------------------------------------

void ComparePage::setBusy(std::size_t side, bool busy)
{
    m_predictions[side]->setBusy(busy);
    if (busy)
        m_failures[side].clear();
    sayWhatLacks(side);
    showMaps();
}

void ComparePage::tellFailure(std::size_t side, const QString &sentence)
{
    m_failures[side] = sentence;
    sayWhatLacks(side);
    showMaps();
}

int ComparePage::photo(std::size_t side) const
{
    return side == 0 ? m_comparison->explorer()->selection()->photo() : m_comparison->photo();
}

const CatalogueEntry &ComparePage::network(std::size_t side) const
{
    return side == 0 ? m_comparison->explorer()->network() : m_comparison->network();
}

const QImage &ComparePage::picture(std::size_t side) const
{
    return side == 0 ? m_comparison->explorer()->picture() : m_comparison->picture();
}

QString ComparePage::networkProblem(std::size_t side) const
{
    const QString problem =
        side == 0 ? m_comparison->explorer()->networkProblem() : m_comparison->networkProblem();
    if (problem.isEmpty())
        return {};
    const auto own = graphOf(network(side));
    return own ? withShownNames(*own, problem) : problem;
}

/// Of a photo that was tried before, on whichever side.
QString ComparePage::pictureProblem(std::size_t side) const
{
    const bool isBusy = side == 0 ? m_comparison->explorer()->isBusy() : m_comparison->isBusy();
    if (isBusy || !picture(side).isNull())
        return {};
    const PhotoListModel *photos = m_comparison->explorer()->photos();
    return photos->index(photos->rowOf(photo(side))).data(PhotoMessageRole).toString();
}

/// Why a side will have no answer, as long as that is so.
void ComparePage::sayWhatLacks(std::size_t side)
{
    const CatalogueEntry &entry = network(side);
    const QString failure = m_failures[side].isEmpty() ? pictureProblem(side) : m_failures[side];
    QString sentence = networkProblem(side);
    QString action;
    m_remedies[side] = Remedy::None;
    if (sentence.isEmpty() && entry.weights == CatalogueEntry::Weights::None) {
        m_remedies[side] = Remedy::Weights;
        sentence = tr("%1 has no weights here, so it cannot be compared.").arg(networkTitle(entry));
        action = tr("Get weights…");
    } else if (sentence.isEmpty() && !failure.isEmpty()) {
        m_remedies[side] = Remedy::Retry;
        sentence = failure;
        action = tr("Try again");
    }
    const bool lacks = photo(side) != 0 && !sentence.isEmpty();
    const bool lacked = std::exchange(m_lacks[side], lacks);
    if (lacks)
        m_predictions[side]->showProblem(sentence, action);
    else if (lacked)
        showPicture(side);
}

// --- Answers -------------------------------------------------------------------------------------

void ComparePage::showAnswerA()
{
    if (const AnswerPtr &answer = m_comparison->explorer()->answer())
        predictionsA()->showAnswer(answer, answer->preprocessing);
    showAgreement();
    showMaps();
}

void ComparePage::showAnswerB()
{
    if (const AnswerPtr &answer = m_comparison->answer())
        predictionsB()->showAnswer(answer, answer->preprocessing);
    showAgreement();
    showMaps();
}

void ComparePage::showAgreement()
{
    const AnswerPtr &a = m_comparison->explorer()->answer();
    const AnswerPtr &b = m_comparison->answer();
    const bool photos = m_comparison->mode() == Comparison::Mode::Photos;
    QString text;
    if (a && b)
        text = photos ? answersText(a->predictions.front(), b->predictions.front())
                      : agreementText(a->predictions.front(), b->predictions.front());
    m_agreement->setText(text);
    m_agreement->setAccessibleName(m_agreement->text());
}

QString ComparePage::agreement() const
{
    return m_agreement->text();
}

// --- Maps ----------------------------------------------------------------------------------------

/// What the network saw, and over which part of it the maps of a place lie.
static Backdrop backdropOf(const Answer &answer, const std::optional<PlaceInNetwork> &place)
{
    const int output = place ? answer.graph.outputOf(place->id) : -1;
    Backdrop backdrop{answer.crop, {}, {}, {}};
    if (output >= 0) {
        const InputRegion covered = coveredRegion(answer.graph, output);
        backdrop.covered = QRectF(covered.left, covered.top, covered.width, covered.height);
    }
    return backdrop;
}

ComparedMapsPane::Content ComparePage::contentA() const
{
    Explorer &explorer = *m_comparison->explorer();
    ComparedMapsPane::Content content;
    content.title = tr("A · %1").arg(blockTitle(m_places->place().a));
    content.activation = m_places->activationA();
    content.isBusy = explorer.isBusy();
    if (explorer.answer())
        content.backdrop = backdropOf(*explorer.answer(), m_places->place().a);
    if (explorer.selection()->photo() == 0)
        content.emptyLine = tr("What each channel of A makes of a photo appears here");
    else if (!explorer.graph())
        content.emptyLine = networkProblem(0);
    else if (!explorer.hasWeights())
        content.emptyLine = tr("A network without weights has no activation maps");
    else if (!m_places->place().a)
        content.emptyLine = tr("%1 has no stage with such a grid").arg(titleA());
    else
        content.emptyLine = tr("There are no maps of this for the photo of A");
    return content;
}

ComparedMapsPane::Content ComparePage::contentB() const
{
    const bool photos = m_comparison->mode() == Comparison::Mode::Photos;
    ComparedMapsPane::Content content;
    content.title = tr("B · %1").arg(blockTitle(m_places->place().b));
    content.activation = m_places->activationB();
    content.isBusy = m_comparison->isBusy();
    if (m_comparison->answer())
        content.backdrop = backdropOf(*m_comparison->answer(), m_places->place().b);
    if (m_comparison->photo() == 0)
        content.emptyLine = photos ? tr("Open a second photo to see which channels differ most")
                                   : tr("What each channel of B makes of the photo appears here");
    else if (!m_comparison->graph())
        content.emptyLine = networkProblem(1);
    else if (!m_comparison->hasWeights())
        content.emptyLine = tr("A network without weights has no activation maps");
    else if (!m_places->place().b)
        content.emptyLine = tr("%1 has no stage with such a grid").arg(titleB());
    else
        content.emptyLine = tr("There are no maps of this for the photo of B");
    return content;
}

/// Once for all that changes together.
void ComparePage::showMaps()
{
    if (!isVisible() || std::exchange(m_isMapsDue, true))
        return;
    const auto show = [this] {
        m_isMapsDue = false;
        m_maps->showContents(contentA(), contentB());
    };
    QMetaObject::invokeMethod(this, show, Qt::QueuedConnection);
}

// --- The page ------------------------------------------------------------------------------------

void ComparePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_comparison->setActive(true);
    showMaps();
}

void ComparePage::hideEvent(QHideEvent *event)
{
    m_comparison->setActive(false);
    QWidget::hideEvent(event);
}

QByteArray ComparePage::saveLayout() const
{
    return m_rows->saveState();
}

void ComparePage::restoreLayout(const QByteArray &state)
{
    if (!state.isEmpty())
        m_rows->restoreState(state);
}

} // namespace inceptoscope
