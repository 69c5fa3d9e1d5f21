#include "explain/explainer.h"

#include "explain/trunkblocks.h"
#include "explorer/explorer.h"

#include <algorithm>
#include <utility>

namespace inceptoscope {

/// Enough to go to and fro between.
static constexpr std::size_t mostKnown = 16;

Explainer::Explainer(Explorer *explorer, QObject *parent)
    : QObject(parent)
    , m_explorer(explorer)
{
    connectExplorer();
    connect(&m_controller, &ExplanationController::progressed, this,
            [this](const ExplanationPtr &soFar) {
                show(soFar);
                emit progressChanged(static_cast<double>(soFar->done) / soFar->total);
            });
    connect(&m_controller, &ExplanationController::explained, this, &Explainer::keep);
    connect(&m_controller, &ExplanationController::failed, this, &Explainer::refuse);
    connect(&m_controller, &ExplanationController::busyChanged, this, [this](bool busy) {
        m_explorer->precedence()->setAwaited(this, busy);
        emit busyChanged(busy);
    });
}

void Explainer::connectExplorer()
{
    Selection *selection = m_explorer->selection();
    connect(m_explorer, &Explorer::answerChanged, this, &Explainer::change);
    connect(m_explorer, &Explorer::networkChanged, this, [this] {
        m_class = -1;
        m_place = Place::LastBlock; // the answer, which follows, asks
    });
    connect(m_explorer, &Explorer::graphChanged, this, [this] { m_window.reset(); });
    connect(selection, &Selection::photoChanged, this, [this] { m_class = -1; });
    connect(selection, &Selection::elementChanged, this, [this] {
        if (m_place == Place::Selection)
            update();
    });
}

void Explainer::setOn(bool on)
{
    if (std::exchange(m_isOn, on) != on)
        change();
}

void Explainer::setMethod(SaliencyMethod method)
{
    if (std::exchange(m_method, method) != method)
        change();
}

int Explainer::classIndex() const
{
    const AnswerPtr &answer = m_explorer->answer();
    if (!answer)
        return -1;
    return m_class >= 0 && m_class < answer->graph.classes() ? m_class
                                                             : answer->predictions.front().index;
}

void Explainer::setClass(int index)
{
    const AnswerPtr &answer = m_explorer->answer();
    const bool isTop = answer && answer->predictions.front().index == index;
    const int chosen = isTop ? -1 : index;
    if (chosen == m_class)
        return;
    m_class = chosen;
    change();
}

void Explainer::setPlace(Place place, const QString &block)
{
    if (place == m_place && block == m_block)
        return;
    m_place = place;
    m_block = block;
    change();
}

OcclusionWindow Explainer::window() const
{
    if (m_window)
        return *m_window;
    return m_explorer->graph() ? usualWindow(*m_explorer->graph()) : OcclusionWindow{};
}

void Explainer::setWindow(const OcclusionWindow &window)
{
    if (window == this->window())
        return;
    m_window = window;
    change();
}

/// -1: there is no such place.
int Explainer::layerOf(const NetworkGraph &graph) const
{
    switch (m_place) {
    case Place::LastBlock: {
        const std::vector<const Block *> blocks = blocksWithPlaces(graph);
        return blocks.empty() ? -1 : blocks.back()->output;
    }
    case Place::Selection:
        return graph.outputOf(m_explorer->selection()->element().toStdString());
    case Place::Block:
        break;
    }
    return graph.outputOf(m_block.toStdString());
}

std::optional<ExplanationRequest> Explainer::wanted() const
{
    const AnswerPtr &answer = m_explorer->answer();
    if (!m_isOn || !answer)
        return {};
    ExplanationRequest request{m_explorer->network(), answer, m_method, classIndex(), -1, window()};
    if (m_method == SaliencyMethod::GradCam)
        request.layer = layerOf(answer->graph);
    return request;
}

void Explainer::change()
{
    emit choicesChanged();
    update();
}

void Explainer::update()
{
    const auto request = wanted();
    if (!request) {
        m_controller.cancel();
        if (!m_explorer->answer())
            m_known.clear();
        m_refused.reset();
        emit problemChanged({});
        show(nullptr);
        return;
    }
    if (m_refused && request->isLike(*m_refused))
        return;
    if (m_controller.asked() && request->isLike(*m_controller.asked()))
        return;
    m_refused.reset();
    emit problemChanged({});
    if (const ExplanationPtr before = known(*request)) {
        m_controller.cancel();
        show(before);
    } else if (request->method == SaliencyMethod::GradCam && request->layer < 0) {
        refuse(tr("Nothing is selected in the diagram that Grad-CAM could look at"));
    } else {
        m_controller.ask(*request);
    }
}

void Explainer::keep(const ExplanationPtr &explanation)
{
    if (m_known.size() == mostKnown)
        m_known.erase(m_known.begin());
    m_known.push_back(explanation);
    show(explanation);
}

ExplanationPtr Explainer::known(const ExplanationRequest &request) const
{
    const auto found = std::ranges::find_if(m_known, [&](const ExplanationPtr &explanation) {
        return request.isLike(explanation->request);
    });
    return found == m_known.end() ? nullptr : *found;
}

void Explainer::show(const ExplanationPtr &explanation)
{
    if (std::exchange(m_explanation, explanation) != explanation)
        emit explanationChanged();
}

/// A map of something else would stand under the names of what was asked.
void Explainer::refuse(const QString &sentence)
{
    m_controller.cancel();
    m_refused = wanted();
    if (m_explanation && (!m_refused || !m_refused->isLike(m_explanation->request)))
        show(nullptr);
    emit problemChanged(sentence);
}

void Explainer::cancel()
{
    if (isBusy())
        refuse(tr("Cancelled."));
}

void Explainer::retry()
{
    m_refused.reset();
    update();
}

} // namespace inceptoscope
