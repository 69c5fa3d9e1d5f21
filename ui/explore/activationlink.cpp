#include "explore/activationlink.h"

#include "activations/activationpane.h"
#include "diagram/elementtext.h"
#include "explore/elementparts.h"
#include "explorer/explorer.h"
#include "graph/elementoutputs.h"
#include "images/croprectangle.h"
#include "networks/networktexts.h"

namespace inceptoscope {

ActivationLink::ActivationLink(Explorer *explorer, ActivationPane *pane, QObject *parent)
    : QObject(parent)
    , m_explorer(explorer)
    , m_pane(pane)
    , m_filters(new FilterLoader(this))
{
    connectExplorer();
    connectPane();
    showElement();
}

void ActivationLink::connectExplorer()
{
    Selection *selection = m_explorer->selection();
    connect(m_explorer, &Explorer::busyChanged, m_pane, &ActivationPane::setBusy);
    connect(m_explorer, &Explorer::busyChanged, this, [this](bool busy) {
        if (!busy && !m_explorer->selectedActivation())
            show();
    });
    connect(m_explorer, &Explorer::graphChanged, this, &ActivationLink::showElement);
    connect(m_explorer, &Explorer::pictureChanged, this, &ActivationLink::showBackdrop);
    connect(m_explorer, &Explorer::answerChanged, this, [this] {
        showBackdrop();
        show();
    });
    connect(m_explorer, &Explorer::beforeActivationChanged, this, &ActivationLink::show);
    connect(selection, &Selection::elementChanged, this, &ActivationLink::showElement);
    connect(selection, &Selection::channelChanged, m_pane, &ActivationPane::setCurrentChannel);
}

void ActivationLink::connectPane()
{
    connect(m_pane, &ActivationPane::currentChannelChanged, m_explorer->selection(),
            &Selection::setChannel);
    connect(m_pane->panel(), &LayerPanel::partChosen, m_explorer->selection(),
            &Selection::setElement);
    connect(m_pane->panel(), &LayerPanel::shownChanged, this, &ActivationLink::choose);
    connect(m_pane, &ActivationPane::emptyActionTriggered, this, [this] {
        m_pane->panel()->setShown(ShownValues::Filters);
        show();
    });
    connect(m_pane, &ActivationPane::filtersWanted, this, &ActivationLink::loadFilters);
    connect(m_filters, &FilterLoader::loaded, m_pane, &ActivationPane::showFilters);
    connect(m_filters, &FilterLoader::failed, m_pane, &ActivationPane::showFilterProblem);
}

void ActivationLink::showElement()
{
    LayerPanel *panel = m_pane->panel();
    const QString element = m_explorer->selection()->element();
    const auto &graph = m_explorer->graph();
    panel->setParts(graph ? partsAround(*graph, element) : QList<LayerPanel::Part>(), element);
    const std::string id = element.toStdString();
    QString why;
    const bool hasFilters =
        graph && m_explorer->hasWeights() && hasDrawableFilters(*graph, graph->outputOf(id), &why);
    panel->setAvailable(ShownValues::Filters, hasFilters, why);
    panel->setAvailable(ShownValues::BeforeActivation, graph && endsInActivation(*graph, id),
                        tr("Nothing here goes through an activation."));
    if (panel->shown() == ShownValues::Filters && hasFilters)
        m_filters->cancel(); // of the layer before
    else
        panel->setShown(m_explorer->showsBeforeActivation() ? ShownValues::BeforeActivation
                                                            : ShownValues::Output);
    show();
}

void ActivationLink::show()
{
    const Activation *activation = m_explorer->selectedActivation();
    if (!activation || !m_explorer->graph()) {
        if (!isOnItsWay())
            showWithoutMaps();
        return;
    }
    const QString element = m_explorer->selection()->element();
    LayerMaps maps{elementName(*m_explorer->graph(), element), *activation};
    maps.beforeActivation = m_explorer->showsBeforeActivation();
    const InputRegion covered = m_explorer->selectedRegion().value_or(InputRegion{});
    maps.covered = QRectF(covered.left, covered.top, covered.width, covered.height);
    maps.subject = subject();
    maps.fileName = element;
    m_pane->showMaps(maps);
}

/// Filters need no photo.
void ActivationLink::showWithoutMaps()
{
    const auto &graph = m_explorer->graph();
    const QString element = m_explorer->selection()->element();
    const bool hasFilters = graph && m_explorer->hasWeights()
        && hasDrawableFilters(*graph, graph->outputOf(element.toStdString()));
    if (!hasFilters || m_pane->panel()->shown() != ShownValues::Filters) {
        m_pane->showEmpty(whatLacks(), hasFilters ? tr("Show its filters") : QString());
        return;
    }
    LayerMaps maps{elementName(*graph, element), {}};
    maps.subject = networkTitle(m_explorer->network());
    maps.fileName = element;
    m_pane->showWithoutMaps(maps);
}

/// What was there stays until then.
bool ActivationLink::isOnItsWay() const
{
    return m_explorer->isBusy() && m_explorer->graph() && m_explorer->hasWeights()
        && m_explorer->selection()->photo() != 0 && !m_explorer->selection()->element().isEmpty();
}

/// Why there are no maps; empty: nothing is selected.
QString ActivationLink::whatLacks() const
{
    if (!m_explorer->graph())
        return tr("There are no maps at this size");
    if (!m_explorer->hasWeights())
        return tr("A network without weights has no activation maps");
    if (m_explorer->selection()->photo() == 0)
        return tr("What each channel of the selected block makes of a photo appears here");
    if (m_explorer->selection()->element().isEmpty())
        return {};
    return m_explorer->showsBeforeActivation()
        ? tr("There are no values before the activation of this for the selected photo")
        : tr("There are no maps of this for the selected photo");
}

QString ActivationLink::subject() const
{
    const PhotoListModel *photos = m_explorer->photos();
    const QString photo =
        photos->index(photos->rowOf(m_explorer->selection()->photo())).data().toString();
    return QStringLiteral("%1 · %2").arg(networkTitle(m_explorer->network()), photo);
}

void ActivationLink::showBackdrop()
{
    Backdrop backdrop;
    if (const AnswerPtr &answer = m_explorer->answer()) {
        backdrop.crop = answer->crop;
        backdrop.photo = m_explorer->picture();
        backdrop.seen = cropRectangle(backdrop.photo.size(), answer->preprocessing);
    }
    m_pane->setBackdrop(backdrop);
}

void ActivationLink::choose(ShownValues shown)
{
    if (shown != ShownValues::Filters)
        m_explorer->setBeforeActivation(shown == ShownValues::BeforeActivation);
    if (!m_explorer->selectedActivation())
        show();
}

/// Of the layer that puts out what is selected.
void ActivationLink::loadFilters(ColourMap map, ScaleMode scale)
{
    const auto &graph = m_explorer->graph();
    const int layer =
        graph ? graph->outputOf(m_explorer->selection()->element().toStdString()) : -1;
    if (layer >= 0)
        m_filters->load({m_explorer->network(), graph->layer(layer).id, map, scale});
}

} // namespace inceptoscope
