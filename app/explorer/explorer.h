#pragma once

#include "checkpoint/labels.h"
#include "explain/residualfigures.h"
#include "folders/precedence.h"
#include "graph/gridregion.h"
#include "inference/inferencecontroller.h"
#include "networks/networkcatalogue.h"
#include "photos/photolistmodel.h"
#include "selection/selection.h"

#include <QObject>

#include <map>
#include <optional>
#include <stop_token>

namespace inceptoscope {

class FolderRun;
class PhotoLabeller;
struct FolderSettings;

/// What the Explore page shows: one network, one photo, and the network's answer to it. The parts
/// follow each other: another photo, network, input size or element asks for another answer.
class Explorer : public QObject
{
    Q_OBJECT

public:
    explicit Explorer(NetworkCatalogue catalogue, QObject *parent = nullptr);
    ~Explorer() override;

    PhotoListModel *photos() { return &m_photos; }
    Selection *selection() { return &m_selection; }
    /// Of what everybody computes who shows something of this.
    Precedence *precedence() { return &m_precedence; }
    const NetworkCatalogue &catalogue() const { return m_catalogue; }

    /// The chosen network; unknown ids are ignored. It has its own input size, or the one that was
    /// chosen for it before, and the like of what was selected is selected.
    void setNetwork(const QString &id);
    const CatalogueEntry &network() const { return m_entry; }
    bool hasWeights() const { return m_entry.weights != CatalogueEntry::Weights::None; }
    /// Side of the input, pixels; 0: that of the network. It is the chosen network's alone.
    void setInputSize(int size);
    /// The side in use.
    int inputSize() const;
    /// The side that the network was made for.
    int ownInputSize() const;
    /// Its description at that size; nothing where the size is too small.
    const std::optional<NetworkGraph> &graph() const { return m_graph; }
    /// What is added in residual blocks times this, in place of the published factors, until
    /// another network is chosen. `block` is an id; empty: all of them. While something is dragged
    /// answers come one after another, each to the newest scale there is.
    void setResidualScale(const QString &block, double scale, bool isDragged = false);
    /// The dragging is over: the last scale is answered at once, and labels follow it.
    void settleResidualScale();
    void resetResidualScales();
    /// Of the blocks where it is not as published.
    const ResidualScales &residualScales() const { return m_scales; }

    /// Why there is no graph; empty: no problem.
    QString networkProblem() const { return m_networkProblem; }

    /// Reads a file of weights and chooses what it holds.
    void openWeights(const QString &path);
    /// Looks again at what is installed, on another thread; what was opened by hand stays. Then
    /// chooses `id` where it is not empty and there is such a network.
    void rescan(const QString &id = {});
    /// Takes the names of the chosen network's classes from a file.
    void openLabels(const QString &path);

    /// Adds photos and chooses the first. Meanwhile the network is made ready for it, once it is
    /// known: while weights are being opened it is not.
    void openPhotos(const QStringList &paths,
                    PhotoListModel::Missing missing = PhotoListModel::Missing::Shown);

    /// What else answers are to tell: figures of every layer, times of every layer. An answer
    /// without them stays until there is one with them; times are measured once for a graph.
    void setWanted(bool figures, bool times);
    /// Milliseconds by layer of the present graph; empty until they are measured.
    const std::vector<double> &layerMilliseconds() const { return m_layerMilliseconds; }

    /// For the selected photo; null until it is there.
    const AnswerPtr &answer() const { return m_answer; }
    /// Of the answer; they come shortly after it. Until then those of the answer before, for the
    /// same photo and network, or null.
    const std::shared_ptr<const NetworkFigures> &networkFigures() const { return m_figures; }
    /// The output of the selected element, or what went into its activation where that is shown;
    /// null where it is not there, or not yet.
    const Activation *selectedActivation() const;
    /// The part of the input that its grid lies over; nothing without an element.
    std::optional<InputRegion> selectedRegion() const;
    /// Whether the signed values before the activation are wanted in place of those after it. Of
    /// elements without an activation the output is shown all the same.
    void setBeforeActivation(bool before);
    bool wantsBeforeActivation() const { return m_wantsBefore; }
    bool showsBeforeActivation() const;
    /// The selected photo; null until it is read.
    const QImage &picture() const { return m_picture; }

    /// Stops what is under way for the selected photo.
    void cancel();
    /// The selected photo is being read or answered.
    bool isBusy() const { return m_isReading || m_isAnswering; }
    /// Asks again, after a failure or `cancel`.
    void retry();

    /// Chooses a photo, which is added where it is not in the list.
    void showPhoto(const QString &path);

    /// While nobody looks at what it shows, a folder's run does not wait for it: the answer to the
    /// selected photo comes when somebody does, or after the run.
    void setLookedAt(bool lookedAt);

    /// Runs all photos below folders through the chosen network, as it is now, while nothing else
    /// is to be computed; they get their labels from there. Another network or setting holds it.
    void runFolders(const QStringList &folders);
    FolderRun *folderRun() { return m_folder.get(); }
    /// What folders would be run with now.
    FolderSettings folderSettings() const;

signals:
    void catalogueChanged();
    void networkChanged();
    void graphChanged(); ///< another network or input size
    void residualScalesChanged(); ///< the answer before stays until there is one with them
    void pictureChanged(); ///< of the selected photo
    void pictureFailed(const QString &message);
    void answerChanged();
    void networkFiguresChanged();
    void beforeActivationChanged(bool before); ///< what is wanted
    void answerFailed(const QString &message);
    /// What there is to know of who computes, with the first answer; mostly there is nothing.
    void engineNoted(const QString &sentence);
    /// Of openWeights; `file` is there to look into, its tensors can be listed; else it is empty.
    void weightsFailed(const QString &message, const QString &file);
    void labelsFailed(const QString &message); ///< of openLabels
    /// Work beside the answers could not be done; what there was before stays.
    void problemFound(const QString &sentence);
    void busyChanged(bool busy);
    void progressChanged(double fraction);

private:
    void connectParts();
    void connectFolder();
    void holdFolder();
    void updateGraph(const std::optional<NetworkGraph> &before = {});
    void setScales(ResidualScales scales, InferenceController::UnderWay underWay);
    void selectPhoto(int id);
    void selectBroughtBack(const QList<int> &ids);
    void showPicture(int id, const QImage &picture);
    void ask(InferenceController::UnderWay underWay = InferenceController::UnderWay::Dropped);
    bool canRun() const;
    void endOpening();
    void setAnswer(const AnswerPtr &answer);
    void makeFigures();
    void setReading(bool reading);
    void setAnswering(bool answering);
    bool keepsSelected() const;
    bool lacksTimes() const;
    void updateSelected();
    std::optional<Activation> findSelected() const;
    void addWeights(const QString &path, const LoadedModel &model);
    void takeCatalogue(NetworkCatalogue catalogue, const QString &id);
    void setLabels(const std::string &id, const Expected<Labels> &labels);
    void keepAnswer(const AnswerPtr &answer);
    InferenceRequest request(int photo, const QImage &picture) const;
    void askForTimes();

    NetworkCatalogue m_catalogue;
    CatalogueEntry m_entry;
    int m_inputSize = 0; ///< that was chosen; 0: the network's own
    std::map<std::string, int> m_chosenSizes; ///< by the id of the network they were chosen for
    ResidualScales m_scales;
    std::optional<NetworkGraph> m_graph;
    QString m_networkProblem;
    QImage m_picture;
    AnswerPtr m_answer;
    std::shared_ptr<const NetworkFigures> m_figures;
    std::stop_source m_figuring;
    std::optional<Activation> m_selected; ///< what the answer has of the selected element
    bool m_wantsBefore = false;
    Precedence m_precedence;
    PhotoListModel m_photos;
    Selection m_selection;
    QList<int> m_removedSelected; ///< photos that were selected when they were taken out
    std::unique_ptr<FolderRun> m_folder; ///< outlives the thread that runs it
    bool m_isFolderHeld = false; ///< paused, since the network is not as it was
    InferenceController m_inference;
    bool m_wantsFigures = false;
    bool m_wantsTimes = false;
    std::vector<double> m_layerMilliseconds;
    int m_weightsTicket = 0;
    int m_scanTicket = 0;
    bool m_isReading = false; ///< the selected photo
    bool m_isAnswering = false;
    bool m_isLookedAt = true;
    bool m_isDue = false; ///< what is to be asked, once it is looked at
    bool m_isFinding = false; ///< the first photos
    bool m_isOpening = false; ///< weights
    bool m_hasAnswered = false;
    bool m_areLabelsOld = false; ///< of other residual scales
    bool m_isEngineNoted = false;
    std::unique_ptr<PhotoLabeller> m_labeller;
};

} // namespace inceptoscope
