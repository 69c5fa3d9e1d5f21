#include "window/mainwindow.h"

#include "activations/activationpane.h"
#include "async/whendone.h"
#include "checkpoint/fileformat.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "common/savedialog.h"
#include "common/wheelguard.h"
#include "compare/comparepage.h"
#include "compare/comparison.h"
#include "curves/curvescontroller.h"
#include "curves/curvespage.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramview.h"
#include "diagram/overlaychooser.h"
#include "explain/explanationpane.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "filmstrip/filmstrip.h"
#include "folders/folderpage.h"
#include "folders/folderrun.h"
#include "images/imagedecoder.h"
#include "images/shownname.h"
#include "networks/networklistmodel.h"
#include "networks/networktexts.h"
#include "opening/logpaths.h"
#include "opening/pathkinds.h"
#include "overlay/overlaycontroller.h"
#include "overlay/overlaytexts.h"
#include "panes/panearea.h"
#include "photos/photomime.h"
#include "predictions/predictionspane.h"
#include "resourcelocator.h"
#include "session/photolist.h"
#include "session/recentpaths.h"
#include "session/session.h"
#include "style/kindcolours.h"
#include "style/metrics.h"
#include "texts/numbertext.h"
#include "training/trainingcontroller.h"
#include "training/trainpage.h"
#include "weights/keyswindow.h"
#include "weights/weightsexporter.h"
#include "weights/weightslibrary.h"
#include "weights/weightstexts.h"
#include "weights/weightswindow.h"
#include "window/exportkey.h"
#include "window/findbox.h"
#include "window/menus.h"

#include <QActionGroup>
#include <QClipboard>
#include <QCloseEvent>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QSpinBox>
#include <QStackedWidget>
#include <QtConcurrentRun>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <utility>

namespace inceptoscope {

MainWindow::MainWindow(NetworkCatalogue catalogue, QWidget *parent)
    : QMainWindow(parent)
    , m_explorer(new Explorer(std::move(catalogue), this))
    , m_curves(new CurvesController(this))
    , m_networks(new NetworkListModel(this))
    , m_find(new FindBox(m_explorer))
    , m_message(new MessageBar)
    , m_pages(new QStackedWidget)
    , m_explorePage(new ExplorePage(m_explorer))
    , m_comparePage(new ComparePage(new Comparison(m_explorer, this)))
    , m_curvesPage(new CurvesPage(m_curves))
    , m_folderPage(new FolderPage(m_explorer))
    , m_trainPage(new TrainPage(new TrainingController({}, this), m_explorer))
    , m_exporter(new WeightsExporter(this))
    , m_library(new WeightsLibrary(WeightStore(), {}, this))
{
    WheelGuard::install();
    setWindowTitle(tr("Inceptoscope"));
    setAcceptDrops(true);
    fitScreen();
    buildPages();
    buildToolBar();
    buildModeBar();
    m_exportKey = new ExportKey(this, m_message);
    buildMenus(*this);
    connectExplorer();
    connectTraining();
    connectWeights();
    connectLibrary();
    showNetwork();
    showProblems(m_explorer->catalogue().problems);
    restoreLayout();
    readStyle();
}

/// At the first start, with room for what the window manager puts around the window once it is
/// shown.
void MainWindow::fitScreen()
{
    constexpr QSize frame(2 * gridUnit, 5 * gridUnit);
    const QSize room = screen()->availableSize() - frame;
    setMinimumSize(QSize(1000, 640).boundedTo(room));
    resize(QSize(1280, 800).boundedTo(room));
}

/// The built-in colours serve until then, and where the file cannot be used.
void MainWindow::readStyle()
{
    const QString path = resourcePath(QStringLiteral("style/kindcolours.json"));
    whenDone(this, QtConcurrent::run([path] { return readKindColours(path); }),
             [this](const Expected<KindColours> &colours) {
                 if (colours)
                     applyKindColours(*colours);
                 else
                     showProblems({colours.error().message});
             });
}

/// What is shown goes before what it shows.
MainWindow::~MainWindow()
{
    delete m_find;
    delete takeCentralWidget();
}

void MainWindow::showProblems(const std::vector<std::string> &problems)
{
    for (const std::string &problem : problems)
        m_problems << QString::fromStdString(problem);
    if (!m_problems.isEmpty())
        m_message->showMessage(MessageBar::Kind::Warning, m_problems.join(QStringLiteral(". ")));
}

void MainWindow::buildPages()
{
    m_pages->addWidget(m_explorePage);
    m_pages->addWidget(m_comparePage);
    m_pages->addWidget(m_curvesPage);
    m_pages->addWidget(m_folderPage);
    m_pages->addWidget(m_trainPage);
    auto *central = new QWidget;
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(m_pages);
    setCentralWidget(central);
}

void MainWindow::buildToolBar()
{
    m_network = new QComboBox;
    m_network->setObjectName(QStringLiteral("networkChooser"));
    m_network->setModel(m_networks);
    m_network->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_network->setAccessibleName(tr("Network"));
    m_inputSize = new QSpinBox;
    m_inputSize->setObjectName(QStringLiteral("inputSize"));
    m_inputSize->setRange(1, 1024);
    m_inputSize->setSuffix(tr(" px"));
    m_inputSize->setKeyboardTracking(false);
    m_inputSize->setAccessibleName(tr("Input size"));
    m_inputSize->setToolTip(tr("Side of the square picture that the network is fed"));

    QToolBar *bar = addToolBar(tr("Network"));
    bar->setObjectName(QStringLiteral("networkBar"));
    bar->setMovable(false);
    const auto addLabelled = [bar](const QString &text, QWidget *control) {
        auto *label = new QLabel(text);
        label->setBuddy(control);
        label->setContentsMargins(gridUnit, 0, halfUnit, 0);
        return QList{bar->addWidget(label), bar->addWidget(control)};
    };
    addLabelled(tr("&Network"), m_network);
    addLabelled(tr("&Size"), m_inputSize);
    m_ownSize = bar->addAction(tr("Its own size"));
    m_ownSize->setObjectName(QStringLiteral("ownSize"));
    // To look like the button it is, between the fields.
    static_cast<QToolButton *>(bar->widgetForAction(m_ownSize))->setAutoRaise(false);
    connect(m_ownSize, &QAction::triggered, m_explorer, [this] { m_explorer->setInputSize(0); });
    const QList<QAction *> overlay =
        addLabelled(tr("Over&lay"), new OverlayChooser(m_explorePage->overlay()));
    connect(m_pages, &QStackedWidget::currentChanged, this, [this, overlay] {
        for (QAction *part : overlay) // of the diagram, which is on one page alone
            part->setVisible(page() == Page::Explore);
    });
    auto *gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(gap);
    bar->addWidget(m_find);
    connect(m_network, &QComboBox::activated, this, &MainWindow::chooseRow);
    connect(m_inputSize, &QSpinBox::valueChanged, m_explorer, &Explorer::setInputSize);
    // Else the keys of the pages would go on writing into it.
    connect(m_inputSize->findChild<QLineEdit *>(), &QLineEdit::returnPressed, m_pages,
            [this] { m_pages->currentWidget()->setFocus(Qt::OtherFocusReason); });
}

void MainWindow::buildModeBar()
{
    auto *bar = new QToolBar(tr("Pages"));
    bar->setObjectName(QStringLiteral("modeBar"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    bar->setIconSize({24, 24});
    addToolBar(Qt::LeftToolBarArea, bar);
    m_pageActions = new QActionGroup(this);
    const auto add = [&](const QString &icon, const QString &text, Page page) {
        QAction *action = bar->addAction(themedIcon(icon), text);
        action->setCheckable(true);
        action->setShortcut(QKeySequence(Qt::Key_1 + static_cast<int>(page)));
        action->setToolTip(tr("%1 (%2)").arg(text, action->shortcut().toString()));
        m_pageActions->addAction(action);
        connect(action, &QAction::triggered, this, [this, page] { showPage(page); });
    };
    add(QStringLiteral("explore"), tr("Explore"), Page::Explore);
    add(QStringLiteral("compare"), tr("Compare"), Page::Compare);
    add(QStringLiteral("curves"), tr("Curves"), Page::Curves);
    add(QStringLiteral("folder"), tr("Folder"), Page::Folder);
    add(QStringLiteral("train"), tr("Train"), Page::Train);
    m_pageActions->actions().constFirst()->setChecked(true);
}

void MainWindow::connectExplorer()
{
    connect(m_explorer, &Explorer::networkChanged, this, &MainWindow::showNetwork);
    connect(m_explorer, &Explorer::catalogueChanged, this, &MainWindow::showNetwork);
    connect(m_explorer, &Explorer::graphChanged, this, &MainWindow::showNetwork);
    connect(m_explorer, &Explorer::networkChanged, this, &MainWindow::forgetProblems);
    connect(m_message, &MessageBar::closed, this, &MainWindow::forgetProblems);
    for (const auto told :
         {&Explorer::labelsFailed, &Explorer::engineNoted, &Explorer::problemFound})
        connect(m_explorer, told, this,
                [this](const QString &sentence) { showProblems({sentence.toStdString()}); });
    connect(m_find, &FindBox::found, this, [this](const QString &element) {
        showPage(Page::Explore);
        m_explorer->selection()->setElement(element);
        explorePage()->diagram()->view()->approachCurrent();
    });
    connect(m_explorer->photos(), &PhotoListModel::problemFound, this,
            [this](const QString &sentence) {
                if (m_followsPhotos || m_explorer->folderRun()->folders().isEmpty())
                    showProblems({sentence.toStdString()}); // else the page Folder says so
            });
    connect(m_explorer->photos(), &PhotoListModel::photosAdded, this, [this] {
        const bool showsThem = page() == Page::Compare || page() == Page::Train;
        if (!showsThem && m_followsPhotos)
            showPage(Page::Explore);
    });
    connect(m_explorer->photos(), &PhotoListModel::pathsAdded, this, &MainWindow::rememberFolders);
    connect(m_folderPage, &FolderPage::folderRequested, this, &MainWindow::chooseFolder);
    connect(m_folderPage, &FolderPage::photoShown, this, [this] {
        m_followsPhotos = true;
        showPage(Page::Explore);
        m_explorePage->panes()->showPaneOf(m_explorePage->predictions());
    });
    connect(m_explorePage->panes(), &PaneArea::paneAskedFor, this,
            [this] { showPage(Page::Explore); });
    connect(m_explorePage, &ExplorePage::photosRequested, this, &MainWindow::choosePhotos);
    connect(m_explorePage, &ExplorePage::samplesRequested, this, &MainWindow::openSamples);
    connect(m_explorePage, &ExplorePage::weightsRequested, this, &MainWindow::getWeights);
    connect(m_comparePage, &ComparePage::samplesRequested, this, &MainWindow::openSamples);
    connect(m_comparePage, &ComparePage::weightsRequested, this, [this](const QString &network) {
        openWeightsWindow().showFor(network); // which may be another than that of Explore
    });
}

void MainWindow::connectTraining()
{
    connect(m_trainPage, &TrainPage::weightsChosen, this, &MainWindow::useTrained);
    connect(m_trainPage, &TrainPage::photoShown, this, [this] {
        showPage(Page::Explore);
        m_explorePage->panes()->showPaneOf(m_explorePage->predictions());
    });
}

void MainWindow::connectWeights()
{
    connect(m_explorer, &Explorer::weightsFailed, this,
            [this](const QString &sentence, const QString &file) {
                m_unfitWeights = file;
                m_readyWeights.clear();
                m_message->showMessage(MessageBar::Kind::Warning, sentence,
                                       file.isEmpty() ? tr("Open others…") : tr("Tensors…"));
            });
    connect(m_message, &MessageBar::actionTriggered, this, &MainWindow::actOnMessage);
    const auto tell = [this](MessageBar::Kind kind) {
        return [this, kind](const QString &sentence) { m_message->showMessage(kind, sentence); };
    };
    connect(m_exporter, &WeightsExporter::started, this, tell(MessageBar::Kind::Info));
    connect(m_exporter, &WeightsExporter::finished, this, tell(MessageBar::Kind::Info));
    connect(m_exporter, &WeightsExporter::failed, this, tell(MessageBar::Kind::Error));
}

void MainWindow::actOnMessage()
{
    if (!m_readyWeights.isEmpty())
        useWeights(m_readyWeights);
    else if (m_unfitWeights.isEmpty())
        chooseWeights();
    else
        showTensorsOf(m_unfitWeights, {});
}

void MainWindow::connectLibrary()
{
    connect(m_library, &WeightsLibrary::installed, this, [this](const QString &id) {
        m_explorer->rescan();
        tellInstalled(id);
    });
    connect(m_library, &WeightsLibrary::removed, this, [this] { m_explorer->rescan(); });
    connect(m_library, &WeightsLibrary::kept, this,
            [this](const QString &, const QString &id) { useWeights(id); });
    connect(m_library, &WeightsLibrary::notKept, this,
            [this](const QString &file, const QString &sentence) {
                useTrained(file, false);
                showProblems({sentence.toStdString()});
            });
}

/// The window of the weights says it itself while it is there.
void MainWindow::tellInstalled(const QString &id)
{
    const WeightsRow *row = m_library->model()->find(id.toStdString());
    if (!row || (m_weights && m_weights->isVisible()))
        return;
    m_readyWeights = id;
    m_message->showMessage(MessageBar::Kind::Info,
                           tr("%1 is installed.").arg(weightsCellText(*row, WeightsTitleColumn)),
                           tr("Use"));
}

void MainWindow::useWeights(const QString &id)
{
    forgetProblems();
    showPage(Page::Explore);
    m_explorer->rescan(id);
    activateWindow();
}

/// What is finished is installed, so that it stays in the list of networks wherever it was trained.
void MainWindow::useTrained(const QString &file, bool isFinished)
{
    forgetProblems();
    if (isFinished)
        return m_library->keepFile(file);
    showPage(Page::Explore);
    m_explorer->openWeights(file);
}

WeightsWindow &MainWindow::openWeightsWindow()
{
    if (!m_weights) {
        m_weights = new WeightsWindow(m_library, this);
        connect(m_weights, &WeightsWindow::useRequested, this, &MainWindow::useWeights);
        connect(m_weights, &WeightsWindow::importRequested, this, &MainWindow::importWeights);
    }
    m_weights->show();
    m_weights->raise();
    m_weights->activateWindow();
    return *m_weights;
}

/// Of a network that has its weights, those; else those there are for it.
void MainWindow::getWeights()
{
    const CatalogueEntry &entry = m_explorer->network();
    if (entry.weights == CatalogueEntry::Weights::Bundled)
        return openWeightsWindow().showFor({});
    openWeightsWindow().showFor(QString::fromStdString(
        entry.weights == CatalogueEntry::Weights::Installed ? entry.id : entry.network));
}

void MainWindow::removeWeights()
{
    openWeightsWindow().showToRemove(QString::fromStdString(m_explorer->network().id));
}

void MainWindow::showTensors()
{
    const CatalogueEntry &entry = m_explorer->network();
    if (m_explorer->hasWeights())
        showTensorsOf(QString::fromStdString(entry.file.string()),
                      QString::fromStdString(entry.network), networkTitle(entry));
}

void MainWindow::showTensorsOf(const QString &file, const QString &network, const QString &title)
{
    if (!m_keys)
        m_keys = new KeysWindow(this);
    m_keys->showFile(file, network, title);
    m_keys->show();
    m_keys->raise();
    m_keys->activateWindow();
}

void MainWindow::showNetwork()
{
    m_networks->setCatalogue(m_explorer->catalogue());
    m_network->setCurrentIndex(m_networks->rowOf(QString::fromStdString(m_explorer->network().id)));
    const QSignalBlocker blocker(m_inputSize);
    m_inputSize->setValue(m_explorer->inputSize());
    showOwnSize();
}

/// What a network answers at another size than it was trained at may be far off.
void MainWindow::showOwnSize()
{
    const int own = m_explorer->ownInputSize();
    m_ownSize->setVisible(own > 0 && m_explorer->inputSize() != own);
    m_ownSize->setText(tr("Back to %1 px").arg(own));
    m_ownSize->setToolTip(
        tr("The network is made for %1 px; at another size answers may be wrong").arg(own));
}

void MainWindow::chooseRow(int row)
{
    m_explorer->setNetwork(m_networks->index(row).data(NetworkIdRole).toString());
}

void MainWindow::findBlock()
{
    showPage(Page::Explore);
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void MainWindow::findAgain(int steps)
{
    showPage(Page::Explore);
    m_find->step(steps);
}

void MainWindow::showPage(Page page)
{
    if (page != this->page())
        m_explorePage->panes()->cancelDrag();
    m_pages->setCurrentIndex(static_cast<int>(page));
    m_pageActions->actions().at(static_cast<int>(page))->setChecked(true);
    m_explorer->setLookedAt(page != Page::Folder);
}

QList<QAction *> MainWindow::pageActions() const
{
    return m_pageActions->actions();
}

MainWindow::Page MainWindow::page() const
{
    return static_cast<Page>(m_pages->currentIndex());
}

QWidget *MainWindow::pageWidget() const
{
    return m_pages->currentWidget();
}

/// What comes here no view has taken.
void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Save))
        m_exportKey->press();
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::forgetProblems()
{
    m_problems.clear();
    m_message->clear();
}

void MainWindow::open(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    forgetProblems();
    if (const auto sorted = sortedByName(paths))
        openSorted(*sorted, paths);
    else
        lookAt(paths);
}

/// Some disks answer late or never; what is opened meanwhile does not wait for them.
void MainWindow::lookAt(const QStringList &paths)
{
    constexpr std::chrono::seconds patience(1);
    auto *late = new QTimer(this);
    late->setSingleShot(true);
    connect(late, &QTimer::timeout, this, [this, path = shownName(paths.constFirst())] {
        m_message->showMessage(MessageBar::Kind::Info, tr("Waiting for the disk of %1…").arg(path));
    });
    late->start(patience);
    whenDone(this, m_disks.run([paths] { return sortedPaths(paths); }),
             [this, late, paths](const Expected<SortedPaths> &sorted) {
                 if (!late->isActive() && m_problems.isEmpty()) // the message is about this
                     m_message->clear();
                 late->deleteLater();
                 if (sorted)
                     openSorted(*sorted, paths);
                 else
                     showProblems({sorted.error().message});
             });
}

/// A folder that is dropped on the page Train is one to train on.
static bool isForTraining(const SortedPaths &sorted)
{
    return sorted.folders.size() == 1 && sorted.photos == sorted.folders && sorted.weights.isEmpty()
        && sorted.logs.isEmpty();
}

/// A folder once it is known to have photos.
void MainWindow::remember(const SortedPaths &sorted, const QStringList &paths)
{
    QStringList files = paths;
    files.removeIf([&](const QString &path) { return sorted.folders.contains(path); });
    if (!files.isEmpty())
        rememberOpened(files);
    m_openedFolders += sorted.folders;
}

void MainWindow::rememberFolders()
{
    const PhotoListModel &photos = *m_explorer->photos();
    const auto isIn = [&](const QString &folder) {
        const QString start = QDir(folder).filePath({});
        for (int row = photos.rowCount() - 1; row >= 0; --row) {
            if (photos.index(row).data(PhotoPathRole).toString().startsWith(start))
                return true;
        }
        return false;
    };
    for (const QString &folder : std::exchange(m_openedFolders, {})) {
        if (isIn(folder))
            rememberOpened({folder});
        else
            m_openedFolders << folder;
    }
}

void MainWindow::openSorted(const SortedPaths &sorted, const QStringList &paths)
{
    if (page() == Page::Train && isForTraining(sorted))
        return m_trainPage->takeData(sorted.folders.constFirst());
    remember(sorted, paths);
    if (!sorted.weights.isEmpty())
        m_explorer->openWeights(sorted.weights.constFirst());
    if (!sorted.logs.isEmpty()) {
        m_curves->openLogs(sorted.logs);
        showPage(Page::Curves);
    }
    if (!sorted.photos.isEmpty())
        m_explorer->openPhotos(sorted.photos);
    runFolders(sorted);
}

/// Folders become a table, too, which is shown where there is nothing else to look at.
void MainWindow::runFolders(const SortedPaths &sorted)
{
    const bool onlyFolders =
        !sorted.folders.isEmpty() && sorted.folders.size() == sorted.photos.size();
    m_followsPhotos = !onlyFolders;
    if (onlyFolders)
        showPage(Page::Folder);
    if (!sorted.folders.isEmpty())
        m_explorer->runFolders(sorted.folders);
}

static QString lastFolder()
{
    return QSettings().value(QStringLiteral("window/folder"), QDir::homePath()).toString();
}

static void rememberFolder(const QString &path)
{
    QSettings().setValue(QStringLiteral("window/folder"), QFileInfo(path).absolutePath());
}

static QStringList chosenFiles(QWidget *parent, const QString &title, const QString &filter)
{
    const QStringList paths = QFileDialog::getOpenFileNames(parent, title, lastFolder(), filter);
    if (!paths.isEmpty())
        rememberFolder(paths.constFirst());
    return paths;
}

void MainWindow::choosePhotos()
{
    const QString patterns = QStringLiteral("*.") + readableSuffixes().join(QStringLiteral(" *."));
    open(chosenFiles(this, tr("Open photos"), tr("Photos (%1);;All files (*)").arg(patterns)));
}

void MainWindow::chooseFolder()
{
    const QString path =
        QFileDialog::getExistingDirectory(this, tr("Open a folder of photos"), lastFolder());
    if (path.isEmpty())
        return;
    rememberFolder(path);
    open({path});
}

static QString weightFilter()
{
    QString patterns;
    for (const std::string_view suffix : weightSuffixes())
        patterns += QLatin1String(" *") + QLatin1String(suffix.data(), qsizetype(suffix.size()));
    return MainWindow::tr("Weights (%1);;All files (*)").arg(patterns.trimmed());
}

void MainWindow::chooseWeights()
{
    open(chosenFiles(this, tr("Open weights"), weightFilter()));
}

void MainWindow::importWeights()
{
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Import weights"), lastFolder(), weightFilter());
    if (path.isEmpty())
        return;
    rememberFolder(path);
    openWeightsWindow().showFor({});
    m_library->importFile(path);
}

void MainWindow::exportWeights()
{
    if (!m_explorer->hasWeights())
        return;
    const CatalogueEntry entry = m_explorer->network();
    const SaveOffer offer{tr("Export weights"),
                          QString::fromStdString(entry.id),
                          {QStringLiteral("safetensors")},
                          tr("Weights"),
                          lastFolder()};
    askWhereToSave(this, offer, [this, entry](const QString &path) {
        rememberFolder(path);
        m_exporter->save(entry, path);
    });
}

/// Of the chosen network's classes.
void MainWindow::chooseLabels()
{
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Labels for the classes"), lastFolder(),
                                     tr("Labels (*.txt *.json);;All files (*)"));
    if (path.isEmpty())
        return;
    rememberFolder(path);
    forgetProblems();
    m_explorer->openLabels(path);
}

void MainWindow::chooseLogs()
{
    const QStringList paths =
        chosenFiles(this, tr("Open training logs"),
                    tr("Training logs (%1);;All files (*)").arg(logNamePatterns()));
    if (paths.isEmpty())
        return;
    forgetProblems();
    openSorted({{}, {}, {}, paths}, paths);
}

/// Small, trained by this program: docs/experiments.md.
void MainWindow::openExperiments()
{
    forgetProblems();
    m_curves->openExperiments();
    showPage(Page::Curves);
}

void MainWindow::paste()
{
    take(QGuiApplication::clipboard()->mimeData(), PhotoListModel::Origin::Pasted);
}

/// Those of things that the bundled networks know come first.
void MainWindow::openSamples()
{
    const QDir folder(resourcePath(QStringLiteral("samples")));
    QStringList names = folder.entryList({QStringLiteral("*.jpg")}, QDir::Files, QDir::Name);
    std::ranges::stable_partition(names, [](const QString &name) {
        return name == QStringLiteral("golf-ball.jpg") || name == QStringLiteral("parachute.jpg");
    });
    QStringList paths;
    for (const QString &name : std::as_const(names))
        paths << folder.filePath(name);
    forgetProblems();
    m_followsPhotos = true;
    m_explorer->openPhotos(paths);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls() || mayHoldPhotos(*event->mimeData()))
        event->acceptProposedAction();
    m_explorePage->filmstrip()->setDropHighlighted(event->isAccepted());
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *)
{
    m_explorePage->filmstrip()->setDropHighlighted(false);
}

void MainWindow::dropEvent(QDropEvent *event)
{
    event->setDropAction(Qt::CopyAction); // whatever the other program offers, it keeps its files
    event->accept();
    m_explorePage->filmstrip()->setDropHighlighted(false);
    take(event->mimeData(), PhotoListModel::Origin::Dropped);
}

void MainWindow::take(const QMimeData *mime, PhotoListModel::Origin origin)
{
    const PhotoMime found = readPhotoMime(*mime);
    if (!found.paths.isEmpty()) {
        open(found.paths);
        for (const QString &problem : found.problems)
            showProblems({problem.toStdString()});
    } else {
        forgetProblems();
        m_followsPhotos = true;
        m_explorer->photos()->addMimeData(mime, origin);
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_explorePage->panes()->cancelDrag();
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/state"), saveState());
    settings.setValue(QStringLiteral("explore/layout"), m_explorePage->saveLayout());
    settings.setValue(QStringLiteral("explore/maps"), m_explorePage->activations()->settings());
    settings.setValue(QStringLiteral("explore/why"), m_explorePage->explanations()->settings());
    settings.setValue(QStringLiteral("compare/layout"), m_comparePage->saveLayout());
    settings.setValue(QStringLiteral("train/page"), m_trainPage->settings());
    m_curvesPage->keep(settings);
    settings.setValue(QStringLiteral("window/page"), m_pages->currentIndex());
    if (const QStringList folders = m_explorer->folderRun()->folders(); !folders.isEmpty())
        settings.setValue(QStringLiteral("folder/folders"), folders);
    settings.setValue(QStringLiteral("explore/overlay"),
                      static_cast<int>(m_explorePage->overlay()->overlay()));
    const Session session = sessionOf(*m_explorer);
    writeSession(session, settings);
    if (!m_isRestoring) // else those of last time are not all there yet, and stay kept
        writePhotos(session, settings);
    QMainWindow::closeEvent(event);
}

void MainWindow::restoreSession(bool photos)
{
    const QSettings settings;
    const Session session = readSession(settings);
    m_followsPhotos = !photos; // the page that was shown stays when they come
    showSession(session, *m_explorer);
    if (photos)
        restorePhotos(session.photo);
    if (photos)
        m_folderPage->offerFolders(settings.value(QStringLiteral("folder/folders")).toStringList());
    const int page = settings.value(QStringLiteral("window/page")).toInt();
    if (photos && page >= 0 && page < m_pages->count())
        showPage(static_cast<Page>(page));
}

void MainWindow::restorePhotos(const QString &selected)
{
    m_isRestoring = true;
    whenDone(this, readKeptPhotos(), [this, selected](const Expected<KeptPhotos> &kept) {
        m_isRestoring = kept && !kept->paths.isEmpty();
        if (!kept)
            showProblems({kept.error().message});
        if (m_isRestoring) {
            connect(
                m_explorer->photos(), &PhotoListModel::pathsAdded, this,
                [this] { m_isRestoring = false; }, Qt::SingleShotConnection);
            showPhotos(kept->paths, selected, *m_explorer);
        }
        if (kept && kept->leftOut > 0)
            showProblems({tr("%1 of the photos that were open last time were too many to be kept; "
                             "open their folder again to have them")
                              .arg(groupedNumber(kept->leftOut))
                              .toStdString()});
    });
}

void MainWindow::restoreOverlay(int overlay)
{
    for (const Overlay each : allOverlays()) {
        if (static_cast<int>(each) == overlay) // it may have been written by another version
            m_explorePage->overlay()->setOverlay(each);
    }
}

void MainWindow::restoreLayout()
{
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    restoreState(settings.value(QStringLiteral("window/state")).toByteArray());
    m_explorePage->restoreLayout(settings.value(QStringLiteral("explore/layout")).toByteArray());
    m_explorePage->activations()->restore(settings.value(QStringLiteral("explore/maps")).toMap());
    m_explorePage->explanations()->restore(settings.value(QStringLiteral("explore/why")).toMap());
    restoreOverlay(settings.value(QStringLiteral("explore/overlay")).toInt());
    m_comparePage->restoreLayout(settings.value(QStringLiteral("compare/layout")).toByteArray());
    m_trainPage->restore(settings.value(QStringLiteral("train/page")).toMap());
    m_curvesPage->restore(settings);
}

} // namespace inceptoscope
