#include "compare/comparison.h"

#include "compare/pairjob.h"
#include "explorer/explorer.h"

#include <algorithm>
#include <utility>

namespace inceptoscope {

namespace {

/// The paper's lower end for large networks, and far from most published factors.
constexpr double otherScale = 0.1;

std::vector<const Block *> residualBlocks(const NetworkGraph &graph)
{
    std::vector<const Block *> blocks;
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            if (block.isResidual())
                blocks.push_back(&block);
        }
    }
    return blocks;
}

} // namespace

ResidualScales uniformScales(const NetworkGraph &graph, double scale)
{
    ResidualScales scales;
    for (const Block *block : residualBlocks(graph))
        scales[block->id] = scale;
    return scales;
}

std::optional<double> commonScale(const NetworkGraph &graph)
{
    std::optional<double> common;
    for (const Block *block : residualBlocks(graph)) {
        const double scale = graph.layer(block->residualAdd).residualScale;
        if (common && *common != scale)
            return {};
        common = scale;
    }
    return common;
}

bool isResidual(const NetworkGraph &graph)
{
    return !residualBlocks(graph).empty();
}

Comparison::Comparison(Explorer *explorer, QObject *parent)
    : QObject(parent)
    , m_explorer(explorer)
{
    m_run = std::make_unique<FolderRun>(&m_inference);
    m_explorer->precedence()->add(m_run.get());
    connectExplorer();
    connectInference();
    chooseDefault();
    updateGraph();
    updatePhoto();
}

void Comparison::connectExplorer()
{
    connect(m_explorer, &Explorer::catalogueChanged, this, &Comparison::updateCatalogue);
    connect(m_explorer, &Explorer::graphChanged, this, [this] {
        if (!m_isChosen)
            chooseDefault();
        updateGraph();
    });
    connect(m_explorer, &Explorer::residualScalesChanged, this, [this] {
        if (m_mode == Mode::Photos)
            updateGraph();
    });
    connect(m_explorer, &Explorer::pictureChanged, this, &Comparison::updatePhoto);
    connect(m_explorer, &Explorer::busyChanged, this, &Comparison::askIfDue);
    connect(this, &Comparison::busyChanged, m_explorer->precedence(),
            [this](bool busy) { m_explorer->precedence()->setAwaited(this, busy); });
    PhotoListModel *photos = m_explorer->photos();
    connect(photos, &PhotoListModel::rowsInserted, this, [this] {
        if (m_mode == Mode::Photos && photo() == 0)
            updatePhoto();
    });
    connect(photos, &PhotoListModel::rowsRemoved, this, [this] {
        if (m_mode == Mode::Photos && m_explorer->photos()->rowOf(m_photo) < 0)
            updatePhoto();
    });
    connect(photos, &PhotoListModel::pictureReady, this, [this](int id, const QImage &picture) {
        if (id != photo() || !std::exchange(m_isReading, false))
            return;
        m_picture = picture;
        emit pictureChanged();
        ask();
    });
    connect(photos, &PhotoListModel::pictureFailed, this, [this](int id, const QString &message) {
        if (id != photo())
            return;
        m_isReading = false;
        updateBusy();
        emit pictureFailed(message);
    });
}

void Comparison::connectInference()
{
    connect(&m_inference, &InferenceController::answered, this, [this](const AnswerPtr &answer) {
        m_answer = answer;
        emit answerChanged();
    });
    connect(&m_inference, &InferenceController::failed, this,
            [this](int, const QString &message) { emit answerFailed(message); });
    connect(&m_inference, &InferenceController::busyChanged, this, [this](bool busy) {
        m_isAnswering = busy;
        updateBusy();
    });
    connect(&m_inference, &InferenceController::progressChanged, this,
            &Comparison::progressChanged);
}

void Comparison::setActive(bool active)
{
    if (active == std::exchange(m_isActive, active))
        return;
    if (active)
        m_explorer->precedence()->lookAt(m_run.get());
    if (!active)
        m_inference.cancel();
    else if (!m_answer)
        ask();
    updateBusy();
}

void Comparison::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    updateGraph();
    updatePhoto();
    emit modeChanged();
}

// --- The network ---------------------------------------------------------------------------------

void Comparison::setNetwork(const QString &id)
{
    const CatalogueEntry *entry = m_explorer->catalogue().find(id.toStdString());
    if (!entry || *entry == m_entry)
        return;
    m_isChosen = true;
    m_entry = *entry;
    m_scale.reset();
    updateGraph();
}

const CatalogueEntry &Comparison::network() const
{
    return m_mode == Mode::Photos ? m_explorer->network() : m_entry;
}

void Comparison::setResidualScale(std::optional<double> scale)
{
    if (scale == m_scale)
        return;
    m_isChosen = true;
    m_scale = scale;
    updateGraph();
}

/// What there is to tell apart from the explorer's network, without a download where possible.
void Comparison::chooseDefault()
{
    const auto &entries = m_explorer->catalogue().entries;
    const CatalogueEntry &first = m_explorer->network();
    const auto published = graphOf(first);
    const bool residual = published && isResidual(*published);
    const auto other = std::ranges::find_if(entries, [&](const CatalogueEntry &entry) {
        const bool bundled = entry.weights == CatalogueEntry::Weights::Bundled;
        const bool here = entry.weights != CatalogueEntry::Weights::None;
        return entry.id != first.id && (bundled || (here && !residual));
    });
    m_entry = other == entries.end() ? first : *other;
    m_scale = other == entries.end() && residual ? std::optional(otherScale) : std::nullopt;
}

/// The chosen network, as it is known by now.
void Comparison::updateCatalogue()
{
    const CatalogueEntry *entry = m_explorer->catalogue().find(m_entry.id);
    if (entry && *entry == m_entry)
        return;
    if (entry) {
        m_entry = *entry;
    } else {
        m_isChosen = false;
        chooseDefault();
    }
    updateGraph();
}

int Comparison::inputSize() const
{
    return inputSizeOf(network());
}

int Comparison::inputSizeOf(const CatalogueEntry &entry) const
{
    return entry == m_explorer->network() ? m_explorer->inputSize() : 0;
}

ResidualScales Comparison::scales() const
{
    return m_mode == Mode::Photos ? m_explorer->residualScales() : chosenScales();
}

/// Of B while networks are compared.
ResidualScales Comparison::chosenScales() const
{
    const auto published = graphOf(m_entry, inputSizeOf(m_entry));
    return m_scale && published ? uniformScales(*published, *m_scale) : ResidualScales();
}

void Comparison::updateGraph()
{
    const auto graph = graphOf(network(), inputSize());
    m_graph = graph ? std::optional(withResidualScales(*graph, scales())) : std::nullopt;
    m_networkProblem = graph ? QString() : QString::fromStdString(graph.error().message);
    m_answer.reset();
    emit networkChanged();
    emit answerChanged();
    ask();
}

bool Comparison::isSameNetwork() const
{
    return m_graph && m_explorer->graph() && m_graph->id() == m_explorer->graph()->id()
        && m_graph->input() == m_explorer->graph()->input()
        && std::ranges::equal(m_graph->layers(), m_explorer->graph()->layers(), {}, &Layer::out,
                              &Layer::out);
}

// --- The photo -----------------------------------------------------------------------------------

int Comparison::photo() const
{
    return m_mode == Mode::Photos ? m_photo : m_explorer->selection()->photo();
}

void Comparison::setPhoto(int id)
{
    if (m_mode != Mode::Photos || id == m_photo)
        return;
    m_photo = id;
    m_isPhotoChosen = true;
    updatePhoto();
}

/// The one after the selected photo, or else the one before it.
void Comparison::choosePhoto()
{
    PhotoListModel *photos = m_explorer->photos();
    const int selected = photos->rowOf(m_explorer->selection()->photo());
    const int row = selected + 1 < photos->rowCount() ? selected + 1 : selected - 1;
    m_isPhotoChosen = false;
    m_photo = selected < 0 || row < 0 ? 0 : photos->index(row).data(PhotoIdRole).toInt();
}

void Comparison::updatePhoto()
{
    PhotoListModel *photos = m_explorer->photos();
    const bool isSame = m_photo == m_explorer->selection()->photo() && !m_isPhotoChosen;
    if (m_mode == Mode::Photos && (isSame || photos->rowOf(m_photo) < 0))
        choosePhoto();
    const int id = photo();
    m_picture = m_mode == Mode::Photos ? photos->picture(id) : m_explorer->picture();
    m_isReading = m_mode == Mode::Photos && id != 0 && m_picture.isNull();
    if (m_isReading)
        photos->requestPicture(id);
    m_answer.reset();
    ask();
    emit pictureChanged();
    emit answerChanged();
}

// --- The answer ----------------------------------------------------------------------------------

void Comparison::ask()
{
    m_isDue = !m_picture.isNull() && m_graph && hasWeights();
    if (!m_isDue || m_explorer->isBusy())
        m_inference.cancel(); // what was asked before is not wanted any more
    askIfDue();
}

void Comparison::askIfDue()
{
    if (m_isDue && m_isActive && !m_explorer->isBusy()) {
        m_isDue = false;
        InferenceRequest request;
        request.entry = network();
        request.inputSize = inputSize();
        request.photo = photo();
        request.picture = m_picture;
        request.scales = scales();
        m_inference.ask(request);
    }
    updateBusy();
}

void Comparison::updateBusy()
{
    const bool busy = m_isActive && (m_isReading || m_isDue || m_isAnswering);
    if (busy == m_isBusy)
        return;
    m_isBusy = busy;
    emit busyChanged(busy);
}

void Comparison::cancel()
{
    m_isDue = false;
    m_isReading = false;
    m_inference.cancel();
    updateBusy();
}

/// Those of two networks, also while photos are compared: folders are not run otherwise.
std::vector<FolderSettings> Comparison::folderSettings() const
{
    return {m_explorer->folderSettings(), {m_entry, inputSizeOf(m_entry), chosenScales()}};
}

void Comparison::runFolders(const QStringList &folders)
{
    const std::vector<FolderSettings> settings = folderSettings();
    m_run->start(folders, settings.back(), [this, folders, settings](PhotoJob::Listener listener) {
        m_settingsA = settings.front();
        return std::make_shared<PairJob>(folders, settings.front(), settings.back(),
                                         std::move(listener));
    });
}

void Comparison::retry()
{
    if (m_picture.isNull() && m_mode == Mode::Networks)
        m_explorer->retry(); // whose photo it is
    else if (m_picture.isNull())
        updatePhoto();
    else
        ask();
}

} // namespace inceptoscope
