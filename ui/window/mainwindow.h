#pragma once

#include "async/diskworkers.h"
#include "networks/networkcatalogue.h"
#include "photos/photolistmodel.h"

#include <QMainWindow>

class QAction;
class QActionGroup;
class QComboBox;
class QMimeData;
class QSpinBox;
class QStackedWidget;

namespace inceptoscope {

class ComparePage;
class CurvesController;
class CurvesPage;
class ExplorePage;
class Explorer;
class ExportKey;
class FindBox;
class FolderPage;
class KeysWindow;
class MessageBar;
class NetworkListModel;
class TrainPage;
class WeightsExporter;
class WeightsLibrary;
class WeightsWindow;
struct SortedPaths;

/// The program's window: the pages, the network and its input size above them, the menus. Photos,
/// weights and run logs may be dropped anywhere on it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    enum class Page { Explore, Compare, Curves, Folder, Train };

    explicit MainWindow(NetworkCatalogue catalogue, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Photos, folders, weights and run logs, each to where it belongs.
    void open(const QStringList &paths);
    void openSamples();
    /// What was shown when the window was closed last; its photos only where `photos` is true.
    void restoreSession(bool photos);
    void choosePhotos();
    void chooseFolder();
    void chooseWeights();
    /// What can be had and what is here, beside the window, with the chosen network's in view.
    void getWeights();
    /// Asks for a file and copies it to the installed weights.
    void importWeights();
    /// Asks, then removes the chosen network's installed weights.
    void removeWeights();
    void chooseLabels();
    void chooseLogs();
    void openExperiments();
    /// The tensors of the chosen network's weights, beside the window.
    void showTensors();
    /// Asks for a place and saves the chosen network's weights there.
    void exportWeights();
    void paste();
    void findBlock();
    /// Goes to the next block found, or with -1 back.
    void findAgain(int steps);

    void showPage(Page page);
    Page page() const;
    QList<QAction *> pageActions() const;
    QWidget *pageWidget() const;
    ExportKey *exportKey() { return m_exportKey; }

    Explorer *explorer() { return m_explorer; }
    ExplorePage *explorePage() { return m_explorePage; }
    ComparePage *comparePage() { return m_comparePage; }
    CurvesPage *curvesPage() { return m_curvesPage; }
    FolderPage *folderPage() { return m_folderPage; }
    TrainPage *trainPage() { return m_trainPage; }
    MessageBar *messageBar() { return m_message; }
    KeysWindow *keysWindow() { return m_keys; }
    WeightsExporter *weightsExporter() { return m_exporter; }
    WeightsLibrary *weightsLibrary() { return m_library; }
    WeightsWindow *weightsWindow() { return m_weights; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void fitScreen();
    void readStyle();
    void buildPages();
    void buildToolBar();
    void buildModeBar();
    void connectExplorer();
    void connectTraining();
    void connectWeights();
    void connectLibrary();
    WeightsWindow &openWeightsWindow();
    void useWeights(const QString &id);
    void useTrained(const QString &file, bool isFinished);
    void tellInstalled(const QString &id);
    void actOnMessage();
    void showTensorsOf(const QString &file, const QString &network, const QString &title = {});
    void chooseRow(int row);
    void showNetwork();
    void showOwnSize();
    /// Beside those already told of what was opened last.
    void showProblems(const std::vector<std::string> &problems);
    void forgetProblems();
    void take(const QMimeData *mime, PhotoListModel::Origin origin);
    void lookAt(const QStringList &paths);
    void openSorted(const SortedPaths &sorted, const QStringList &paths);
    void remember(const SortedPaths &sorted, const QStringList &paths);
    void rememberFolders();
    void runFolders(const SortedPaths &sorted);
    void restoreLayout();
    void restorePhotos(const QString &selected);
    void restoreOverlay(int overlay);

    Explorer *m_explorer;
    CurvesController *m_curves;
    NetworkListModel *m_networks;
    QComboBox *m_network;
    QSpinBox *m_inputSize;
    QAction *m_ownSize; ///< there while the size is another: back to it
    FindBox *m_find;
    MessageBar *m_message;
    QStringList m_problems; ///< sentences that the message shows
    QStackedWidget *m_pages;
    QStringList m_openedFolders; ///< to be remembered when photos are found in them
    ExplorePage *m_explorePage;
    ComparePage *m_comparePage;
    CurvesPage *m_curvesPage;
    FolderPage *m_folderPage;
    TrainPage *m_trainPage;
    bool m_followsPhotos = true; ///< to the page Explore, when they have come
    bool m_isRestoring = false; ///< photos of last time are still coming
    QActionGroup *m_pageActions;
    ExportKey *m_exportKey = nullptr;
    WeightsExporter *m_exporter;
    KeysWindow *m_keys = nullptr; ///< made when it is wanted first
    QString m_unfitWeights; ///< file that the message is about and whose tensors can be looked at
    QString m_readyWeights; ///< id of those that the message says are installed
    WeightsLibrary *m_library;
    DiskWorkers m_disks; ///< that tell what paths stand for
    WeightsWindow *m_weights = nullptr; ///< made when it is wanted first
};

} // namespace inceptoscope
