#include "common/emptystate.h"
#include "common/messagebar.h"
#include "curves/curveplot.h"
#include "explorer/explorer.h"
#include "shownwindow.h"
#include "support/await.h"
#include "support/plainphotos.h"
#include "support/temporaryfolder.h"
#include "support/tinycatalogue.h"
#include "training/datachooser.h"
#include "training/folderlock.h"
#include "training/growthpane.h"
#include "training/moresettings.h"
#include "training/runcontrols.h"
#include "training/runrow.h"
#include "training/setuppane.h"
#include "training/trainingcontroller.h"
#include "training/trainingtexts.h"
#include "training/trainpage.h"
#include "training/trainresults.h"
#include "training/variantform.h"
#include "weights/weightstore.h"

#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <csignal>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace fs = std::filesystem;

using State = TrainingController::State;

/// The page that trains, in the window and used as a person would: the program is started and
/// trains narrow networks on two classes of twelve photos.
class TestTrainPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void anEmptyPageTeaches();
    void saysWhatIsInTheFolder();
    void foldersAreChosenByTheKeyboard();
    void saysWhatIsNoTraining();
    void panesStayApartWithoutRoom();
    void aPlotWithoutCurvesHasItsWidth();
    void pairsAreChosenAndChanged();
    void tellsWhatATrainingTakes();
    void trainsTwoSideBySide();
    void finishedWeightsStayInTheList();
    void oneAlone();
    void photosAreAnsweredAnewAfterEachEpoch();
    void goesOnWithoutTheWindow();
    void aPauseOutlivesTheWindow();
    void aKilledRunIsTold();
    void aKilledRunGoesOnBesideTheOther();
    void aRunSaysWhyItEnded();
    void aFolderThatIsGoneIsTold();
    void findsARunThatOthersHaveBegun();
    void choicesAreRemembered();
    void everyControlHasAName();

private:
    void openWindow();
    void closeWindow();
    QString data(const QString &name) const { return pathIn(m_folder.path(), name); }
    void drop(const QString &name);
    TrainingChoice tinyChoice(int epochs) const;
    void openUnbegun();
    void start(const TrainingChoice &choice);
    void click(QPushButton *button);
    fs::path runFolder(int run) const;
    const CurveSeries *curve(int run) const;
    int points(int run) const;
    TrainPage &page() const { return *m_window->trainPage(); }
    RunControls &controls() const { return *page().controls(); }
    TrainingController &controller() const { return *page().controller(); }

    const TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<MainWindow> m_window;
};

/// More than are ever waited for.
static constexpr int endless = 10'000;

void TestTrainPage::initTestCase()
{
    keepSettingsIn(m_folder.path());
    qputenv("XDG_DATA_HOME", (m_folder / "data home").c_str());
    QVERIFY(addTinyNetwork(m_catalogue, m_folder.path(), tinyDescription("inception_v4")));
    for (int i = 0; i < 12; ++i) {
        const QString name = QString::number(i) + ".png";
        savePlainPhoto(m_folder.path(), "photos/dark/" + name, QColor::fromHsv(30 * i, 200, 60));
        savePlainPhoto(m_folder.path(), "photos/light/" + name, QColor::fromHsv(30 * i, 60, 250));
    }
    savePlainPhoto(m_folder.path(), "one class/only/1.png", Qt::red);
    savePlainPhoto(m_folder.path(), "empty class/dark/1.png", Qt::red);
    fs::create_directories(m_folder / "empty class/light");
}

void TestTrainPage::init()
{
    QSettings().clear();
    openWindow();
}

void TestTrainPage::openWindow()
{
    m_window = shownWindow(m_catalogue);
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    AWAIT(m_window->isActiveWindow());
    QTest::keyClick(m_window.get(), Qt::Key_5);
    QCOMPARE(m_window->page(), MainWindow::Page::Train);
}

void TestTrainPage::closeWindow()
{
    m_window->close();
    m_window.reset();
}

/// No run outlives its test.
void TestTrainPage::cleanup()
{
    if (m_window) {
        for (int run = 0; run < static_cast<int>(controller().runs().size()); ++run) {
            const auto process = FolderLock::holder(runFolder(run));
            if (process)
                kill(*process, SIGKILL);
            AWAIT(!FolderLock::holder(runFolder(run)));
        }
    }
    m_window.reset();
    fs::remove_all(m_folder / "data home");
}

void TestTrainPage::drop(const QString &name)
{
    QVERIFY(dropFiles(*m_window, {data(name)}));
    AWAIT_EQUAL(page().setup()->data()->folder(), data(name));
    AWAIT(!page().setup()->data()->sentence().startsWith("Looking"));
}

TrainingChoice TestTrainPage::tinyChoice(int epochs) const
{
    TrainingChoice choice;
    choice.variants = {{"inception_v4", 0.1, {1, 1, 1}}, {"inception_resnet_v2", 0.1, {1, 1, 1}}};
    choice.inputSize = 75;
    choice.data = data("photos");
    choice.recipe = "paper";
    choice.epochs = epochs;
    choice.batch = 4;
    choice.threads = 1;
    return choice;
}

void TestTrainPage::click(QPushButton *button)
{
    AWAIT(button->isVisible() && button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
}

/// A training of two runs that nobody has begun.
void TestTrainPage::openUnbegun()
{
    const auto training = makeTrainingFolder(data("trainings"), tinyChoice(1));
    QVERIFY(training);
    for (const QString &run : training->runs())
        fs::create_directories(run.toStdString());
    controller().open(training->path);
    AWAIT_EQUAL(controller().state(), State::Stopped);
}

void TestTrainPage::start(const TrainingChoice &choice)
{
    page().setup()->setChoice(choice);
    AWAIT(page().setup()->data()->survey());
    click(controls().startButton());
}

fs::path TestTrainPage::runFolder(int run) const
{
    return controller().folder().runs()[run].toStdString();
}

/// Of its curve on the validation photos.
const CurveSeries *TestTrainPage::curve(int run) const
{
    const QString title = variantTitles(controller().folder().choice).value(run);
    for (const CurveSeries &series : page().results()->plot()->curves().series) {
        if (series.label == title + ", validation")
            return &series;
    }
    return nullptr;
}

int TestTrainPage::points(int run) const
{
    return curve(run) ? static_cast<int>(curve(run)->points.size()) : 0;
}

void TestTrainPage::anEmptyPageTeaches()
{
    QVERIFY(page().emptyState()->isVisible());
    QVERIFY(page().emptyState()->line().startsWith("Train a network with residual connections"));
    QVERIFY(controls().startButton()->isVisible() && !controls().startButton()->isEnabled());
    QVERIFY(!controls().pauseButton()->isVisible());
    QVERIFY(!controls().stopButton()->isVisible());
    QCOMPARE(page().setup()->pairBox()->currentText(),
             QStringLiteral("Inception-v4 and Inception-ResNet-v2 (paper)"));
    QCOMPARE(page().setup()->variant(0)->costText(),
             QStringLiteral("1.71 M parameters · 71.7 M multiply-adds"));
    QCOMPARE(page().setup()->mismatchText(), QString());
    auto *action = page().emptyState()->findChild<QPushButton *>();
    AWAIT_EQUAL(action->text(), QStringLiteral("Take Fashion-MNIST")); // which the tests have
    click(action);
    AWAIT_EQUAL(page().setup()->data()->sentence(),
                QStringLiteral("10 classes in IDX files: 60,000 pictures of 28×28 to train and "
                               "10,000 to validate."));
    QCOMPARE(page().setup()->inputSizeBox()->value(), 80);
    QCOMPARE(page().setup()->epochsBox()->value(), 5);
    QVERIFY(controls().startButton()->isEnabled());
}

void TestTrainPage::saysWhatIsInTheFolder()
{
    drop("photos");
    QCOMPARE(page().setup()->data()->sentence(),
             QStringLiteral("2 class folders: 20 photos to train and 4, drawn from each class, to "
                            "validate."));
    QCOMPARE(m_window->page(), MainWindow::Page::Train);
    // As many as one batch of the recipe's are not there.
    QVERIFY(!controls().startButton()->isEnabled());
    QCOMPARE(controls().note(),
             QStringLiteral("There are 20 photos to train on, and 32 make one batch; choose a "
                            "smaller batch or other data."));
    drop("one class");
    QVERIFY(page().setup()->data()->sentence().startsWith(data("one class")));
    QVERIFY(!controls().startButton()->isEnabled());
    drop("empty class");
    QCOMPARE(page().setup()->data()->sentence(), data("empty class/light") + " holds no photos.");
    QVERIFY(!controls().startButton()->isEnabled());
    drop("photos");
    QCOMPARE(page().setup()->data()->recent(),
             (QStringList{data("photos"), data("empty class"), data("one class")}));
}

/// Each press goes on to the next one: the list stays as it is while somebody goes through it.
void TestTrainPage::foldersAreChosenByTheKeyboard()
{
    for (const char *name : {"photos", "one class", "empty class"})
        drop(name);
    DataChooser &chooser = *page().setup()->data();
    chooser.box()->setFocus();
    for (const char *name : {"one class", "photos"}) {
        QTest::keyClick(chooser.box(), Qt::Key_Down);
        QCOMPARE(chooser.folder(), data(name));
        QCOMPARE(chooser.box()->currentData().toString(), data(name));
    }
    QTest::keyClick(chooser.box(), Qt::Key_Home);
    QCOMPARE(chooser.folder(), data("empty class"));
}

void TestTrainPage::saysWhatIsNoTraining()
{
    page().openTraining();
    auto *dialog = page().findChild<QFileDialog *>();
    QVERIFY(dialog);
    emit dialog->fileSelected(data("photos"));
    dialog->reject();
    AWAIT_EQUAL(
        page().messageBar()->message(),
        data("photos/training.json")
            + " cannot be read: No such file or directory; choose the folder of a training");
    QVERIFY(page().emptyState()->isVisible());
    QCOMPARE(page().setup()->choice().variants.size(), std::size_t{2}); // what was chosen stays
}

/// As on a small screen that is enlarged.
void TestTrainPage::panesStayApartWithoutRoom()
{
    m_window->setMinimumSize(1, 1);
    m_window->resize(680, 400);
    AWAIT_EQUAL(m_window->size(), QSize(680, 400));
    const auto placeOf = [this](const QWidget &widget) {
        return QRect(widget.mapTo(&page(), QPoint()), widget.size());
    };
    QVERIFY(!placeOf(controls()).intersects(placeOf(*page().emptyState())));
    QVERIFY(placeOf(controls()).height() >= controls().minimumSizeHint().height());
}

/// Where its axis ends; the note of an empty plot is in its middle.
static bool isDrawnAtTheRight(QWidget &plot)
{
    const QImage picture = plot.grab().toImage();
    const int x = picture.width() * 9 / 10;
    for (int y = picture.height() / 2; y < picture.height() * 19 / 20; ++y) {
        if (picture.pixelColor(x, y) != picture.pixelColor(picture.width() - 4, 4))
            return true;
    }
    return false;
}

void TestTrainPage::aPlotWithoutCurvesHasItsWidth()
{
    openUnbegun();
    QVERIFY(page().results()->plot()->curves().series.empty());
    AWAIT(isDrawnAtTheRight(*page().results()->plot()));
}

void TestTrainPage::pairsAreChosenAndChanged()
{
    SetupPane &setup = *page().setup();
    setup.pairBox()->setFocus();
    QTest::keyClick(setup.pairBox(), Qt::Key_Down);
    QCOMPARE(setup.choice().variants[0].network, QStringLiteral("inception_v3"));
    QCOMPARE(setup.choice().variants[1].network, QStringLiteral("inception_resnet_v1"));
    setup.variant(0)->widthBox()->setValue(0.5);
    QCOMPARE(setup.pairBox()->currentText(), QStringLiteral("two of my own choice"));
    QVERIFY(setup.mismatchText().startsWith("Not matched: Inception-v3 computes "));
    setup.variant(0)->widthBox()->setValue(0.25);
    QCOMPARE(setup.pairBox()->currentText(),
             QStringLiteral("Inception-v3 and Inception-ResNet-v1 (paper)"));
    QCOMPARE(setup.mismatchText(), QString());
    QTest::keyClick(setup.pairBox(), Qt::Key_End);
    QCOMPARE(setup.choice().variants.size(), std::size_t{1});
    QVERIFY(!setup.variant(1)->isVisible());
}

/// Before it is started, by the program itself; the folder for trainings stays empty.
void TestTrainPage::tellsWhatATrainingTakes()
{
    page().setup()->setChoice(tinyChoice(3));
    AWAIT(page().setup()->data()->survey());
    const QPoint place = controls().startButton()->mapTo(&page(), QPoint());
    click(controls().forecastButton());
    QVERIFY(controls().forecast().startsWith("Measuring"));
    AWAIT_EQUAL(controls().forecast().count("in all"), 2);
    AWAIT(!controls().forecast().contains("Measuring"));
    const QStringList lines = controls().forecast().split(u'\n');
    QVERIFY2(lines.value(0).startsWith("Inception-v4: about ")
                 && lines.value(1).startsWith("Inception-ResNet-v2"),
             qPrintable(controls().forecast()));
    QCOMPARE(controls().startButton()->mapTo(&page(), QPoint()), place);
    QCOMPARE(controller().state(), State::None);
    page().setup()->epochsBox()->setValue(4); // another training
    QCOMPARE(controls().forecast(), QString());
}

void TestTrainPage::trainsTwoSideBySide()
{
    QString noted; // while it runs, which may be over when a slow machine looks
    bool isLocked = false;
    const auto looking = connect(&controller(), &TrainingController::changed, this, [&] {
        if (controller().state() != State::Running)
            return;
        noted = controls().note();
        isLocked = !page().setup()->isEnabled() && !controls().startButton()->isVisible();
    });
    start(tinyChoice(8)); // long enough to be seen at work
    AWAIT_EQUAL(controller().state(), State::Finished);
    disconnect(looking);
    QVERIFY(isLocked);
    QCOMPARE(noted,
             QStringLiteral("It goes on when this window is closed, and is found again here."));
    QCOMPARE(page().messageBar()->message(), QString());
    QStringList labels;
    for (const CurveSeries &series : page().results()->plot()->curves().series) {
        labels += series.label;
        QCOMPARE(series.points.size(), std::size_t{8});
        QCOMPARE(series.shade.residual, series.label.contains("ResNet")); // hues of the page Curves
        QCOMPARE(series.validation, series.label.endsWith("validation")); // solid, else dashed
    }
    QCOMPARE(labels,
             (QStringList{"Inception-v4, validation", "Inception-v4, training",
                          "Inception-ResNet-v2 (paper), validation",
                          "Inception-ResNet-v2 (paper), training"}));
    for (int run = 0; run < 2; ++run)
        QVERIFY(page().results()->row(run)->text().startsWith("finished · top-1 error "));
    QVERIFY(page().results()->summary().startsWith("Validation top-1 error"));
    QVERIFY(page().setup()->isEnabled()); // for the next one
    QVERIFY(controls().startButton()->isVisible());
}

void TestTrainPage::finishedWeightsStayInTheList()
{
    TrainingChoice choice = tinyChoice(1);
    choice.variants.pop_back();
    start(choice);
    AWAIT_EQUAL(controller().state(), State::Finished);
    const Explorer &explorer = *m_window->explorer();
    const QString training = QDir(controller().folder().path).dirName();
    for (int clicks = 0; clicks < 2; ++clicks) { // the second finds what the first has installed
        QTest::keyClick(m_window.get(), Qt::Key_5);
        click(page().results()->row(0)->useButton());
        AWAIT_EQUAL(m_window->page(), MainWindow::Page::Explore);
        AWAIT(explorer.network().file.parent_path() == installedWeightsFolder());
        QVERIFY(explorer.hasWeights());
        QCOMPARE(QString::fromStdString(explorer.network().title), "Inception-v4 · " + training);
    }
    fs::remove_all(controller().folder().path.toStdString());
    const auto installed = WeightStore().list();
    QCOMPARE(installed.size(), std::size_t{1});
    QVERIFY(scanNetworks().find(installed.front().id)); // as the next window does
}

void TestTrainPage::oneAlone()
{
    TrainingChoice choice = tinyChoice(1);
    choice.variants.erase(choice.variants.begin());
    start(choice);
    AWAIT_EQUAL(controller().state(), State::Finished);
    QVERIFY(page().results()->row(0)->isVisible() && !page().results()->row(1)->isVisible());
    QCOMPARE(points(0), 1);
}

void TestTrainPage::photosAreAnsweredAnewAfterEachEpoch()
{
    start(tinyChoice(endless));
    AWAIT(points(0) > 0);
    GrowthPane &growth = *page().results()->growth();
    QVERIFY(growth.emptyState()->isVisible());
    click(growth.emptyState()->findChild<QPushButton *>());
    const QAbstractItemModel &table = *growth.table()->model();
    AWAIT_EQUAL(table.rowCount(), 2); // a photo of each class
    QCOMPARE(m_window->page(), MainWindow::Page::Train);
    const auto answer = [&table](int row, int network) {
        return table.index(row, network + 1).data().toString();
    };
    AWAIT(answer(0, 0) != QStringLiteral("–") && answer(1, 1) != QStringLiteral("–"));
    QVERIFY(answer(0, 0).endsWith("dark") || answer(0, 0).endsWith("light"));
    const QString before = answer(0, 0) + answer(1, 0);
    AWAIT(answer(0, 0) + answer(1, 0) != before);
    QVERIFY(
        table.headerData(1, Qt::Horizontal).toString().startsWith("Inception-v4\nafter epoch "));
    growth.table()->setFocus();
    growth.table()->setCurrentIndex(table.index(1, 0));
    QTest::keyClick(growth.table(), Qt::Key_Return);
    QCOMPARE(m_window->page(), MainWindow::Page::Explore);
    QCOMPARE(m_window->explorer()->selection()->photo(),
             table.index(1, 0).data(PhotoIdRole).toInt());
}

void TestTrainPage::goesOnWithoutTheWindow()
{
    start(tinyChoice(endless));
    AWAIT(points(0) > 0 && points(1) > 0);
    const fs::path folder = runFolder(0);
    const auto process = FolderLock::holder(folder);
    QVERIFY(process);
    closeWindow();
    QCOMPARE(FolderLock::holder(folder), process);

    openWindow();
    AWAIT_EQUAL(controller().state(), State::Running);
    QCOMPARE(runFolder(0), folder);
    QCOMPARE(page().setup()->choice(), controller().folder().choice);
    const int before = points(0);
    AWAIT(points(0) > before && points(1) > 0);
    QVERIFY(page().results()->row(0)->text().contains(" of 10000 · "));

    click(controls().stopButton());
    QVERIFY(!controls().stopButton()->isEnabled());
    AWAIT_EQUAL(controller().state(), State::Stopped);
    QVERIFY(!FolderLock::holder(folder));
    QVERIFY(fs::exists(folder / "checkpoint.safetensors"));
    QVERIFY(page().results()->row(0)->text().startsWith("stopped after epoch "));
    QVERIFY(page().results()->row(0)->useButton()->isEnabled()); // the network so far
    QVERIFY(page().setup()->isEnabled());
    const int stopped = points(0);

    click(controls().goOnButton());
    AWAIT(points(0) > stopped);
    QCOMPARE(curve(0)->points[std::size_t(stopped)].x, stopped + 1.0);
}

void TestTrainPage::aPauseOutlivesTheWindow()
{
    start(tinyChoice(endless));
    AWAIT(points(0) > 0);
    click(controls().pauseButton());
    AWAIT_EQUAL(controller().state(), State::Paused);
    QVERIFY(!page().setup()->isEnabled());
    closeWindow();
    openWindow();
    AWAIT_EQUAL(controller().state(), State::Paused);
    QVERIFY(points(0) > 0);
    click(controls().stopButton());
    QCOMPARE(controller().state(), State::Stopped);
    QVERIFY(page().setup()->isEnabled());
}

void TestTrainPage::aKilledRunIsTold()
{
    start(tinyChoice(endless));
    AWAIT(points(0) > 0 && points(1) > 0);
    kill(*FolderLock::holder(runFolder(0)), SIGKILL);
    AWAIT_EQUAL(
        page().messageBar()->message(),
        QStringLiteral("Inception-v4 ended without a reason: it was killed, or the computer "
                       "was switched off. It goes on from its last checkpoint."));
    QCOMPARE(controller().state(), State::Running); // the other one
    click(controls().stopButton());
    AWAIT_EQUAL(controller().state(), State::Stopped);
    QVERIFY(page().messageBar()->isVisible());
    const int before = points(0);
    click(controls().goOnButton());
    AWAIT(!page().messageBar()->isVisible());
    AWAIT(points(0) > before);
}

void TestTrainPage::aKilledRunGoesOnBesideTheOther()
{
    start(tinyChoice(endless));
    AWAIT(points(0) > 0 && points(1) > 0);
    const auto killed = FolderLock::holder(runFolder(0));
    const auto other = FolderLock::holder(runFolder(1));
    kill(*killed, SIGKILL);
    AWAIT(page().messageBar()->isVisible());
    const int before = points(0);
    click(page().messageBar()->findChild<QPushButton *>());
    AWAIT(!page().messageBar()->isVisible());
    AWAIT(points(0) > before);
    QVERIFY(FolderLock::holder(runFolder(0)) != killed);
    QCOMPARE(FolderLock::holder(runFolder(1)), other);
}

void TestTrainPage::aRunSaysWhyItEnded()
{
    savePlainPhoto(m_folder.path(), "passing/a/1.png", Qt::red);
    savePlainPhoto(m_folder.path(), "passing/a/2.png", Qt::red);
    savePlainPhoto(m_folder.path(), "passing/b/1.png", Qt::red);
    savePlainPhoto(m_folder.path(), "passing/b/2.png", Qt::red);
    TrainingChoice choice = tinyChoice(1);
    choice.batch = 1;
    choice.data = data("passing");
    choice.variants.pop_back();
    page().setup()->setChoice(choice);
    AWAIT(page().setup()->data()->survey());
    fs::remove_all(m_folder / "passing/b");
    click(controls().startButton());
    AWAIT_EQUAL(page().results()->row(0)->text(),
                QStringLiteral("ended before the first epoch was done"));
    QVERIFY(page().messageBar()->message().startsWith("Inception-v4: " + data("passing")));
    QCOMPARE(controller().state(), State::Stopped);
}

void TestTrainPage::aFolderThatIsGoneIsTold()
{
    start(tinyChoice(endless));
    AWAIT(points(0) > 0 && points(1) > 0);
    click(controls().stopButton());
    AWAIT_EQUAL(controller().state(), State::Stopped);
    const QString folder = controller().folder().path;
    fs::remove_all(folder.toStdString());
    closeWindow();
    openWindow();
    controller().open(folder);
    AWAIT_EQUAL(page().messageBar()->message(),
                folder
                    + "/training.json cannot be read: No such file or directory; choose the folder "
                      "of a training");
    QVERIFY(page().emptyState()->isVisible());
}

void TestTrainPage::findsARunThatOthersHaveBegun()
{
    openUnbegun();
    QTest::keyClick(m_window.get(), Qt::Key_1);
    {
        const auto lock = FolderLock::take(runFolder(1));
        QVERIFY(lock);
        QTest::keyClick(m_window.get(), Qt::Key_5);
        AWAIT_EQUAL(controller().state(), State::Running);
    }
    AWAIT_EQUAL(controller().state(), State::Stopped);
}

void TestTrainPage::choicesAreRemembered()
{
    TrainingChoice choice = tinyChoice(7);
    choice.seed = 9;
    choice.brain = true;
    page().setup()->setChoice(choice);
    page().setup()->more()->setParentFolder(data("elsewhere"));
    closeWindow();
    openWindow();
    QCOMPARE(page().setup()->choice(), choice);
    QCOMPARE(page().setup()->more()->parentFolder(), data("elsewhere"));
    AWAIT(page().setup()->data()->survey());
    QCOMPARE(page().setup()->choice(), choice); // whatever the data suggest
}

void TestTrainPage::everyControlHasAName()
{
    page().setup()->moreButton()->click();
    for (const QWidget *widget : page().findChildren<QWidget *>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus)
            || widget->objectName() == "qt_spinbox_lineedit")
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 widget->metaObject()->className());
    }
}

QTEST_MAIN(TestTrainPage)
#include "tst_trainpage.moc"
