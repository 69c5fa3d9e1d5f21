#include "window/guidriver.h"

#include "activations/activationpane.h"
#include "activations/channelgrid.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramview.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "filmstrip/filmstrip.h"
#include "images/syntheticphoto.h"
#include "window/guitrace.h"
#include "window/mainwindow.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QListView>
#include <QMimeData>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <QUrl>
#include <QWheelEvent>

#include <algorithm>
#include <filesystem>

namespace inceptoscope {

namespace {

constexpr int longestWait = 120'000; ///< ms, for a machine on its knees
constexpr QSize windowSize(1280, 800);
constexpr int manyPhotos = 10'000;
constexpr int wheelStep = 120;

/// Of 500×375 pixels, each under a name of its own: links to one file.
QStringList makePhotos(const QTemporaryDir &folder, int count)
{
    const QString first = folder.filePath(QStringLiteral("photo.jpg"));
    QFile file(first);
    if (!file.open(QIODevice::WriteOnly) || file.write(syntheticPhotoFile(500, 375)) < 0)
        return {};
    file.close();
    QStringList photos{first};
    while (photos.size() < count) {
        const QString link =
            folder.filePath(QStringLiteral("photo-%1.jpg").arg(photos.size(), 5, 10, QChar('0')));
        std::error_code error;
        std::filesystem::create_hard_link(first.toStdString(), link.toStdString(), error);
        if (error)
            return {};
        photos << link;
    }
    return photos;
}

/// The layer whose maps are largest, all together.
QString widestLayer(const NetworkGraph &graph)
{
    const auto widest = std::ranges::max_element(
        graph.layers(), {}, [](const Layer &layer) { return layer.out.elements(); });
    return QString::fromStdString(widest->id);
}

/// The block with the most channels: the last ones before pooling.
QString deepestBlock(const NetworkGraph &graph)
{
    std::string deepest;
    int channels = 0;
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            const GridShape &out = graph.layer(block.output).out;
            if (out.height > 1 && out.channels > channels) {
                deepest = block.id;
                channels = out.channels;
            }
        }
    }
    return QString::fromStdString(deepest);
}

QList<QUrl> urlsOf(const QStringList &paths)
{
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls << QUrl::fromLocalFile(path);
    return urls;
}

class Driver
{
public:
    Driver(TracedApplication &application, std::stop_token stop)
        : m_application(application)
        , m_stop(std::move(stop))
        , m_window(scanNetworks())
    {
        m_window.resize(windowSize);
        m_window.show();
    }

    Expected<std::vector<GuiScenario>> run(const QString &weights)
    {
        const QStringList photos = makePhotos(m_folder, manyPhotos);
        if (photos.isEmpty())
            return failure("no photos can be made in " + m_folder.path().toStdString());
        if (auto opened = open(weights, photos.first()); !opened)
            return tl::unexpected(opened.error());
        const QStringList few = photos.mid(1, 8);
        record("select every block", [this] { selectEveryBlock(); });
        record("scroll the widest layer", [this] { scrollMaps(widestLayer(graph())); });
        record("scroll the most channels", [this] { scrollMaps(deepestBlock(graph())); });
        record("zoom the whole diagram", [this] { zoomDiagram(); });
        record("drop while computing", [&] { dropWhileComputing(few); });
        record("scroll 10,000 photos", [&] { scrollPhotos(photos); });
        if (m_stop.stop_requested())
            return failure("cancelled");
        if (!m_problem.empty())
            return failure(m_problem);
        return std::move(m_scenarios);
    }

private:
    Explorer *explorer() { return m_window.explorer(); }
    const NetworkGraph &graph() { return *explorer()->graph(); }

    /// Runs the event loop until `done`.
    template<typename Done> void waitUntil(const char *what, Done done)
    {
        const QDeadlineTimer deadline(longestWait);
        QTimer tick;
        tick.start(50);
        while (!done() && m_problem.empty() && !m_stop.stop_requested()) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            if (deadline.hasExpired())
                m_problem = std::string("the window took more than two minutes to ") + what;
        }
    }

    Expected<void> open(const QString &weights, const QString &photo)
    {
        QObject context; // of the connections
        const auto keep = [this](const QString &sentence) { m_problem = sentence.toStdString(); };
        QObject::connect(explorer(), &Explorer::weightsFailed, &context, keep);
        QObject::connect(explorer(), &Explorer::answerFailed, &context, keep);
        bool chosen = false;
        QObject::connect(explorer(), &Explorer::networkChanged, &context, [&] { chosen = true; });
        explorer()->openWeights(weights);
        waitUntil("read the weights", [&] { return chosen; });
        explorer()->openPhotos({photo});
        waitUntil("answer a photo", [this] { return explorer()->answer() != nullptr; });
        if (m_stop.stop_requested())
            return failure("cancelled");
        return m_problem.empty() ? Expected<void>() : failure(m_problem);
    }

    template<typename Use> void record(const char *name, Use use)
    {
        if (m_stop.stop_requested() || !m_problem.empty())
            return;
        m_application.takeTasks();
        use();
        m_scenarios.push_back({name, m_application.takeTasks()});
    }

    bool areMapsShown()
    {
        const Activation *selected = explorer()->selectedActivation();
        return selected
            && m_window.explorePage()->activations()->grid()->activation().values
            == selected->values;
    }

    void select(const QString &element)
    {
        explorer()->selection()->setElement(element);
        waitUntil("show the maps of a block",
                  [this] { return !explorer()->isBusy() && areMapsShown(); });
    }

    void selectEveryBlock()
    {
        for (const Stage &stage : graph().stages()) {
            for (const Block &block : stage.blocks)
                select(QString::fromStdString(block.id));
        }
    }

    static void turnWheel(QWidget *view, int angle, Qt::KeyboardModifiers modifiers = {})
    {
        const QPointF place = QRectF(view->rect()).center();
        QWheelEvent event(place, view->mapToGlobal(place), {}, {0, angle}, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(view, &event);
        QCoreApplication::processEvents();
    }

    /// Down to the end and back.
    void scroll(QAbstractScrollArea *view, const QScrollBar *bar, int mostSteps)
    {
        for (int angle : {-wheelStep, wheelStep}) {
            const int end = angle < 0 ? bar->maximum() : bar->minimum();
            for (int i = 0; i < mostSteps && bar->value() != end && !m_stop.stop_requested(); ++i)
                turnWheel(view->viewport(), angle);
        }
    }

    void scrollMaps(const QString &element)
    {
        select(element);
        ChannelGrid *grid = m_window.explorePage()->activations()->grid();
        scroll(grid, grid->verticalScrollBar(), 1000);
    }

    void zoomDiagram()
    {
        DiagramView *view = m_window.explorePage()->diagram()->view();
        view->expandAll();
        for (int angle : {wheelStep, -wheelStep}) {
            for (int i = 0; i < 20 && !m_stop.stop_requested(); ++i)
                turnWheel(view->viewport(), angle, Qt::ControlModifier);
        }
        scroll(view, view->verticalScrollBar(), 50);
        view->collapseAll();
        QCoreApplication::processEvents();
    }

    void drop(const QStringList &photos)
    {
        QMimeData data;
        data.setUrls(urlsOf(photos));
        const QPoint place = m_window.rect().center();
        QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_window, &enter);
        QDropEvent event(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_window, &event);
    }

    void dropWhileComputing(const QStringList &photos)
    {
        for (const QString &photo : photos) {
            explorer()->retry();
            waitUntil("compute", [this] { return explorer()->isBusy(); });
            drop({photo});
        }
        waitUntil("answer the last photo",
                  [this] { return !explorer()->isBusy() && explorer()->answer(); });
    }

    void scrollPhotos(const QStringList &photos)
    {
        PhotoListModel *model = explorer()->photos();
        model->clear();
        drop({m_folder.path()});
        waitUntil("list the photos", [&] { return model->rowCount() >= photos.size(); });
        m_window.showPage(MainWindow::Page::Explore); // the table of the folder came to the front
        auto *view = m_window.explorePage()->filmstrip()->findChild<QListView *>();
        scroll(view, view->horizontalScrollBar(), 500);
        model->clear();
    }

    TracedApplication &m_application;
    std::stop_token m_stop;
    QTemporaryDir m_folder;
    std::vector<GuiScenario> m_scenarios;
    std::string m_problem;
    MainWindow m_window;
};

/// Settings of this process alone, and none to begin with.
class OwnSettings
{
public:
    OwnSettings()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("inceptoscope"));
        QCoreApplication::setApplicationName(QStringLiteral("inceptoscope"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
    }

private:
    QTemporaryDir m_folder;
};

} // namespace

Expected<std::vector<GuiScenario>> traceWindow(const QString &weights, const std::stop_token &stop)
{
    auto *application = qobject_cast<TracedApplication *>(QCoreApplication::instance());
    if (!application)
        return failure("the window cannot be traced in this program");
    const OwnSettings settings;
    Driver driver(*application, stop);
    return driver.run(weights);
}

} // namespace inceptoscope
