#include "explorer/explorer.h"

#include "async/whendone.h"
#include "compare/stagealignment.h"
#include "engine/joinedactivation.h"
#include "explorer/photolabeller.h"
#include "folders/folderrun.h"
#include "graph/elementoutputs.h"
#include "networks/networktexts.h"
#include "weights/weightstore.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace inceptoscope {

Explorer::Explorer(NetworkCatalogue catalogue, QObject *parent)
    : QObject(parent)
    , m_catalogue(std::move(catalogue))
    , m_labeller(std::make_unique<PhotoLabeller>(
          &m_photos, &m_inference, &m_precedence,
          [this](int photo, const QImage &picture) {
              InferenceRequest wanted = request(photo, picture);
              wanted.keepBlocks = wanted.figures = wanted.times = false;
              return wanted;
          },
          PhotoLabeller::filmstripKeeper(&m_photos)))
{
    m_folder = std::make_unique<FolderRun>(&m_inference);
    connectParts();
    connectFolder();
    if (!m_catalogue.entries.empty())
        setNetwork(QString::fromStdString(m_catalogue.entries.front().id));
}

Explorer::~Explorer()
{
    m_figuring.request_stop();
}

void Explorer::connectParts()
{
    connect(&m_selection, &Selection::photoChanged, this, &Explorer::selectPhoto);
    connect(&m_selection, &Selection::elementChanged, this, [this] {
        updateSelected();
        if (!keepsSelected())
            ask();
    });
    connect(&m_photos, &PhotoListModel::photosAdded, &m_selection, &Selection::setPhoto);
    connect(&m_photos, &PhotoListModel::pathsAdded, this, [this] { m_isFinding = false; });
    connect(&m_photos, &PhotoListModel::pictureReady, this, &Explorer::showPicture);
    connect(&m_photos, &PhotoListModel::pictureFailed, this,
            [this](int id, const QString &message) {
                if (id != m_selection.photo())
                    return;
                setReading(false);
                emit pictureFailed(message);
            });
    const auto letGo = [this] {
        if (m_photos.rowOf(m_selection.photo()) < 0)
            m_selection.setPhoto(0);
    };
    connect(&m_photos, &PhotoListModel::rowsRemoved, this, letGo);
    connect(&m_photos, &PhotoListModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                const int row = m_photos.rowOf(m_selection.photo());
                if (first <= row && row <= last)
                    m_removedSelected << m_selection.photo();
            });
    connect(&m_photos, &PhotoListModel::photosBroughtBack, this, &Explorer::selectBroughtBack);
    connect(&m_photos, &PhotoListModel::modelReset, this, letGo);
    connect(&m_inference, &InferenceController::answered, this, &Explorer::keepAnswer);
    connect(&m_inference, &InferenceController::failed, this,
            [this](int, const QString &message) { emit answerFailed(message); });
    connect(&m_inference, &InferenceController::busyChanged, this, &Explorer::setAnswering);
    connect(&m_inference, &InferenceController::progressChanged, this, &Explorer::progressChanged);
}

/// The one that was selected when they were taken out: the first, where others were selected in
/// its place and went, too.
void Explorer::selectBroughtBack(const QList<int> &ids)
{
    const auto came = [&ids](int id) { return ids.contains(id); };
    const auto selected = std::ranges::find_if(m_removedSelected, came);
    if (selected == m_removedSelected.end())
        return;
    const int id = *selected;
    m_removedSelected.removeIf(came);
    m_selection.setPhoto(id);
}

/// It gives way to the answers before anybody hears that they are under way.
void Explorer::connectFolder()
{
    for (const auto changed : {&Explorer::networkChanged, &Explorer::graphChanged,
                               &Explorer::residualScalesChanged, &Explorer::answerChanged})
        connect(this, changed, this, &Explorer::holdFolder);
    connect(this, &Explorer::busyChanged, &m_precedence,
            [this](bool busy) { m_precedence.setAwaited(this, busy); });
    m_precedence.add(m_folder.get());
    connect(m_folder.get(), &FolderRun::started, this, [this] { m_isFolderHeld = false; });
    connect(m_folder.get(), &FolderRun::stateChanged, this, [this] {
        if (m_isDue && !m_folder->isUnderWay())
            ask();
    });
    connect(m_folder.get(), &FolderRun::rowsReady, this, [this](const FolderRows &rows) {
        if (m_folder->settings() != folderSettings())
            return;
        for (const FolderRow &row : *rows) {
            if (row.isRead())
                m_photos.setTopPrediction(m_photos.idOf(row.path),
                                          labelOf(m_folder->labels(), row.top), row.confidence);
        }
    });
}

/// What is answered for a folder is answered by one network.
void Explorer::holdFolder()
{
    const bool isAsItWas = m_folder->settings() == folderSettings();
    if (!isAsItWas && m_folder->state() == FolderRun::State::Running) {
        m_isFolderHeld = true;
        m_folder->pause();
    } else if (isAsItWas && std::exchange(m_isFolderHeld, false)) {
        m_folder->resume();
    }
}

FolderSettings Explorer::folderSettings() const
{
    return {m_entry, inputSize(), m_scales};
}

void Explorer::runFolders(const QStringList &folders)
{
    m_folder->start(folders, folderSettings());
}

void Explorer::showPhoto(const QString &path)
{
    if (const int id = m_photos.idOf(path); id != 0)
        m_selection.setPhoto(id);
    else
        openPhotos({path});
}

static std::optional<NetworkGraph> valueOf(const Expected<NetworkGraph> &graph)
{
    return graph ? std::optional(*graph) : std::nullopt;
}

void Explorer::setNetwork(const QString &id)
{
    const CatalogueEntry *entry = m_catalogue.find(id.toStdString());
    if (!entry || *entry == m_entry)
        return;
    const auto before = m_graph ? m_graph : valueOf(graphOf(m_entry));
    m_entry = *entry;
    const auto chosen = m_chosenSizes.find(m_entry.id);
    m_inputSize = chosen == m_chosenSizes.end() ? 0 : chosen->second;
    m_scales.clear();
    emit networkChanged();
    updateGraph(before);
    emit residualScalesChanged();
}

void Explorer::setInputSize(int size)
{
    const int chosen = size == ownInputSize() ? 0 : size;
    if (chosen == m_inputSize)
        return;
    m_inputSize = chosen;
    m_chosenSizes[m_entry.id] = chosen;
    updateGraph();
}

void Explorer::setResidualScale(const QString &block, double scale, bool isDragged)
{
    const auto published = graphOf(m_entry, m_inputSize);
    if (!published)
        return;
    ResidualScales scales = m_scales;
    for (const Stage &stage : published->stages()) {
        for (const Block &each : stage.blocks) {
            if (!each.isResidual() || (!block.isEmpty() && block.toStdString() != each.id))
                continue;
            if (published->layer(each.residualAdd).residualScale == scale)
                scales.erase(each.id);
            else
                scales[each.id] = scale;
        }
    }
    setScales(std::move(scales),
              isDragged ? InferenceController::UnderWay::AnsweredFirst
                        : InferenceController::UnderWay::Dropped);
}

void Explorer::resetResidualScales()
{
    setScales({}, InferenceController::UnderWay::Dropped);
}

void Explorer::setScales(ResidualScales scales, InferenceController::UnderWay underWay)
{
    if (scales == m_scales)
        return;
    m_scales = std::move(scales);
    const auto graph = graphOf(m_entry, m_inputSize);
    m_graph = graph ? std::optional(withResidualScales(*graph, m_scales)) : std::nullopt;
    emit residualScalesChanged();
    ask(underWay);
    m_areLabelsOld = true;
    if (underWay == InferenceController::UnderWay::Dropped)
        settleResidualScale();
}

/// The labels of the other photos follow when it rests.
void Explorer::settleResidualScale()
{
    m_inference.hurry();
    if (std::exchange(m_areLabelsOld, false))
        m_labeller->restart(canRun());
}

void Explorer::setWanted(bool figures, bool times)
{
    m_wantsFigures = figures;
    m_wantsTimes = times;
    if (figures && m_answer && m_answer->figures.empty())
        ask();
    else if (!m_isAnswering) // else they follow the answer
        askForTimes();
}

/// Times wait for the answer: nobody waits for an answer because of them.
bool Explorer::lacksTimes() const
{
    return m_wantsTimes && m_answer && m_layerMilliseconds.empty();
}

int Explorer::inputSize() const
{
    return m_inputSize == 0 && m_graph ? m_graph->input().height : m_inputSize;
}

int Explorer::ownInputSize() const
{
    const auto own = graphOf(m_entry);
    return own ? own->input().height : 0;
}

/// What is selected stays, or goes to where the like of it lies in a network other than `before`.
void Explorer::updateGraph(const std::optional<NetworkGraph> &before)
{
    const auto graph = graphOf(m_entry, m_inputSize);
    m_graph = graph ? std::optional(withResidualScales(*graph, m_scales)) : std::nullopt;
    m_layerMilliseconds.clear();
    m_networkProblem = graph ? QString() : QString::fromStdString(graph.error().message);
    emit graphChanged();
    const std::string element = m_selection.element().toStdString();
    if (m_graph && m_graph->outputOf(element) < 0)
        m_selection.setElement(
            before ? QString::fromStdString(counterpartOf(*before, element, *m_graph)) : QString());
    setAnswer({});
    ask();
    m_labeller->restart(canRun());
}

void Explorer::selectPhoto(int id)
{
    m_picture = m_photos.picture(id);
    m_answer.reset();
    updateSelected();
    setReading(id != 0 && m_picture.isNull());
    if (m_isReading)
        m_photos.requestPicture(id);
    ask(); // or stop what the photo before asked for
    emit pictureChanged();
    setAnswer({});
}

void Explorer::showPicture(int id, const QImage &picture)
{
    if (id != m_selection.photo() || !m_picture.isNull())
        return;
    m_picture = picture;
    ask();
    setReading(false);
    emit pictureChanged();
}

void Explorer::setReading(bool reading)
{
    const bool wasBusy = isBusy();
    m_isReading = reading;
    if (isBusy() != wasBusy)
        emit busyChanged(isBusy());
}

void Explorer::setAnswering(bool answering)
{
    const bool wasBusy = isBusy();
    m_isAnswering = answering;
    if (isBusy() != wasBusy)
        emit busyChanged(isBusy());
}

InferenceRequest Explorer::request(int photo, const QImage &picture) const
{
    return {.entry = m_entry,
            .inputSize = m_inputSize,
            .photo = photo,
            .picture = picture,
            .element = m_selection.element(),
            .scales = m_scales,
            .beforeActivation = showsBeforeActivation(),
            .figures = m_wantsFigures};
}

void Explorer::openPhotos(const QStringList &paths, PhotoListModel::Missing missing)
{
    m_photos.addPaths(paths, missing);
    if (m_photos.rowCount() > 0)
        return;
    m_isFinding = true;
    ask();
}

/// Or makes ready for what will be asked, or stops what was asked before.
void Explorer::ask(InferenceController::UnderWay underWay)
{
    const bool isComing = m_isReading || m_isFinding;
    m_isDue = !m_isLookedAt && m_folder->isUnderWay();
    if (m_isDue || !canRun() || (m_picture.isNull() && !isComing))
        m_inference.cancel();
    else if (m_picture.isNull())
        m_inference.prepare(request(0, {}));
    else
        m_inference.ask(request(m_selection.photo(), m_picture), underWay);
}

void Explorer::setLookedAt(bool lookedAt)
{
    m_isLookedAt = lookedAt;
    if (lookedAt && std::exchange(m_isDue, false))
        ask();
}

/// Once everything else is there: whatever a person asks for takes their place.
void Explorer::askForTimes()
{
    if (!lacksTimes())
        return;
    InferenceRequest wanted = request(m_selection.photo(), m_picture);
    wanted.times = true;
    m_inference.ask(std::move(wanted));
}

/// Not one that is only chosen until the weights are there that a person began with.
bool Explorer::canRun() const
{
    return m_graph && hasWeights() && (!m_isOpening || m_hasAnswered);
}

void Explorer::setAnswer(const AnswerPtr &answer)
{
    m_figuring.request_stop();
    m_answer = answer;
    updateSelected();
    emit answerChanged();
    if (m_answer)
        makeFigures();
    else if (std::exchange(m_figures, nullptr))
        emit networkFiguresChanged();
}

/// On another thread than the next pass, which does not wait for them.
void Explorer::makeFigures()
{
    m_figuring = {};
    whenDone(this, QtConcurrent::run([answer = m_answer, stop = m_figuring.get_token()] {
                 return std::make_shared<const NetworkFigures>(
                     inceptoscope::networkFigures(answer->graph, answer->activations, stop));
             }),
             [this, stop = m_figuring.get_token()](
                 const Expected<std::shared_ptr<const NetworkFigures>> &figures) {
                 if (stop.stop_requested())
                     return;
                 if (!figures)
                     emit problemFound(QString::fromStdString(figures.error().message));
                 m_figures = figures.value_or(nullptr);
                 emit networkFiguresChanged();
             });
}

void Explorer::keepAnswer(const AnswerPtr &answer)
{
    if (answer->photo != m_selection.photo())
        return;
    m_hasAnswered = true;
    if (!answer->layerMilliseconds.empty())
        m_layerMilliseconds = answer->layerMilliseconds;
    const Prediction &top = answer->predictions.front();
    m_photos.setTopPrediction(answer->photo, top.label, top.probability);
    setAnswer(answer);
    if (!answer->engineNote.isEmpty() && !std::exchange(m_isEngineNoted, true))
        emit engineNoted(answer->engineNote);
    askForTimes();
}

const Activation *Explorer::selectedActivation() const
{
    return m_selected ? &*m_selected : nullptr;
}

std::optional<InputRegion> Explorer::selectedRegion() const
{
    if (!m_graph)
        return std::nullopt;
    const int output = m_graph->outputOf(m_selection.element().toStdString());
    return output < 0 ? std::nullopt : std::optional(coveredRegion(*m_graph, output));
}

void Explorer::updateSelected()
{
    m_selected = findSelected();
}

std::optional<Activation> Explorer::findSelected() const
{
    if (!m_answer)
        return std::nullopt;
    const std::string element = m_selection.element().toStdString();
    if (showsBeforeActivation()) {
        const auto &before = m_answer->beforeActivation;
        return before && before->element == element ? std::optional(before->activation)
                                                    : std::nullopt;
    }
    std::vector<Activation> parts;
    for (int output : outputsOf(m_answer->graph, element)) {
        const auto found = m_answer->activations.captured.find(output);
        if (found == m_answer->activations.captured.end())
            return std::nullopt;
        parts.push_back(found->second);
    }
    return parts.empty() ? std::nullopt : std::optional(joined(parts));
}

void Explorer::setBeforeActivation(bool before)
{
    if (before == m_wantsBefore)
        return;
    m_wantsBefore = before;
    updateSelected();
    if (!keepsSelected())
        ask();
    emit beforeActivationChanged(before);
}

bool Explorer::showsBeforeActivation() const
{
    return m_wantsBefore && m_graph
        && endsInActivation(*m_graph, m_selection.element().toStdString());
}

bool Explorer::keepsSelected() const
{
    return m_selection.element().isEmpty() || selectedActivation() != nullptr;
}

void Explorer::cancel()
{
    m_inference.cancel();
    setReading(false);
}

void Explorer::retry()
{
    if (m_picture.isNull() && m_selection.photo() != 0) {
        setReading(true);
        m_photos.requestPicture(m_selection.photo());
    } else {
        ask();
    }
}

namespace {

struct OpenedWeights
{
    Expected<LoadedModel> model;
    bool hasTensors; ///< though they may fit nothing
};

OpenedWeights opened(const QString &path)
{
    auto model = loadWeightsFile(path.toStdString());
    const bool hasTensors = model || readTensorFile(path.toStdString());
    return {std::move(model), hasTensors};
}

} // namespace

void Explorer::openWeights(const QString &path)
{
    const int ticket = ++m_weightsTicket;
    m_isOpening = true;
    if (!canRun())
        m_labeller->restart(false);
    whenDone(this, QtConcurrent::run([path] { return opened(path); }),
             [this, path, ticket](const Expected<OpenedWeights> &weights) {
                 if (ticket != m_weightsTicket)
                     return;
                 if (!weights)
                     emit weightsFailed(QString::fromStdString(weights.error().message), {});
                 else if (weights->model)
                     addWeights(path, *weights->model);
                 else
                     emit weightsFailed(QString::fromStdString(weights->model.error().message),
                                        weights->hasTensors ? path : QString());
                 endOpening();
             });
}

/// What waited for it is asked, or made ready.
void Explorer::endOpening()
{
    const bool hasWaited = m_isOpening && !m_hasAnswered;
    m_isOpening = false;
    if (!hasWaited)
        return;
    ask();
    m_labeller->restart(canRun());
}

/// Ids are unique, and a person tells networks by their titles.
static void makeUnique(CatalogueEntry &entry, const NetworkCatalogue &catalogue)
{
    const std::string id = entry.id;
    for (int number = 2; catalogue.find(entry.id); ++number)
        entry.id = id + '_' + std::to_string(number);
    if (entry.id != id)
        entry.title += " · " + entry.file.filename().string();
}

void Explorer::rescan(const QString &id)
{
    const int ticket = ++m_scanTicket;
    whenDone(this, QtConcurrent::run(scanNetworks),
             [this, id, ticket](const Expected<NetworkCatalogue> &found) {
                 if (!found)
                     emit problemFound(QString::fromStdString(found.error().message));
                 else if (ticket == m_scanTicket || !id.isEmpty())
                     takeCatalogue(*found, id);
             });
}

namespace {

bool isThere(const NetworkCatalogue &catalogue, const std::filesystem::path &file)
{
    return std::ranges::find(catalogue.entries, file, &CatalogueEntry::file)
        != catalogue.entries.end();
}

/// Those of files that a person opened from anywhere else.
std::vector<CatalogueEntry> openedByHand(const NetworkCatalogue &before,
                                         const NetworkCatalogue &found)
{
    const auto folder = installedWeightsFolder();
    std::vector<CatalogueEntry> opened;
    for (const CatalogueEntry &entry : before.entries) {
        if (entry.weights == CatalogueEntry::Weights::Installed
            && entry.file.parent_path() != folder && !isThere(found, entry.file))
            opened.push_back(entry);
    }
    return opened;
}

/// Labels that a person chose stay with their weights.
void keepLabels(NetworkCatalogue &catalogue, const NetworkCatalogue &before)
{
    for (CatalogueEntry &entry : catalogue.entries) {
        const CatalogueEntry *old = before.find(entry.id);
        if (old && old->file == entry.file && old->modified == entry.modified)
            entry.labels = old->labels;
    }
}

/// The chosen network's id, by now; where its weights are gone, that of its family.
std::string idOf(const CatalogueEntry &chosen, const NetworkCatalogue &catalogue)
{
    const auto found = std::ranges::find_if(catalogue.entries, [&](const CatalogueEntry &entry) {
        return entry.file == chosen.file && (!entry.file.empty() || entry.id == chosen.id);
    });
    return found == catalogue.entries.end() ? chosen.network : found->id;
}

} // namespace

void Explorer::takeCatalogue(NetworkCatalogue catalogue, const QString &id)
{
    keepLabels(catalogue, m_catalogue);
    for (CatalogueEntry &entry : openedByHand(m_catalogue, catalogue)) {
        makeUnique(entry, catalogue);
        catalogue.entries.insert(catalogue.entries.begin(), std::move(entry));
    }
    m_catalogue = std::move(catalogue);
    const bool isWanted = m_catalogue.find(id.toStdString()) != nullptr;
    emit catalogueChanged();
    setNetwork(isWanted ? id : QString::fromStdString(idOf(m_entry, m_catalogue)));
}

void Explorer::openLabels(const QString &path)
{
    const int classes = m_graph ? m_graph->classes() : 0;
    whenDone(this, QtConcurrent::run([path = path.toStdString(), classes] {
                 return readFittingLabels(path, classes);
             }),
             [this, id = m_entry.id](const Expected<Labels> &labels) { setLabels(id, labels); });
}

void Explorer::setLabels(const std::string &id, const Expected<Labels> &labels)
{
    if (!labels) {
        emit labelsFailed(QString::fromStdString(labels.error().message));
        return;
    }
    const auto entry = std::ranges::find(m_catalogue.entries, id, &CatalogueEntry::id);
    if (entry == m_catalogue.entries.end())
        return;
    entry->labels = *labels;
    const bool isChosen = m_entry.id == id; // else another was chosen meanwhile
    if (isChosen)
        m_entry = *entry;
    emit catalogueChanged();
    if (!isChosen)
        return;
    setAnswer({});
    ask();
    m_labeller->restart(canRun());
}

void Explorer::addWeights(const QString &path, const LoadedModel &model)
{
    CatalogueEntry entry =
        entryFor(model.description, path.toStdString(), CatalogueEntry::Weights::Installed);
    std::erase_if(m_catalogue.entries,
                  [&](const CatalogueEntry &other) { return other.file == entry.file; });
    makeUnique(entry, m_catalogue);
    m_catalogue.entries.insert(m_catalogue.entries.begin(), entry);
    emit catalogueChanged();
    setNetwork(QString::fromStdString(entry.id));
}

} // namespace inceptoscope
