#include "window/pictures.h"

#include "activations/activationpane.h"
#include "activations/channelgrid.h"
#include "compare/comparedplaces.h"
#include "compare/comparepage.h"
#include "compare/comparison.h"
#include "compare/disagreementpane.h"
#include "compare/mapcolumn.h"
#include "curves/curvescontroller.h"
#include "curves/curvespage.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramview.h"
#include "explain/explainer.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "folders/folderrun.h"
#include "predictions/photoview.h"
#include "predictions/predictionspane.h"
#include "render/mapexport.h"
#include "resourcelocator.h"
#include "style/appearance.h"
#include "training/growthpane.h"
#include "training/trainingcontroller.h"
#include "training/trainpage.h"
#include "training/trainresults.h"
#include "window/mainwindow.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QSettings>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTimer>

namespace inceptoscope {

namespace {

/// Answers take a second or so; this is for a machine on its knees.
constexpr int longestWait = 120'000;

/// Whatever the screen.
constexpr QSize pictureSize(1280, 800);

/// Runs the event loop until `done`. What is waited for comes from several threads, so this looks
/// again after whatever happened.
template<typename Done> void waitUntil(Done done)
{
    const QDeadlineTimer deadline(longestWait);
    QTimer tick;
    tick.start(50);
    while (!done() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

/// The first block of the first stage after the stem.
QString blockToShow(const NetworkGraph &graph)
{
    return QString::fromStdString(graph.stages()[1].blocks.front().id);
}

/// The last layer of a branch of the stem, whose maps still look like the photo.
QString layerToShow(const NetworkGraph &graph)
{
    for (const Block &block : graph.stages().front().blocks) {
        if (block.branches.size() > 1 && block.branches.back().layers.size() > 2)
            return QString::fromStdString(graph.layer(block.branches.back().layers.back()).id);
    }
    return blockToShow(graph);
}

/// Opens no more than it takes to see the element.
void select(MainWindow &window, const QString &element)
{
    DiagramView *diagram = window.explorePage()->diagram()->view();
    diagram->collapseAll();
    window.explorer()->selection()->setElement(element);
    diagram->fit();
}

/// Until the first photo is answered, or it is known that it will not be.
Expected<void> answerFirstPhoto(MainWindow &window, const QStringList &photos)
{
    Explorer *explorer = window.explorer();
    QString problem;
    QObject context; // of the connections: `problem` does not outlive this function
    const auto keep = [&problem](const QString &sentence) { problem = sentence; };
    QObject::connect(explorer, &Explorer::answerFailed, &context, keep);
    QObject::connect(explorer, &Explorer::pictureFailed, &context, keep);
    QObject::connect(explorer, &Explorer::weightsFailed, &context, keep);
    QObject::connect(explorer->photos(), &PhotoListModel::problemFound, &context, keep);
    if (explorer->graph())
        select(window, blockToShow(*explorer->graph()));
    if (photos.isEmpty())
        window.openSamples();
    else
        window.open(photos);
    waitUntil([&] { return explorer->answer() || !problem.isEmpty(); });
    if (explorer->answer())
        return {};
    return failure(problem.isEmpty() ? "no photo was answered" : problem.toStdString());
}

bool areLabelled(const PhotoListModel &photos)
{
    for (int row = 0; row < photos.rowCount(); ++row) {
        const QModelIndex index = photos.index(row);
        if (index.data(PhotoTopLabelRole).toString().isEmpty()
            && index.data(PhotoMessageRole).toString().isEmpty())
            return false;
    }
    return true;
}

/// The maps on the screen are those of the selected element.
bool areMapsShown(MainWindow &window)
{
    const Activation *selected = window.explorer()->selectedActivation();
    ActivationPane *pane = window.explorePage()->activations();
    return !selected
        || (pane->grid()->activation().values == selected->values && pane->isSettled());
}

/// Until the folder is through.
void settleFolder(MainWindow &window)
{
    waitUntil([&window] {
        return areLabelled(*window.explorer()->photos())
            && window.explorer()->folderRun()->state() != FolderRun::State::Running;
    });
    QCoreApplication::processEvents();
}

/// Lets what is on its way (labels, maps, a scaled photo) arrive before the picture is taken.
void settle(MainWindow &window)
{
    if (window.page() == MainWindow::Page::Folder)
        return settleFolder(window);
    waitUntil([&window] {
        return !window.explorer()->isBusy() && areLabelled(*window.explorer()->photos())
            && areMapsShown(window) && !window.explorePage()->explainer()->isBusy()
            && window.explorePage()->predictions()->photoView()->isSettled();
    });
    QCoreApplication::processEvents();
}

/// The page Curves with the bundled runs.
void settleCurves(MainWindow &window)
{
    window.showPage(MainWindow::Page::Curves);
    waitUntil([&window] { return !window.curvesPage()->isPreparing(); });
    QCoreApplication::processEvents();
}

/// The page Compare in one of its modes, answered.
void settleComparison(MainWindow &window, Comparison::Mode mode)
{
    window.showPage(MainWindow::Page::Compare);
    ComparePage &page = *window.comparePage();
    page.modes()->setCurrentIndex(mode == Comparison::Mode::Photos ? 1 : 0);
    const auto isShown = [](const Activation *wanted, const MapColumn &column) {
        return !wanted || column.grid()->activation().values == wanted->values;
    };
    waitUntil([&] {
        return page.comparison()->answer() && !page.comparison()->isBusy()
            && isShown(page.places()->activationA(), *page.maps()->columnA())
            && isShown(page.places()->activationB(), *page.maps()->columnB())
            && page.predictionsA()->photoView()->isSettled()
            && page.predictionsB()->photoView()->isSettled();
    });
    QCoreApplication::processEvents();
}

/// The samples through both networks.
void settleDisagreements(MainWindow &window)
{
    ComparePage &page = *window.comparePage();
    page.modes()->setCurrentIndex(2);
    FolderRun *run = page.comparison()->folderRun();
    if (run->state() == FolderRun::State::Empty)
        page.disagreements()->run({resourcePath(QStringLiteral("samples"))});
    waitUntil([run] { return !run->isUnderWay(); });
    QCoreApplication::processEvents();
}

/// The bundled networks as a training would have left them, in a folder of its own.
Expected<TrainingFolder> bundledTraining(const QString &parent)
{
    TrainingChoice choice;
    choice.variants.assign(readyPairs().front().begin(), readyPairs().front().end());
    choice.epochs = 60;
    choice.data = parent + QStringLiteral("/imagenette"); // which the training is called after
    auto training = makeTrainingFolder(parent, choice);
    if (!training)
        return training;
    const QStringList runs = training->runs();
    for (const QString &run : runs) {
        const QString name = run.section(u'/', -1) + QStringLiteral("_imagenette");
        const QString log = resourcePath(QStringLiteral("runs/networks/%1/run.jsonl").arg(name));
        const QString model = resourcePath(QStringLiteral("networks/%1.safetensors").arg(name));
        if (!QDir().mkpath(run) || !QFile::copy(log, run + QStringLiteral("/run.jsonl"))
            || !QFile::link(model, run + QStringLiteral("/model.safetensors")))
            return failure(run.toStdString() + " cannot be written");
    }
    return training;
}

bool isAnswered(const QAbstractItemModel &table)
{
    for (int row = 0; row < table.rowCount(); ++row) {
        for (int column = 1; column < table.columnCount(); ++column) {
            if (table.index(row, column).data().toString() == QStringLiteral("–"))
                return false;
        }
    }
    return true;
}

/// The page Train with that training, and what its networks say of the samples.
void settleTraining(MainWindow &window, const QString &folder)
{
    window.showPage(MainWindow::Page::Train);
    TrainPage &page = *window.trainPage();
    if (page.controller()->folder().path != folder)
        page.controller()->open(folder);
    waitUntil([&page] {
        return page.controller()->state() == TrainingController::State::Finished
            && isAnswered(*page.results()->growth()->table()->model());
    });
    QCoreApplication::processEvents();
}

QString pictureName(const QString &page, Appearance appearance, qreal scale)
{
    return QStringLiteral("%1-%2%3.png")
        .arg(page, appearanceName(appearance),
             scale == 1.0 ? QString() : QStringLiteral("@%1x").arg(scale));
}

} // namespace

Expected<void> writeWindowPicture(const QString &path, const QStringList &photos)
{
    MainWindow window(scanNetworks());
    window.resize(pictureSize);
    window.show();
    const auto answered = answerFirstPhoto(window, photos);
    settle(window);
    const auto saved = writePng(path, window.grab().toImage());
    return saved ? answered : saved;
}

Expected<void> writePagePictures(const QString &folder)
{
    // What a person has chosen is not in the pictures, and stays as it is.
    const QTemporaryDir own;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, own.path());
    const auto training = bundledTraining(own.path());
    if (!training)
        return tl::unexpected(training.error());
    MainWindow window(scanNetworks());
    window.resize(pictureSize);
    window.show();
    if (auto answered = answerFirstPhoto(window, {}); !answered)
        return answered;
    window.explorer()->runFolders({resourcePath(QStringLiteral("samples"))});
    settle(window);
    const auto write = [&](const QString &page, Appearance appearance) {
        applyAppearance(appearance);
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1000);
        return writePng(
            QDir(folder).filePath(pictureName(page, appearance, window.devicePixelRatio())),
            window.grab().toImage());
    };
    const NetworkGraph graph = *window.explorer()->graph();
    for (Appearance appearance : {Appearance::Light, Appearance::Dark}) {
        window.showPage(MainWindow::Page::Explore);
        select(window, blockToShow(graph));
        settle(window);
        if (auto written = write(QStringLiteral("explore"), appearance); !written)
            return written;
        select(window, layerToShow(graph));
        settle(window);
        if (auto written = write(QStringLiteral("activations"), appearance); !written)
            return written;
        window.explorePage()->explainer()->setOn(true);
        settle(window);
        if (auto written = write(QStringLiteral("why"), appearance); !written)
            return written;
        window.explorePage()->explainer()->setOn(false);
        settleComparison(window, Comparison::Mode::Networks);
        if (auto written = write(QStringLiteral("compare"), appearance); !written)
            return written;
        settleComparison(window, Comparison::Mode::Photos);
        if (auto written = write(QStringLiteral("compare-photos"), appearance); !written)
            return written;
        settleDisagreements(window);
        if (auto written = write(QStringLiteral("compare-folder"), appearance); !written)
            return written;
        settleCurves(window);
        if (auto written = write(QStringLiteral("curves"), appearance); !written)
            return written;
        window.showPage(MainWindow::Page::Folder);
        settle(window);
        if (auto written = write(QStringLiteral("folder"), appearance); !written)
            return written;
        settleTraining(window, training->path);
        if (auto written = write(QStringLiteral("train"), appearance); !written)
            return written;
    }
    return {};
}

} // namespace inceptoscope
