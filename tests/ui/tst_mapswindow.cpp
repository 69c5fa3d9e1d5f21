#include "activations/activationpane.h"
#include "activations/channelgrid.h"
#include "activations/filterview.h"
#include "activations/mapcanvas.h"
#include "common/emptystate.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "diagram/diagrampane.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "filmstrip/filmstrip.h"
#include "graph/elementoutputs.h"
#include "predictions/predictionspane.h"
#include "shownwindow.h"
#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLineF>
#include <QPushButton>
#include <QSettings>
#include <QTest>

#include <algorithm>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// The activation maps in the window, looked at as a person would.
class TestMapsWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void aBranchShowsItsMaps();
    void aForkedBranchShowsBothEnds();
    void valuesBeforeTheActivation();
    void walkingOnKeepsWhatIsLookedAt();
    void filtersOfTheFirstLayer();
    void otherLayersHaveNoFilters();
    void filtersNeedNoPhoto();
    void theMapLiesOverThePhoto();
    void aloneInTheWindow();

private:
    void open(const QString &element);
    QComboBox *chooser(const QString &name) const;
    void choose(const QString &name, const QString &item);
    QString detail() const { return m_pane->header()->detail(); }
    Explorer &explorer() { return *m_window->explorer(); }

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<MainWindow> m_window;
    ActivationPane *m_pane = nullptr;
};

void TestMapsWindow::initTestCase()
{
    keepSettingsIn(m_folder.path());
    const ModelDescription description = tinyDescription();
    const auto path = m_folder / "tiny.safetensors";
    QVERIFY(saveTinyModel(path, description));
    m_catalogue.entries.push_back(entryFor(description, path, CatalogueEntry::Weights::Installed));
}

void TestMapsWindow::init()
{
    QSettings().clear();
    m_window = std::make_unique<MainWindow>(m_catalogue);
    m_window->resize(1280, 800);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_pane = m_window->explorePage()->activations();
    QImage image(160, 100, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            image.setPixel(x, y, qRgb(x, 2 * y, (x * y) % 256));
    }
    const QString path = QString::fromStdString((m_folder / "photo.png").string());
    QVERIFY(image.save(path));
    m_window->open({path});
    AWAIT(explorer().answer());
}

void TestMapsWindow::cleanup()
{
    m_window.reset();
}

/// Until its maps are there.
void TestMapsWindow::open(const QString &element)
{
    explorer().selection()->setElement(element);
    AWAIT(explorer().selectedActivation());
    AWAIT(m_pane->grid()->activation().values == explorer().selectedActivation()->values);
}

QComboBox *TestMapsWindow::chooser(const QString &name) const
{
    const auto boxes = m_pane->parentWidget()->findChildren<QComboBox *>(); // with the header
    const auto found =
        std::ranges::find(boxes, name, [](const QComboBox *box) { return box->accessibleName(); });
    return found == boxes.end() ? nullptr : *found;
}

/// As by hand: the first item that contains the text.
void TestMapsWindow::choose(const QString &name, const QString &item)
{
    QComboBox *box = chooser(name);
    const int row = box->findText(item, Qt::MatchContains);
    QVERIFY2(row >= 0, qPrintable(item));
    box->setCurrentIndex(row);
    emit box->activated(row);
}

void TestMapsWindow::aBranchShowsItsMaps()
{
    open(QStringLiteral("inception_b.0"));
    choose(QStringLiteral("Part of the block"), QStringLiteral("branch 2"));
    QCOMPARE(explorer().selection()->element(), QStringLiteral("inception_b.0.branch1"));
    AWAIT(detail().startsWith(QStringLiteral("Inception-B · branch 2")));
    const NetworkGraph &graph = *explorer().graph();
    QCOMPARE(m_pane->grid()->activation().shape,
             joinedShape(graph, outputsOf(graph, "inception_b.0.branch1")));
    QCOMPARE(m_window->explorePage()->diagram()->current(),
             QStringLiteral("inception_b.0.branch1"));
    QCOMPARE(explorer().selection()->element(), QStringLiteral("inception_b.0.branch1"));
    choose(QStringLiteral("Part of the block"), QStringLiteral("1×1 conv"));
    QCOMPARE(explorer().selection()->element(), QStringLiteral("inception_b.0.branch0.0"));
}

void TestMapsWindow::aForkedBranchShowsBothEnds()
{
    open(QStringLiteral("inception_c.0.branch1"));
    const auto &captured = explorer().answer()->activations.captured;
    const NetworkGraph &graph = *explorer().graph();
    std::vector<float> expected;
    for (const char *arm : {"inception_c.0.branch1.1a", "inception_c.0.branch1.1b"}) {
        const auto values = captured.at(graph.outputOf(arm)).all();
        expected.insert(expected.end(), values.begin(), values.end());
    }
    QVERIFY(std::ranges::equal(m_pane->grid()->activation().all(), expected));
}

void TestMapsWindow::valuesBeforeTheActivation()
{
    const QString element = QStringLiteral("inception_b.0.branch1.1");
    open(element);
    const Activation after = m_pane->grid()->activation();
    QCOMPARE(m_pane->grid()->colourMap(), ColourMap::Viridis);
    choose(QStringLiteral("Values that are shown"), QStringLiteral("Before"));
    AWAIT(m_pane->grid()->colourMap() == ColourMap::Diverging);
    const Activation before = m_pane->grid()->activation();
    QCOMPARE(before.shape, after.shape);
    QVERIFY(m_pane->grid()->summary()->statistics.min < 0.0F);
    for (std::size_t i = 0; i < after.all().size(); ++i)
        QVERIFY(std::abs(std::max(before.all()[i], 0.0F) - after.all()[i]) < 1e-3F);
    for (int channel = 0; channel < before.shape.channels; ++channel) // zero in the middle
        QCOMPARE(m_pane->grid()->range(channel).low, -m_pane->grid()->range(channel).high);
    choose(QStringLiteral("Values that are shown"), QStringLiteral("Output"));
    AWAIT(m_pane->grid()->activation().values == explorer().selectedActivation()->values
          && m_pane->grid()->colourMap() == ColourMap::Viridis);
}

void TestMapsWindow::walkingOnKeepsWhatIsLookedAt()
{
    open(QStringLiteral("inception_b.0.branch1.1"));
    choose(QStringLiteral("Values that are shown"), QStringLiteral("Before"));
    AWAIT(explorer().selectedActivation());
    open(QStringLiteral("inception_a"));
    QCOMPARE(m_pane->panel()->shown(), ShownValues::BeforeActivation);
    QVERIFY(m_pane->grid()->summary()->statistics.min < 0.0F);
    open(QStringLiteral("average_pool")); // has none
    QCOMPARE(m_pane->panel()->shown(), ShownValues::Output);
    open(QStringLiteral("inception_a"));
    QCOMPARE(m_pane->panel()->shown(), ShownValues::BeforeActivation);
}

void TestMapsWindow::filtersOfTheFirstLayer()
{
    open(QStringLiteral("stem.conv1"));
    choose(QStringLiteral("Values that are shown"), QStringLiteral("Filters"));
    FilterView *view = m_pane->filterView();
    AWAIT(view->filters());
    const NetworkGraph &graph = *explorer().graph();
    QCOMPARE(view->model()->rowCount(), graph.layer(graph.outputOf("stem.conv1")).filters);
    QVERIFY(view->filters()->filters->ofPhoto);
    QVERIFY(view->isVisible());
    explorer().selection()->setChannel(2);
    QCOMPARE(view->currentFilter(), 2);
    open(QStringLiteral("stem.conv2")); // the next one's
    AWAIT(!view->filters()->filters->ofPhoto);
    QVERIFY(view->isVisible());
    open(QStringLiteral("inception_a"));
    AWAIT(m_pane->grid()->isVisible());
    QCOMPARE(m_pane->panel()->shown(), ShownValues::Output);
}

void TestMapsWindow::filtersNeedNoPhoto()
{
    explorer().photos()->clear();
    explorer().selection()->setElement(QStringLiteral("stem.conv1"));
    const auto *empty = m_pane->findChild<EmptyState *>();
    QVERIFY(empty->isVisible());
    auto *show = empty->findChild<QPushButton *>();
    QCOMPARE(show->text(), QStringLiteral("Show its filters"));
    show->click();
    AWAIT(m_pane->filterView()->filters());
    QVERIFY(m_pane->filterView()->isVisible());
    QCOMPARE(chooser(QStringLiteral("Scale of the colours"))->currentText(),
             QStringLiteral("Scale per map"));
    const auto save = [this](const QString &text, const QString &name) {
        const QString path = QString::fromStdString((m_folder / name.toStdString()).string());
        const auto actions = m_pane->exportActions();
        const auto action = std::ranges::find(actions, text, &QAction::text);
        if (action == actions.end() || !(*action)->isEnabled())
            return QString();
        (*action)->trigger();
        auto *dialog = m_pane->findChild<QFileDialog *>();
        emit dialog->fileSelected(path);
        delete dialog;
        return path;
    };
    const auto *message = m_pane->findChild<MessageBar *>();
    const QString picture = save(QStringLiteral("Save all filters as &PNG…"), "filters.png");
    AWAIT(message->message().startsWith("Saved " + picture));
    QVERIFY(!QImage(picture).isNull());
    const QString values = save(QStringLiteral("Save all filters as &NPY…"), "filters.npy");
    AWAIT(message->message().startsWith("Saved " + values));
    QFile file(values);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const NetworkGraph &graph = *explorer().graph();
    const int filters = graph.layer(graph.outputOf("stem.conv1")).filters;
    QVERIFY(
        file.readAll().contains(QStringLiteral("'shape': (%1, 3, 3, 3)").arg(filters).toLatin1()));
    // Maps do need one.
    choose(QStringLiteral("Values that are shown"), QStringLiteral("Output"));
    QVERIFY(empty->isVisible());
    explorer().selection()->setElement(QStringLiteral("inception_b"));
    QVERIFY(!show->isVisible());
}

void TestMapsWindow::otherLayersHaveNoFilters()
{
    open(QStringLiteral("inception_a"));
    QComboBox *box = chooser(QStringLiteral("Values that are shown"));
    const QModelIndex filters = box->model()->index(box->findText(QStringLiteral("Filters")), 0);
    QVERIFY(!filters.flags().testFlag(Qt::ItemIsEnabled));
    QCOMPARE(filters.data(Qt::ToolTipRole).toString(),
             QStringLiteral("Only convolutions have filters."));
}

void TestMapsWindow::theMapLiesOverThePhoto()
{
    open(QStringLiteral("reduction_a"));
    explorer().selection()->setChannel(0);
    m_pane->grid()->setFocus();
    QTest::keyClick(m_pane->grid(), Qt::Key_Return);
    auto *canvas = m_pane->findChild<MapCanvas *>();
    QVERIFY(canvas->isVisible());
    for (const char *behind : {"network saw", "photo"}) {
        choose(QStringLiteral("What is behind the map"), QString::fromLatin1(behind));
        const QRectF crop = canvas->cropArea();
        const QRectF map = canvas->mapArea();
        const InputRegion region = *explorer().selectedRegion();
        const double scale = crop.width() / explorer().answer()->crop.width();
        const QPointF wanted = crop.topLeft() + QPointF(region.left, region.top) * scale;
        QVERIFY(QLineF(map.topLeft(), wanted).length() < 1e-6);
        QVERIFY(std::abs(map.width() - region.width * scale) < 1e-6);
    }
    canvas->grab();
    AWAIT(m_pane->isSettled());
    QTest::keyClick(canvas, Qt::Key_Right);
    QCOMPARE(explorer().selection()->channel(), 1);
    QTest::keyClick(canvas, Qt::Key_Escape);
    QVERIFY(m_pane->grid()->isVisible());
}

void TestMapsWindow::aloneInTheWindow()
{
    open(QStringLiteral("inception_a"));
    ExplorePage *page = m_window->explorePage();
    m_pane->grid()->setFocus();
    QTest::keyClick(m_pane->grid(), Qt::Key_F11);
    for (const QWidget *other :
         {static_cast<QWidget *>(page->diagram()), static_cast<QWidget *>(page->predictions()),
          static_cast<QWidget *>(page->filmstrip())})
        QVERIFY(!other->isVisible());
    AWAIT(m_pane->width() > page->width() - 4);
    // From what is beside the maps Escape goes back to them first, and from a large one to all.
    auto *values = chooser(QStringLiteral("Values that are shown"));
    values->setFocus();
    QTest::keyClick(values, Qt::Key_Escape);
    QVERIFY(m_pane->grid()->hasFocus());
    m_pane->grid()->setCurrentChannel(1);
    QTest::keyClick(m_pane->grid(), Qt::Key_Return);
    QVERIFY(m_pane->isEnlarged());
    QTest::keyClick(m_pane, Qt::Key_Escape);
    QVERIFY(!m_pane->isEnlarged());
    QVERIFY(!page->diagram()->isVisible());
    QTest::keyClick(m_pane->grid(), Qt::Key_Escape);
    QVERIFY(page->diagram()->isVisible());
    QVERIFY(page->predictions()->isVisible());
}

QTEST_MAIN(TestMapsWindow)
#include "tst_mapswindow.moc"
