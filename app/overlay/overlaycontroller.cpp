#include "overlay/overlaycontroller.h"

#include "explorer/explorer.h"

namespace inceptoscope {

OverlayController::OverlayController(Explorer *explorer, QObject *parent)
    : QObject(parent)
    , m_explorer(explorer)
{
    connect(explorer, &Explorer::graphChanged, this, &OverlayController::update);
    connect(explorer, &Explorer::answerChanged, this, &OverlayController::update);
    connect(explorer, &Explorer::networkFiguresChanged, this, &OverlayController::update);
    connect(explorer, &Explorer::busyChanged, this, &OverlayController::changed);
}

void OverlayController::setOverlay(Overlay overlay)
{
    if (overlay == m_values.overlay)
        return;
    m_values = {overlay, {}};
    m_explorer->setWanted(overlay == Overlay::Energy || overlay == Overlay::Zeros,
                          overlay == Overlay::Time);
    update();
}

/// Sums over some hundred layers: what takes time was done where the answer was made.
void OverlayController::update()
{
    m_values.values.clear();
    if (m_explorer->graph()) {
        OverlaySources sources;
        sources.milliseconds = m_explorer->layerMilliseconds();
        if (m_explorer->answer())
            sources.figures = m_explorer->answer()->figures;
        if (m_explorer->networkFigures())
            sources.residuals = m_explorer->networkFigures()->residuals;
        for (const auto &[id, value] :
             overlayValues(*m_explorer->graph(), m_values.overlay, sources))
            m_values.values.insert(QString::fromStdString(id), value);
    }
    emit changed();
}

static bool isMeasured(Overlay overlay)
{
    return isOfActivations(overlay) || overlay == Overlay::Time;
}

static bool hasResidualBlocks(const NetworkGraph &graph)
{
    return !residualLayers(graph).empty();
}

QString OverlayController::lack() const
{
    if (!m_values.values.isEmpty() || !isMeasured(overlay()) || !m_explorer->graph())
        return {};
    if (overlay() == Overlay::ResidualRatio && !hasResidualBlocks(*m_explorer->graph()))
        return tr("This network has no residual blocks");
    if (!m_explorer->hasWeights())
        return tr("This needs weights, which the network has not");
    if (m_explorer->selection()->photo() == 0)
        return tr("This needs a photo");
    const bool isFollowing = overlay() == Overlay::ResidualRatio && m_explorer->answer();
    if (m_explorer->isBusy() || isFollowing)
        return overlay() == Overlay::Time ? tr("Measuring…") : tr("Computing…");
    if (m_explorer->answer())
        return tr("This was cancelled; choose it again to have it");
    return tr("There is no answer for the selected photo");
}

} // namespace inceptoscope
