#pragma once

#include "folders/folderrun.h"
#include "inference/inferencecontroller.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace inceptoscope {

class Explorer;

/// What the page Compare shows beside each other. Side A is what the explorer shows, so that every
/// page has one selection; this holds side B: another network with the same photo, or the same
/// network with another photo. B has an engine of its own, which stays loaded beside the explorer's
/// (its packed weights, and the blocks of one answer), and waits with its photo until the explorer
/// has its answer, as a folder does: both have all cores in turns. Nothing is computed while nobody
/// looks, but for a folder that was begun.
class Comparison : public QObject
{
    Q_OBJECT

public:
    enum class Mode { Networks, Photos };

    explicit Comparison(Explorer *explorer, QObject *parent = nullptr);

    Explorer *explorer() const { return m_explorer; }
    /// Whether somebody looks.
    void setActive(bool active);
    Mode mode() const { return m_mode; }
    void setMode(Mode mode);

    /// Of B while networks are compared; at first the other bundled network, or the explorer's with
    /// another residual scale. Unknown ids are ignored.
    void setNetwork(const QString &id);
    const CatalogueEntry &network() const;
    /// Of all residual blocks of B's network, in place of the published ones; nothing: those.
    void setResidualScale(std::optional<double> scale);
    std::optional<double> residualScale() const { return m_scale; }
    /// B's network as it is run; nothing where it cannot be, see networkProblem.
    const std::optional<NetworkGraph> &graph() const { return m_graph; }
    QString networkProblem() const { return m_networkProblem; }
    bool hasWeights() const { return network().weights != CatalogueEntry::Weights::None; }

    /// Of B, by id, while photos are compared; at first the one after the selected one.
    void setPhoto(int id);
    int photo() const;
    /// Null until it is read.
    const QImage &picture() const { return m_picture; }

    /// Of B; null until it is there.
    const AnswerPtr &answer() const { return m_answer; }
    bool isBusy() const { return m_isBusy; }
    void cancel();
    /// After a failure or `cancel`.
    void retry();

    /// Runs all photos below folders through both networks as they are now, when it is its turn
    /// (Precedence); see PairJob for its rows. Meanwhile it takes the memory of one more engine,
    /// for A.
    void runFolders(const QStringList &folders);
    FolderRun *folderRun() { return m_run.get(); }
    /// Of A and B, with which the folders were run last.
    std::vector<FolderSettings> runSettings() const { return {m_settingsA, m_run->settings()}; }
    /// With which they would be run now.
    std::vector<FolderSettings> folderSettings() const;

    /// Both sides show the same layers of the same network: their channels are each other's.
    bool isSameNetwork() const;

signals:
    void modeChanged();
    void networkChanged(); ///< of B, or its residual scale
    void pictureChanged(); ///< B has another photo, or its picture is there
    void pictureFailed(const QString &message);
    void answerChanged();
    void answerFailed(const QString &message);
    void busyChanged(bool busy);
    void progressChanged(double fraction);

private:
    void connectExplorer();
    void connectInference();
    void updateCatalogue();
    void chooseDefault();
    void updateGraph();
    void updatePhoto();
    void choosePhoto();
    void ask();
    void askIfDue();
    void updateBusy();
    ResidualScales scales() const;
    ResidualScales chosenScales() const;
    int inputSize() const;
    int inputSizeOf(const CatalogueEntry &entry) const;

    Explorer *m_explorer;
    FolderSettings m_settingsA; ///< of the run
    std::unique_ptr<FolderRun> m_run; ///< outlives the thread that runs it
    InferenceController m_inference;
    Mode m_mode = Mode::Networks;
    CatalogueEntry m_entry; ///< B's while networks are compared
    bool m_isChosen = false; ///< by a person
    std::optional<double> m_scale;
    std::optional<NetworkGraph> m_graph;
    QString m_networkProblem;
    int m_photo = 0; ///< B's while photos are compared
    bool m_isPhotoChosen = false; ///< by a person
    QImage m_picture;
    bool m_isReading = false;
    AnswerPtr m_answer;
    bool m_isActive = false;
    bool m_isDue = false; ///< waits for its turn
    bool m_isAnswering = false;
    bool m_isBusy = false;
};

/// All residual blocks with one scale.
ResidualScales uniformScales(const NetworkGraph &graph, double scale);

/// The scale that all residual blocks have; nothing where they differ or there are none.
std::optional<double> commonScale(const NetworkGraph &graph);

bool isResidual(const NetworkGraph &graph);

} // namespace inceptoscope
