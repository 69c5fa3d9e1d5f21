#include "common/emptystate.h"
#include "common/messagebar.h"
#include "curves/axesbutton.h"
#include "curves/curvecolour.h"
#include "curves/curveplot.h"
#include "curves/curvereadout.h"
#include "curves/curvescontroller.h"
#include "curves/curvespage.h"
#include "curves/figurespane.h"
#include "curves/metricspane.h"
#include "curves/picturedialog.h"
#include "curves/plotsaver.h"
#include "curves/runlistmodel.h"
#include "curves/runlistview.h"
#include "shownwindow.h"
#include "support/await.h"
#include "support/colourvision.h"
#include "support/runlogs.h"
#include "support/temporaryfolder.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <QUrl>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

QString text(const std::filesystem::path &path)
{
    return QString::fromStdString(path.string());
}

QString printed(const CurveRanges &ranges)
{
    return QStringLiteral("%1 to %2, %3 to %4")
        .arg(ranges.xFrom, 0, 'f', 2)
        .arg(ranges.xTo, 0, 'f', 2)
        .arg(ranges.yFrom, 0, 'f', 1)
        .arg(ranges.yTo, 0, 'f', 1);
}

/// Whether the run's own colour is anywhere in the picture of the plot. Replots are queued: try.
bool isDrawn(CurvePlot *plot, const RunShade &shade)
{
    const QRgb colour = curveColour(shade, Theme::fromPalette(plot->palette())).rgb();
    const QImage image = plot->grab().toImage().convertToFormat(QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) == colour)
                return true;
        }
    }
    return false;
}

QStringList labels(const CurvePlot *plot)
{
    QStringList labels;
    for (const CurveSeries &series : plot->curves().series)
        labels += series.label;
    return labels;
}

/// The widget in the plot that has the mouse.
QWidget *canvas(CurvePlot *plot)
{
    return plot->childAt(plot->rect().center());
}

/// QCustomPlot replots in the event loop, and only then knows where its axes are.
void settle(CurvePlot *plot)
{
    QApplication::processEvents();
    plot->grab();
}

void turnWheel(QWidget *widget, const QPoint &position, int steps)
{
    const QPointF at(position);
    QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, 120 * steps}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
}

void drag(QWidget *widget, const QPoint &from, const QPoint &to,
          Qt::KeyboardModifiers modifiers = {})
{
    QTest::mousePress(widget, Qt::LeftButton, modifiers, from);
    for (const QPoint &position : {(from + to) / 2, to}) {
        QMouseEvent move(QEvent::MouseMove, position, widget->mapToGlobal(position), Qt::NoButton,
                         Qt::LeftButton, modifiers);
        QApplication::sendEvent(widget, &move);
    }
    QTest::mouseRelease(widget, Qt::LeftButton, modifiers, to);
}

/// As WCAG defines it.
double contrast(const QColor &a, const QColor &b)
{
    const auto luminance = [](const QColor &colour) {
        const auto linear = [](double part) {
            return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
            + 0.0722 * linear(colour.blueF());
    };
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05) / (dark + 0.05);
}

const RunShade residual{true, 0};
const RunShade plain{false, 0};

} // namespace

class TestCurvesPage : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void loadsTheBundledRunsWhenFirstShown();
    void offersTheBundledRunsWhereThereAreNone();
    void uncheckingARunHidesItsCurves();
    void choosesWhatIsDrawn();
    void smoothsAndStatesTheWeight();
    void wheelZoomsAndFitRestores();
    void wheelOverAnAxisZoomsAlongIt();
    void dragZoomsIntoTheBox();
    void dragWithShiftPans();
    void keysZoomPanAndFit();
    void cursorReadsAllCurves();
    void ofManyCurvesThoseNextToTheMouseAreRead();
    void aPinnedPlaceIsComparedWith();
    void clicksPinAndLift();
    void theMenuPins();
    void keepsWhatIsLookedAt();
    void logarithmicScaleLeavesOutZero();
    void whatALogarithmicAxisCannotShowIsTold();
    void curvesStandAgainstAChosenAxis();
    void bothAxesMayBeLogarithmic();
    void outliersMayBeLeftOutOfTheRange();
    void accuracyMayBeDrawnAsError();
    void drawsGapsAndSinglePoints();
    void openedLogsAreAdded();
    void thePapersExperimentsAreAdded();
    void logsOfOthersAreShownByTheirTags();
    void aChosenTagStaysWhileAnyRunHasIt();
    void errorsOfOthersStandBesideOwnOnes();
    void metricsAreCheckedTogether();
    void noMetricNeedBeChecked();
    void metricsThatNoShownRunHasAreTold();
    void openGroupsOfMetricsStayOpen();
    void savingLeavesTheLogsAlone();
    void thePapersFiguresAreDrawnOfOpenRuns();
    void brokenLogIsTold();
    void aLogWithoutValuesIsToldUntilItHasSome();
    void appendedPointsAreOnTheScreenWithinASecond();
    void whatIsReadStaysWhileALogGrows();
    void leavesDropsToTheWindow();
    void removesTheCurrentRun();
    void renamesTheCurrentRun();
    void aRunsMenuPairsIt();
    void whatWasMadeOfRunsComesBack();
    void thePageIsAsItWasSet();
    void damagedSettingsChangeNothing();
    void seedsAreDrawnAsTheirMean();
    void showsTheGapBelowTheCurves();
    void figuresSortAndCopy();
    void drawsThePapersResults();
    void savesPicturesAsTheDialogSays();
    void remembersHowPicturesWereSaved();
    void onlyPossibleSizesAreSaved();
    void tellsWhyAPictureCannotBeSaved();
    void savesTheValuesInSight();
    void copiesAPicture();
    void followsThePalette();
    void followsALargerFont();
    void everyControlHasAName();
    void mnemonicsAreFree();
    void coloursStandOutAndDiffer_data();
    void coloursStandOutAndDiffer();

private:
    void makePage();
    void showPage();
    void openPage();
    void prepared() const;
    template<typename T> T *find() const { return m_page->findChild<T *>(); }
    QCheckBox *checkBox(const QString &start) const;
    CurvePlot *plotCalled(const QString &name) const;
    QAction *axesAction(const QString &start) const;
    QAction *action(const QString &start) const;
    QString summary() const;
    QString labelText(const QString &start) const;
    std::string savedPicture(const char *name);
    template<typename Dialog> Dialog *dialog() const;

    std::unique_ptr<TemporaryFolder> m_folder;
    std::unique_ptr<CurvesController> m_controller;
    std::unique_ptr<CurvesPage> m_page;
    CurvePlot *m_plot = nullptr;
};

void TestCurvesPage::init()
{
    m_folder = std::make_unique<TemporaryFolder>();
    keepSettingsIn(m_folder->path());
    QSettings().clear();
    qputenv("INCEPTOSCOPE_RESOURCES", m_folder->path().c_str());
    writeRunLog(*m_folder / "runs/networks/v4/run.jsonl", "inception_v4", "Inception-v4",
                {0.75, 0.6, 0.5, 0.375});
    writeRunLog(*m_folder / "runs/networks/resnet/run.jsonl", "inception_resnet_v2",
                "Inception-ResNet-v2", {0.65, 0.5, 0.375, 0.25});
    makePage();
}

/// Another one after the first is as another start of the program.
void TestCurvesPage::makePage()
{
    if (m_page) {
        QSettings settings;
        m_page->keep(settings);
    }
    m_page.reset();
    m_controller = std::make_unique<CurvesController>();
    m_page = std::make_unique<CurvesPage>(m_controller.get());
    m_page->restore(QSettings());
    m_page->resize(1000, 640);
    m_plot = plotCalled(QStringLiteral("Training curves"));
}

void TestCurvesPage::cleanup()
{
    m_page.reset();
    m_controller.reset();
}

void TestCurvesPage::showPage()
{
    m_page->show();
    m_page->activateWindow();
    prepared();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

/// With the bundled runs.
void TestCurvesPage::openPage()
{
    showPage();
    AWAIT_EQUAL(m_controller->collection().runs.size(), std::size_t{2});
    AWAIT(!m_controller->isLoading());
    prepared();
    settle(m_plot);
}

/// What was asked for is drawn: curves are prepared on a thread of their own.
void TestCurvesPage::prepared() const
{
    AWAIT(!m_page->isPreparing());
}

QCheckBox *TestCurvesPage::checkBox(const QString &start) const
{
    for (auto *box : m_page->findChildren<QCheckBox *>()) {
        if (box->text().remove(u'&').startsWith(start))
            return box;
    }
    return nullptr;
}

CurvePlot *TestCurvesPage::plotCalled(const QString &name) const
{
    for (auto *plot : m_page->findChildren<CurvePlot *>()) {
        if (plot->accessibleName() == name)
            return plot;
    }
    return nullptr;
}

QAction *TestCurvesPage::axesAction(const QString &start) const
{
    for (QAction *action : find<AxesButton>()->menu()->actions()) {
        if (action->text().remove(u'&').startsWith(start))
            return action;
    }
    return nullptr;
}

/// Of the page.
QAction *TestCurvesPage::action(const QString &start) const
{
    for (QAction *each : m_page->actions()) {
        if (each->text().remove(u'&').startsWith(start))
            return each;
    }
    return nullptr;
}

QString TestCurvesPage::summary() const
{
    return labelText(QStringLiteral("Validation top-"));
}

/// Of one that is seen.
QString TestCurvesPage::labelText(const QString &start) const
{
    for (const auto *label : m_page->findChildren<QLabel *>()) {
        if (label->text().startsWith(start))
            return label->isVisible() ? label->text() : QString();
    }
    return {};
}

void TestCurvesPage::loadsTheBundledRunsWhenFirstShown()
{
    QSignalSpy changed(m_controller.get(), &CurvesController::collectionChanged);
    prepared();
    QVERIFY(!m_controller->isLoading());
    openPage();
    QCOMPARE(changed.count(), 1);
    QCOMPARE(labels(m_plot),
             QStringList({"Inception-ResNet-v2, validation", "Inception-ResNet-v2, training",
                          "Inception-v4, validation", "Inception-v4, training"}));
    prepared();
    QVERIFY(m_plot->isVisible());
    AWAIT(isDrawn(m_plot, residual));
    AWAIT(isDrawn(m_plot, plain));
    prepared();
    QCOMPARE(summary(),
             QStringLiteral("Validation top-1 error of 40 %: Inception-ResNet-v2 after 3 epochs, "
                            "Inception-v4 after 4.\n"
                            "Best: Inception-ResNet-v2 25.0 %, Inception-v4 37.5 %."));
    m_page->hide();
    showPage();
    prepared();
    QVERIFY(!m_controller->isLoading());
}

void TestCurvesPage::offersTheBundledRunsWhereThereAreNone()
{
    std::filesystem::rename(*m_folder / "runs/networks", *m_folder / "away");
    QSignalSpy changed(m_controller.get(), &CurvesController::collectionChanged);
    showPage();
    AWAIT_EQUAL(changed.count(), 1);
    auto *empty = find<EmptyState>();
    prepared();
    QVERIFY(empty->isVisible());
    QVERIFY(find<MessageBar>()->message().contains("/runs/networks: it cannot be read: No such"));

    std::filesystem::rename(*m_folder / "away", *m_folder / "runs/networks");
    QTest::mouseClick(empty->findChild<QPushButton *>(), Qt::LeftButton);
    AWAIT(m_plot->isVisible());
    prepared();
    QVERIFY(!find<MessageBar>()->isVisible());
    QCOMPARE(labels(m_plot).size(), 4);
}

void TestCurvesPage::uncheckingARunHidesItsCurves()
{
    openPage();
    auto *list = find<RunListView>();
    list->setFocus();
    list->setCurrentIndex(list->model()->index(0, 2));
    QTest::keyClick(list, Qt::Key_Space);
    prepared();
    QCOMPARE(labels(m_plot), QStringList({"Inception-v4, validation", "Inception-v4, training"}));
    AWAIT(!isDrawn(m_plot, residual));
    AWAIT(isDrawn(m_plot, plain));
    prepared();
    QCOMPARE(summary(),
             QStringLiteral("Validation top-1 error of 40 %: Inception-v4 after 4 epochs.\n"
                            "Best: Inception-v4 37.5 %."));
    QTest::keyClick(list, Qt::Key_Space);
    AWAIT(isDrawn(m_plot, residual));
}

void TestCurvesPage::choosesWhatIsDrawn()
{
    openPage();
    QCOMPARE(m_plot->curves().yTitle, QStringLiteral("top-1 error (%)"));
    QCOMPARE(printed(m_plot->ranges()), QStringLiteral("0.50 to 4.50, 22.0 to 88.0"));
    QTest::keyClick(find<QComboBox>(), Qt::Key_Down);
    QTest::keyClick(find<QComboBox>(), Qt::Key_Down);
    prepared();
    QCOMPARE(m_plot->curves().yTitle, QStringLiteral("loss"));
    QCOMPARE(printed(m_plot->ranges()), QStringLiteral("0.50 to 4.50, 0.4 to 1.8"));
    QTest::keyClick(checkBox("Training"), Qt::Key_Space);
    prepared();
    QCOMPARE(labels(m_plot),
             QStringList({"Inception-ResNet-v2, validation", "Inception-v4, validation"}));
    QTest::keyClick(checkBox("Validation"), Qt::Key_Space);
    prepared();
    QCOMPARE(labels(m_plot), QStringList());
    AWAIT(!isDrawn(m_plot, residual));
}

void TestCurvesPage::smoothsAndStatesTheWeight()
{
    openPage();
    QVERIFY(m_plot->curves().series[0].raw.empty());
    auto *slider = find<QSlider>();
    QTest::keyClick(slider, Qt::Key_PageUp);
    QTest::keyClick(slider, Qt::Key_PageUp);
    const auto all = m_page->findChildren<QLabel *>();
    prepared();
    QVERIFY(std::ranges::any_of(all, [](auto *label) { return label->text() == "0.20"; }));
    const CurveSeries &series = m_plot->curves().series[0];
    prepared();
    QCOMPARE(series.raw[1].y, 50.0);
    QCOMPARE(series.points[1].y, 0.2 / 1.2 * 65 + 1 / 1.2 * 50);
}

void TestCurvesPage::wheelZoomsAndFitRestores()
{
    openPage();
    const CurveRanges before = m_plot->ranges();
    prepared();
    turnWheel(canvas(m_plot), canvas(m_plot)->rect().center(), 2);
    const CurveRanges after = m_plot->ranges();
    prepared();
    QVERIFY2(after.xFrom > before.xFrom && after.xTo < before.xTo && after.yFrom > before.yFrom
                 && after.yTo < before.yTo,
             qPrintable(printed(after)));
    m_plot->fitAction()->trigger();
    prepared();
    QCOMPARE(printed(m_plot->ranges()), printed(before));
    turnWheel(canvas(m_plot), canvas(m_plot)->rect().center(), -1);
    prepared();
    QVERIFY(m_plot->ranges().xTo > before.xTo);
    QTest::mouseDClick(canvas(m_plot), Qt::LeftButton);
    prepared();
    QCOMPARE(printed(m_plot->ranges()), printed(before));
}

void TestCurvesPage::wheelOverAnAxisZoomsAlongIt()
{
    openPage();
    const CurveRanges before = m_plot->ranges();
    QWidget *plot = canvas(m_plot);
    prepared();
    turnWheel(plot, {plot->rect().center().x(), plot->height() - 12}, 1);
    const CurveRanges after = m_plot->ranges();
    prepared();
    QVERIFY(after.xTo < before.xTo);
    QCOMPARE(after.yFrom, before.yFrom);
    QCOMPARE(after.yTo, before.yTo);
}

void TestCurvesPage::dragZoomsIntoTheBox()
{
    openPage();
    const CurveRanges before = m_plot->ranges();
    QWidget *plot = canvas(m_plot);
    const QPoint centre = plot->rect().center();
    drag(plot, centre - QPoint(60, 50), centre + QPoint(60, 50));
    const CurveRanges box = m_plot->ranges();
    prepared();
    QVERIFY2(box.xFrom > before.xFrom + 0.5 && box.xTo < before.xTo - 0.5
                 && box.yFrom > before.yFrom + 10 && box.yTo < before.yTo - 10,
             qPrintable(printed(box)));
    prepared();
    settle(m_plot);
    drag(plot, centre - QPoint(60, 0), centre + QPoint(60, 3)); // too flat to mean a height
    QVERIFY(m_plot->ranges().xTo < box.xTo);
    QCOMPARE(m_plot->ranges().yTo, box.yTo);
}

void TestCurvesPage::dragWithShiftPans()
{
    openPage();
    const CurveRanges before = m_plot->ranges();
    QWidget *plot = canvas(m_plot);
    const QPoint centre = plot->rect().center();
    drag(plot, centre, centre + QPoint(50, 30), Qt::ShiftModifier);
    const CurveRanges after = m_plot->ranges();
    prepared();
    QVERIFY2(after.xFrom < before.xFrom && after.yTo > before.yTo, qPrintable(printed(after)));
    QCOMPARE(after.xTo - after.xFrom, before.xTo - before.xFrom);
    QCOMPARE(after.yTo - after.yFrom, before.yTo - before.yFrom);
}

void TestCurvesPage::keysZoomPanAndFit()
{
    openPage();
    m_plot->setFocus();
    prepared();
    const QString before = printed(m_plot->ranges());
    QTest::keyClick(m_plot, Qt::Key_Plus);
    prepared();
    QCOMPARE(printed(m_plot->ranges()), QStringLiteral("0.90 to 4.10, 28.6 to 81.4"));
    QTest::keyClick(m_plot, Qt::Key_Minus);
    prepared();
    QCOMPARE(printed(m_plot->ranges()), before);
    QTest::keyClick(m_plot, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(m_plot, Qt::Key_Up);
    prepared();
    QVERIFY(m_plot->ranges().xFrom > 0.85 && m_plot->ranges().yFrom > 28);
    QTest::keyClick(m_plot, Qt::Key_0);
    prepared();
    QCOMPARE(printed(m_plot->ranges()), before);
}

void TestCurvesPage::cursorReadsAllCurves()
{
    openPage();
    m_plot->setFocus();
    prepared();
    QCOMPARE(m_plot->valuesText(), QString());
    QTest::keyClick(m_plot, Qt::Key_Right);
    QTest::keyClick(m_plot, Qt::Key_Right);
    const QString second = QStringLiteral("Epoch 2\n"
                                          "Inception-ResNet-v2, validation: 50.0 %\n"
                                          "Inception-ResNet-v2, training: 60.0 %\n"
                                          "Inception-v4, validation: 60.0 %\n"
                                          "Inception-v4, training: 70.0 %");
    prepared();
    QCOMPARE(m_plot->valuesText(), second);
    QCOMPARE(m_plot->accessibleDescription(), second);
    QTest::keyClick(m_plot, Qt::Key_Escape);
    prepared();
    QCOMPARE(m_plot->valuesText(), QString());
    QTest::keyClick(m_plot, Qt::Key_Left);
    prepared();
    QVERIFY(m_plot->valuesText().startsWith("Epoch 4\n"));

    QWidget *plot = canvas(m_plot);
    const QPoint nearTwo(plot->width() * 2 / 5, plot->height() / 2);
    QMouseEvent move(QEvent::MouseMove, nearTwo, plot->mapToGlobal(nearTwo), Qt::NoButton,
                     Qt::NoButton, {});
    QApplication::sendEvent(plot, &move);
    prepared();
    QCOMPARE(m_plot->valuesText(), second);
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(plot, &leave);
    prepared();
    QCOMPARE(m_plot->valuesText(), QString());
}

void TestCurvesPage::ofManyCurvesThoseNextToTheMouseAreRead()
{
    const auto nameOf = [](int value) { return std::string(1, static_cast<char>('a' + value)); };
    std::filesystem::create_directory(*m_folder / "many");
    for (int i = 0; i < 20; ++i)
        writeFile(*m_folder / ("many/" + nameOf(i) + ".csv"),
                  "step,score\n1," + std::to_string(i) + "\n2," + std::to_string(i) + "\n");
    openPage();
    m_controller->openLogs({text(*m_folder / "many")});
    AWAIT_EQUAL(labels(m_plot).size(), 20);
    prepared();
    settle(m_plot);
    const auto readAt = [this](double height) {
        QWidget *plot = canvas(m_plot);
        const QPoint at(plot->width() / 2, static_cast<int>(plot->height() * height));
        QMouseEvent move(QEvent::MouseMove, at, plot->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                         {});
        QApplication::sendEvent(plot, &move);
        return m_plot->valuesText().section(u'\n', 1);
    };
    const auto rows = [&nameOf](int highest) {
        QStringList lines;
        for (int i = highest; i > highest - 16; --i)
            lines += QStringLiteral("many/%1: %2").arg(QString::fromStdString(nameOf(i))).arg(i);
        return lines.join(u'\n') + QStringLiteral("\n4 more");
    };
    QCOMPARE(readAt(0.2), rows(19));
    QCOMPARE(readAt(0.7), rows(15));
    m_plot->setFocus();
    QTest::keyClick(m_plot, Qt::Key_Left); // as they are listed
    QVERIFY2(m_plot->valuesText().section(u'\n', 1).startsWith("many/a: 0\nmany/b: 1\n"),
             qPrintable(m_plot->valuesText()));
}

void TestCurvesPage::aPinnedPlaceIsComparedWith()
{
    openPage();
    m_plot->setFocus();
    checkBox("Training")->click();
    prepared();
    QTest::keyClick(m_plot, Qt::Key_D); // nothing is read
    QTest::keyClick(m_plot, Qt::Key_Right);
    QTest::keyClick(m_plot, Qt::Key_D);
    QCOMPARE(m_plot->valuesText(),
             QStringLiteral("Epoch 1 (pinned)\n"
                            "Inception-ResNet-v2, validation: 65.0 %\n"
                            "Inception-v4, validation: 75.0 %"));
    const int narrow = m_plot->findChild<CurveReadout *>()->width();
    QTest::keyClick(m_plot, Qt::Key_Left);
    QTest::keyClick(m_plot, Qt::Key_Right);
    QTest::keyClick(m_plot, Qt::Key_Right);
    const QString compared =
        QStringLiteral("Epoch 3 (+2)\n"
                       "Inception-ResNet-v2, validation: 37.5 % (−27.5 points)\n"
                       "Inception-v4, validation: 50.0 % (−25.0 points)");
    QCOMPARE(m_plot->valuesText(), compared);
    QCOMPARE(m_plot->accessibleDescription(), compared);
    QVERIFY(m_plot->findChild<CurveReadout *>()->width() > narrow);
    QTest::keyClick(m_plot, Qt::Key_Escape);
    QVERIFY(m_plot->valuesText().startsWith("Epoch 3\n"));
    QTest::keyClick(m_plot, Qt::Key_D);
    QTest::keyClick(m_plot, Qt::Key_Left);
    QVERIFY2(m_plot->valuesText().startsWith("Epoch 2 (−1)\n"), qPrintable(m_plot->valuesText()));
    QVERIFY(m_plot->valuesText().contains("50.0 % (+12.5 points)"));
    find<QComboBox>()->setCurrentIndex(2); // the loss, which stands against the same epochs
    prepared();
    QTest::keyClick(m_plot, Qt::Key_Left);
    QVERIFY2(m_plot->valuesText().startsWith("Epoch 4 (+1)\n"), qPrintable(m_plot->valuesText()));
    axesAction("Step")->trigger();
    prepared();
    QTest::keyClick(m_plot, Qt::Key_Left);
    QVERIFY2(!m_plot->valuesText().section(u'\n', 0, 0).contains(u'('),
             qPrintable(m_plot->valuesText()));
}

void TestCurvesPage::clicksPinAndLift()
{
    openPage();
    QWidget *plot = canvas(m_plot);
    const QPoint nearTwo(plot->width() * 2 / 5, plot->height() / 2);
    const QPoint nearThree(plot->width() * 3 / 5, plot->height() / 2);
    const QImage unpinned = m_plot->grab().toImage();
    QTest::mouseClick(plot, Qt::LeftButton, {}, nearTwo);
    QVERIFY2(m_plot->valuesText().startsWith("Epoch 2 (pinned)\n"),
             qPrintable(m_plot->valuesText()));
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(plot, &leave);
    QVERIFY(m_plot->grab().toImage() != unpinned); // the line stays
    QTest::mouseClick(plot, Qt::LeftButton, {}, nearThree);
    QVERIFY(m_plot->valuesText().startsWith("Epoch 3 (pinned)\n"));
    QTest::mouseClick(plot, Qt::LeftButton, {}, nearThree);
    QVERIFY(m_plot->valuesText().startsWith("Epoch 3\n"));
    QTest::mouseClick(plot, Qt::LeftButton, {}, nearTwo);
    QTest::mouseClick(plot, Qt::LeftButton, {}, nearThree);
    QTest::mouseClick(plot, Qt::LeftButton, {}, nearTwo);
    QTest::mouseDClick(plot, Qt::LeftButton, {}, nearTwo); // fits in, whatever is pinned
    m_plot->setFocus();
    QTest::keyClick(m_plot, Qt::Key_Left);
    QVERIFY2(m_plot->valuesText().startsWith("Epoch 4 (+1)\n"), qPrintable(m_plot->valuesText()));
    QTest::keyClick(m_plot, Qt::Key_C, Qt::ControlModifier);
    QTest::keyClick(m_plot, Qt::Key_Left);
    QVERIFY(m_plot->valuesText().startsWith("Epoch 4 (+1)\n")); // after copying, too
}

void TestCurvesPage::theMenuPins()
{
    openPage();
    QWidget *plot = canvas(m_plot);
    const auto choose = [&] {
        const QPoint at(plot->width() * 2 / 5, plot->height() / 2);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, plot->mapToGlobal(at));
        QApplication::sendEvent(plot, &event);
        auto *menu = m_plot->findChild<QMenu *>();
        if (!menu)
            return QString();
        const QString text = menu->actions().front()->text().remove(u'&');
        menu->actions().front()->trigger();
        delete menu;
        return text;
    };
    QCOMPARE(choose(), QStringLiteral("Pin Epoch 2"));
    m_plot->setFocus();
    QTest::keyClick(m_plot, Qt::Key_Right);
    QVERIFY(m_plot->valuesText().startsWith("Epoch 1 (−1)\n"));
    QCOMPARE(choose(), QStringLiteral("Lift the pin"));
    QTest::keyClick(m_plot, Qt::Key_Right);
    QVERIFY(!m_plot->valuesText().contains(u'('));
}

void TestCurvesPage::keepsWhatIsLookedAt()
{
    openPage();
    turnWheel(canvas(m_plot), canvas(m_plot)->rect().center(), 1);
    prepared();
    const QString closer = printed(m_plot->ranges());
    checkBox("Training")->click();
    prepared();
    QCOMPARE(printed(m_plot->ranges()), closer);
    m_plot->fit();
    prepared();
    QCOMPARE(printed(m_plot->ranges()), QStringLiteral("0.50 to 4.50, 22.5 to 77.5"));
    checkBox("Training")->click(); // everything was in view, and stays so
    prepared();
    QCOMPARE(printed(m_plot->ranges()), QStringLiteral("0.50 to 4.50, 22.0 to 88.0"));
    turnWheel(canvas(m_plot), canvas(m_plot)->rect().center(), 1);
    find<QComboBox>()->setCurrentIndex(2); // another unit
    prepared();
    QCOMPARE(printed(m_plot->ranges()), QStringLiteral("0.50 to 4.50, 0.4 to 1.8"));
}

void TestCurvesPage::logarithmicScaleLeavesOutZero()
{
    writeRunLog(*m_folder / "runs/networks/v4/run.jsonl", "inception_v4", "Inception-v4", {});
    RunLogWriter::open(*m_folder / "runs/networks/v4/run.jsonl")
        .value()
        .writeEpoch(5, {{"val_top1_error", 0.0}});
    openPage();
    QCOMPARE(m_plot->ranges().xTo, 5.5);
    axesAction("Logarithmic values")->trigger();
    prepared();
    QVERIFY2(m_plot->ranges().yFrom > 20, qPrintable(printed(m_plot->ranges())));
    AWAIT(isDrawn(m_plot, residual));
    axesAction("Logarithmic values")->trigger();
    prepared();
    QVERIFY(m_plot->ranges().yFrom < 0);
}

void TestCurvesPage::whatALogarithmicAxisCannotShowIsTold()
{
    writeFile(*m_folder / "low.csv", "step,reward\n1,-0.5\n2,0\n");
    writeFile(*m_folder / "high.csv", "step,reward\n1,0.5\n2,1\n");
    openPage();
    const QString note = QStringLiteral("A logarithmic axis");
    m_controller->openLogs({text(*m_folder / "low.csv")});
    AWAIT_EQUAL(labels(m_plot), QStringList("low"));
    prepared();
    QCOMPARE(labelText(note), QString());
    axesAction("Logarithmic values")->trigger();
    prepared();
    QCOMPARE(labelText(note),
             QString("A logarithmic axis shows only what is above zero, and no curve has anything "
                     "there. Curves: 1."));
    m_controller->openLogs({text(*m_folder / "high.csv")});
    AWAIT_EQUAL(labels(m_plot), QStringList({"low", "high"}));
    prepared();
    QCOMPARE(labelText(note), QString());
    QCOMPARE(labelText("Curves that"),
             QString("Curves that are not seen, since a logarithmic axis shows only what is above "
                     "zero: 1."));
    axesAction("Logarithmic values")->trigger();
    prepared();
    QCOMPARE(labelText("Curves that"), QString());
}

void TestCurvesPage::curvesStandAgainstAChosenAxis()
{
    writeFile(*m_folder / "plain.csv", "step,epoch,score\n10,1,4\n30,2,2\n");
    openPage();
    m_controller->openLogs({text(*m_folder / "plain.csv")});
    AWAIT_EQUAL(labels(m_plot), QStringList({"plain"}));
    prepared();
    QCOMPARE(m_plot->curves().xTitle, QStringLiteral("epoch"));
    turnWheel(canvas(m_plot), canvas(m_plot)->rect().center(), 1);
    axesAction("Step")->trigger();
    prepared();
    QCOMPARE(m_plot->curves().xTitle, QStringLiteral("step"));
    QCOMPARE(printed(m_plot->ranges()), QStringLiteral("9.50 to 30.50, 1.9 to 4.1"));
    axesAction("Time")->trigger();
    prepared();
    QCOMPARE(labels(m_plot), QStringList());
    const auto all = m_page->findChildren<QLabel *>();
    prepared();
    for (const char *text : {"do not know times: 1", "Choose another one in the menu Axes"}) {
        QVERIFY(std::ranges::any_of(all, [text](auto *label) {
            return label->isVisible() && label->text().contains(text);
        }));
    }
    axesAction("Epoch or")->trigger();
    prepared();
    QCOMPARE(m_plot->curves().xTitle, QStringLiteral("epoch"));
}

void TestCurvesPage::bothAxesMayBeLogarithmic()
{
    openPage();
    axesAction("Logarithmic horizontal")->trigger();
    axesAction("Logarithmic values")->trigger();
    prepared();
    settle(m_plot);
    prepared();
    QVERIFY(m_plot->ranges().xFrom > 0.9 && m_plot->ranges().xFrom < 1);
    AWAIT(isDrawn(m_plot, residual));
    axesAction("Date")->trigger(); // has no zero
    QVERIFY(!axesAction("Logarithmic horizontal")->isEnabled());
}

void TestCurvesPage::outliersMayBeLeftOutOfTheRange()
{
    QByteArray csv("step,score\n");
    for (int step = 1; step <= 100; ++step)
        csv += QByteArray::number(step) + (step == 50 ? ",1000000\n" : ",1\n");
    writeFile(*m_folder / "plain.csv", csv.toStdString());
    openPage();
    m_controller->openLogs({text(*m_folder / "plain.csv")});
    AWAIT_EQUAL(labels(m_plot), QStringList({"plain"}));
    prepared();
    QVERIFY(m_plot->ranges().yTo > 1e6);
    axesAction("Leave outliers")->trigger();
    prepared();
    QVERIFY(m_plot->ranges().yTo < 2);
}

void TestCurvesPage::accuracyMayBeDrawnAsError()
{
    writeFile(*m_folder / "plain.csv", "epoch,class_acc\n1,0.5\n2,0.75\n");
    openPage();
    QVERIFY(!axesAction("Accuracy")->isEnabled());
    m_controller->openLogs({text(*m_folder / "plain.csv")});
    AWAIT_EQUAL(labels(m_plot), QStringList({"plain"}));
    prepared();
    QVERIFY(axesAction("Accuracy")->isEnabled());
    axesAction("Accuracy")->trigger();
    prepared();
    QCOMPARE(m_plot->curves().yTitle, QStringLiteral("error by class_acc (%)"));
    m_plot->setFocus();
    QTest::keyClick(m_plot, Qt::Key_Left);
    prepared();
    QCOMPARE(m_plot->valuesText(), QStringLiteral("Epoch 2\nplain: 25.0 %"));
}

void TestCurvesPage::drawsGapsAndSinglePoints()
{
    const double infinite = std::numeric_limits<double>::infinity();
    const double notANumber = std::numeric_limits<double>::quiet_NaN();
    std::filesystem::remove_all(*m_folder / "runs/networks");
    writeRunLog(*m_folder / "runs/networks/a.jsonl", "inception_v4", "One", {0.5});
    writeRunLog(*m_folder / "runs/networks/b.jsonl", "inception_resnet_v2", "Gaps",
                {0.75, notANumber, infinite, 0.25, -infinite});
    openPage();
    QCOMPARE(printed(m_plot->ranges()), QStringLiteral("0.50 to 4.50, 22.0 to 88.0"));
    AWAIT(isDrawn(m_plot, plain));
    AWAIT(isDrawn(m_plot, residual));
}

void TestCurvesPage::openedLogsAreAdded()
{
    writeRunLog(*m_folder / "more/run.jsonl", "inception_v3", "Inception-v3", {0.875});
    openPage();
    m_controller->openLogs({text(*m_folder / "more")});
    AWAIT_EQUAL(labels(m_plot).size(), 6);
    prepared();
    QCOMPARE(labels(m_plot)[4], QStringLiteral("Inception-v3, validation"));
    AWAIT(isDrawn(m_plot, {false, 1}));
    prepared();
    QCOMPARE(find<RunListView>()->model()->rowCount(), 3);
}

void TestCurvesPage::thePapersExperimentsAreAdded()
{
    writeRunLog(*m_folder / "runs/experiments/scale/run.jsonl", "inception_resnet_v1",
                "Inception-ResNet-v1", {0.9, 0.8});
    openPage();
    m_controller->openExperiments();
    AWAIT_EQUAL(labels(m_plot).size(), 6);
    prepared();
    QCOMPARE(labels(m_plot)[4], QStringLiteral("Inception-ResNet-v1, validation"));
}

void TestCurvesPage::logsOfOthersAreShownByTheirTags()
{
    writeFile(*m_folder / "plain.csv", "step,gan/loss,score\n10,4,0.25\n1000000,2,0.5\n");
    openPage();
    auto *metric = find<QComboBox>();
    m_controller->openLogs({text(*m_folder / "plain.csv")});
    AWAIT_EQUAL(labels(m_plot), QStringList({"plain"}));
    prepared();
    QCOMPARE(metric->currentText(), QStringLiteral("gan/loss"));
    QVERIFY(!checkBox("Validation")->isEnabled());
    AWAIT(isDrawn(m_plot, {false, 1}));
    m_plot->setFocus();
    QTest::keyClick(m_plot, Qt::Key_Left);
    prepared();
    QCOMPARE(m_plot->valuesText(), QStringLiteral("Step 1000000\nplain: 2"));

    QTest::keyClick(metric, Qt::Key_Home);
    prepared();
    QCOMPARE(labels(m_plot).size(), 4);
    QVERIFY(checkBox("Validation")->isEnabled());
    metric->setCurrentText(QStringLiteral("score"));
    prepared();
    QCOMPARE(m_plot->curves().yTitle, QStringLiteral("score"));
    QCOMPARE(m_plot->curves().xTitle, QStringLiteral("step"));
    QCOMPARE(m_plot->curves().series[0].points, (Curve{{10, 0.25}, {1e6, 0.5}}));
}

/// Whatever they call it: beside the runs that are there.
void TestCurvesPage::errorsOfOthersStandBesideOwnOnes()
{
    writeFile(*m_folder / "keras.csv", "epoch,accuracy,val_accuracy\n0,0.25,0.5\n1,0.5,0.75\n");
    openPage();
    const QStringList own = labels(m_plot);
    m_controller->openLogs({text(*m_folder / "keras.csv")});
    AWAIT_EQUAL(labels(m_plot), own + QStringList({"keras, validation", "keras, training"}));
    prepared();
    QCOMPARE(m_plot->curves().yTitle, QStringLiteral("top-1 error (%)"));
    QCOMPARE(m_plot->curves().series[4].points[1].y, 25.0);
    QVERIFY2(summary().contains("keras 25.0 %"), qPrintable(summary()));
    const auto *list = find<RunListView>()->model();
    QCOMPARE(list->index(2, RunBestColumn).data().toString(), QStringLiteral("25.0 %"));
}

void TestCurvesPage::aChosenTagStaysWhileAnyRunHasIt()
{
    writeFile(*m_folder / "one.csv", "epoch,b\n1,1\n2,2\n");
    writeFile(*m_folder / "two.csv", "epoch,a,b\n1,1,2\n2,2,4\n");
    openPage();
    auto *metric = find<QComboBox>();
    m_controller->openLogs({text(*m_folder / "one.csv")});
    AWAIT_EQUAL(labels(m_plot), QStringList({"one"}));
    m_controller->openLogs({text(*m_folder / "two.csv")});
    AWAIT_EQUAL(labels(m_plot), QStringList({"one", "two"}));
    prepared();
    QCOMPARE(metric->currentText(), QStringLiteral("b"));
    QCOMPARE(m_plot->curves().xTitle, QStringLiteral("epoch"));

    auto *list = find<RunListView>();
    list->setCurrentIndex(list->model()->index(3, 0));
    QTest::keyClick(list, Qt::Key_Delete);
    prepared();
    QCOMPARE(metric->currentText(), QStringLiteral("b"));
    QTest::keyClick(list, Qt::Key_Delete);
    prepared();
    QCOMPARE(metric->currentText(), QStringLiteral("Top-1 error"));
    QCOMPARE(labels(m_plot).size(), 4);
}

void TestCurvesPage::metricsAreCheckedTogether()
{
    writeFile(*m_folder / "plain.csv", "step,train/rate,eval/rate\n10,4,5\n20,2,3\n");
    openPage();
    m_controller->openLogs({text(*m_folder / "plain.csv")});
    AWAIT_EQUAL(labels(m_plot), QStringList({"plain"}));
    auto *pane = find<MetricsPane>();
    auto *metric = find<QComboBox>();
    QCOMPARE(metric->currentText(), QStringLiteral("eval/rate"));
    QCOMPARE(pane->checked(), std::vector{tagMetric("eval/rate")});
    auto *finder = pane->findChild<QLineEdit *>();
    auto *view = pane->findChild<QTreeView *>();
    const auto check = [&](const QString &found) { // or not any more
        finder->setText(found);
        QCOMPARE(view->model()->rowCount(), 1);
        view->setCurrentIndex(view->model()->index(0, 0));
        QTest::keyClick(view, Qt::Key_Space);
        prepared();
    };
    check("TRAIN/R");
    QCOMPARE(labels(m_plot), QStringList({"plain, eval/rate", "plain, train/rate"}));
    QCOMPARE(metric->currentText(), QStringLiteral("2 metrics"));
    QVERIFY(m_plot->curves().series[0].validation && !m_plot->curves().series[1].validation);
    finder->setText("log"); // is in their explanations
    QCOMPARE(view->model()->rowCount(), 0);
    check("top-5"); // a measure, beside tags
    QCOMPARE(labels(m_plot),
             QStringList({"Inception-ResNet-v2, validation, top-5 error (%)",
                          "Inception-v4, validation, top-5 error (%)", "plain, eval/rate",
                          "plain, train/rate"}));
    metric->setCurrentIndex(0); // one alone
    prepared();
    QCOMPARE(labels(m_plot).size(), 4);
    QCOMPARE(pane->checked(), std::vector{Metric()});
}

void TestCurvesPage::noMetricNeedBeChecked()
{
    openPage();
    auto *pane = find<MetricsPane>();
    auto *view = pane->findChild<QTreeView *>();
    QCOMPARE(view->model()->index(0, 0).data().toString(), QStringLiteral("Top-1 error"));
    view->setCurrentIndex(view->model()->index(0, 0));
    QTest::keyClick(view, Qt::Key_Space);
    prepared();
    QCOMPARE(labels(m_plot), QStringList());
    QCOMPARE(find<QComboBox>()->currentText(), QStringLiteral("No metric"));
    QCOMPARE(summary(), QString());
    QTest::keyClick(view, Qt::Key_Space);
    prepared();
    QCOMPARE(labels(m_plot).size(), 4);
    QCOMPARE(find<QComboBox>()->currentText(), QStringLiteral("Top-1 error"));
}

void TestCurvesPage::metricsThatNoShownRunHasAreTold()
{
    writeFile(*m_folder / "plain.csv", "step,a,b\n10,4,5\n20,2,3\n");
    openPage();
    m_controller->openLogs({text(*m_folder / "plain.csv")});
    AWAIT_EQUAL(labels(m_plot), QStringList({"plain"}));
    auto *list = find<RunListView>();
    list->setCurrentIndex(list->model()->index(2, 0));
    QTest::keyClick(list, Qt::Key_Space); // the only one that has it
    prepared();
    QCOMPARE(labels(m_plot), QStringList());
    const auto all = m_page->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(all, [](auto *label) {
        return label->isVisible() && label->text() == "No run that is shown has logged: a.";
    }));
}

void TestCurvesPage::openGroupsOfMetricsStayOpen()
{
    const auto tags = [](const std::vector<std::string> &names) {
        std::vector<Metric> metrics;
        std::ranges::transform(names, std::back_inserter(metrics), tagMetric);
        return metrics;
    };
    MetricsPane pane;
    pane.setMetrics(tags({"eval/loss", "train/loss"}));
    auto *view = pane.findChild<QTreeView *>();
    QVERIFY(view->rootIsDecorated());
    view->expand(view->model()->index(1, 0)); // train
    pane.setMetrics(tags({"eval/loss", "lr", "train/acc", "train/loss"}));
    QVERIFY(!view->isExpanded(view->model()->index(0, 0)));
    QVERIFY(view->isExpanded(view->model()->index(2, 0)));
}

/// Whatever name is chosen, and though the person said yes to its being replaced.
void TestCurvesPage::savingLeavesTheLogsAlone()
{
    const std::string log = "step,score\n10,4\n20,2\n";
    writeFile(*m_folder / "plain.csv", log);
    openPage();
    m_controller->openLogs({text(*m_folder / "plain.csv")});
    AWAIT_EQUAL(labels(m_plot), QStringList({"plain"}));
    QSignalSpy failed(m_plot->saver(), &PlotSaver::failed);
    m_plot->saver()->saveValues(text(*m_folder / "plain.csv"));
    AWAIT_EQUAL(failed.count(), 1);
    QVERIFY2(failed[0][0].toString().endsWith("would be lost: choose another name"),
             qPrintable(failed[0][0].toString()));
    QCOMPARE(readFile(*m_folder / "plain.csv"), log);
}

void TestCurvesPage::thePapersFiguresAreDrawnOfOpenRuns()
{
    openPage();
    QMenu *menu = nullptr;
    for (auto *button : m_page->findChildren<QToolButton *>()) {
        if (button->accessibleName() == QLatin1String("Figures of the paper"))
            menu = button->defaultAction()->menu();
    }
    QVERIFY(menu);
    QCOMPARE(menu->actions().size(), 8); // a line, and the way back
    QAction *back = menu->actions().constLast();
    QVERIFY(!back->isEnabled());
    find<QComboBox>()->setCurrentText(QStringLiteral("val_loss"));
    const QStringList before = (prepared(), labels(m_plot));
    menu->actions()[3]->trigger(); // 24
    prepared();
    QCOMPARE(m_plot->curves().yTitle, QStringLiteral("top-5 error (%)"));
    QCOMPARE(labels(m_plot),
             QStringList({"Inception-ResNet-v2, validation", "Inception-v4, validation"}));
    QSettings kept(text(*m_folder / "kept.ini"), QSettings::IniFormat);
    m_page->keep(kept);
    QVERIFY(kept.value("curves/page").toMap().value("training").toBool()); // as it was before
    menu->actions()[0]->trigger(); // 21
    QVERIFY2(find<MessageBar>()->message().startsWith("Figure 21 has curves of Inception-v3"),
             qPrintable(find<MessageBar>()->message()));
    prepared();
    QCOMPARE(labels(m_plot).size(), 2);
    back->trigger();
    prepared();
    QCOMPARE(labels(m_plot), before);
    QVERIFY(checkBox("Training")->isChecked());
    QVERIFY(!back->isEnabled());
}

void TestCurvesPage::brokenLogIsTold()
{
    writeFile(*m_folder / "broken.jsonl", "{\"event\": \"run\"}\n");
    openPage();
    m_controller->openLogs({text(*m_folder / "broken.jsonl")});
    auto *bar = find<MessageBar>();
    AWAIT(bar->isVisible());
    prepared();
    QCOMPARE(bar->message(),
             text(std::filesystem::canonical(*m_folder / "broken.jsonl"))
                 + QStringLiteral(": line 1: \"network\" is missing; the line is left out"));
    prepared();
    QCOMPARE(labels(m_plot).size(), 4);
}

void TestCurvesPage::aLogWithoutValuesIsToldUntilItHasSome()
{
    const std::filesystem::path log = *m_folder / "begun.csv";
    writeFile(log, "step,loss\n");
    openPage();
    auto *bar = find<MessageBar>();
    const auto opens = [&] {
        m_controller->openLogs({text(log)});
        AWAIT(!m_controller->isLoading());
        QVERIFY(bar->isVisible());
        QCOMPARE(bar->message(),
                 text(std::filesystem::canonical(m_folder->path()) / "begun.csv")
                     + QStringLiteral(": there are no values in it yet"));
    };
    opens();
    writeFile(log, "step,loss\n1,0.5\n");
    AWAIT_EQUAL(m_controller->collection().runs.size(), 3U);
    AWAIT(!bar->isVisible());
    std::filesystem::remove(log);
    AWAIT(bar->isVisible());
    QVERIFY2(bar->message().endsWith("it cannot be read: No such file or directory"),
             qPrintable(bar->message()));
    bar->showMessage(MessageBar::Kind::Info, "Saved a.png");
    writeFile(log, "step,loss\n1,0.5\n2,0.25\n");
    AWAIT_EQUAL(m_controller->collection().problems, QStringList());
    QVERIFY(bar->isVisible()); // what is said of something else stays
}

/// A busy machine may hold one up: the quickest of some counts.
void TestCurvesPage::appendedPointsAreOnTheScreenWithinASecond()
{
    openPage();
    auto log = RunLogWriter::open(*m_folder / "runs/networks/v4/run.jsonl").value();
    QElapsedTimer time;
    qint64 quickest = std::numeric_limits<qint64>::max();
    for (int epoch = 5; epoch < 9; ++epoch) {
        time.start();
        log.writeEpoch(epoch, {{"val_top1_error", 0.3}});
        AWAIT_EQUAL(m_plot->ranges().xTo, epoch + 0.02 * std::max(epoch - 1, 25));
        settle(m_plot);
        quickest = std::min(quickest, time.elapsed());
    }
    prepared();
    QVERIFY2(quickest < 1000, qPrintable(QString::number(quickest)));
    QCOMPARE(m_plot->curves().series[2].points.size(), 8U);
}

void TestCurvesPage::whatIsReadStaysWhileALogGrows()
{
    openPage();
    m_plot->setFocus();
    QTest::keyClick(m_plot, Qt::Key_Right);
    prepared();
    const QString before = m_plot->valuesText();
    RunLogWriter::open(*m_folder / "runs/networks/v4/run.jsonl")
        .value()
        .writeEpoch(5, {{"val_top1_error", 0.25}});
    AWAIT_EQUAL(m_plot->curves().series[2].points.size(), 5U);
    prepared();
    QVERIFY(before.startsWith("Epoch 1"));
    QCOMPARE(m_plot->valuesText(), before);
    QVERIFY(m_plot->findChild<CurveReadout *>()->isVisible());
}

/// Which sorts them: photos may come, too.
void TestCurvesPage::leavesDropsToTheWindow()
{
    openPage();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(text(*m_folder / "runs/networks/v4/run.jsonl"))});
    for (QWidget *target :
         {static_cast<QWidget *>(m_page.get()), canvas(m_plot), find<RunListView>()->viewport()}) {
        QDragEnterEvent enter(target->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
        enter.ignore();
        QApplication::sendEvent(target, &enter);
        QVERIFY2(!enter.isAccepted(), target->metaObject()->className());
    }
}

void TestCurvesPage::removesTheCurrentRun()
{
    openPage();
    auto *list = find<RunListView>();
    list->setCurrentIndex(list->model()->index(1, 0));
    QTest::keyClick(list, Qt::Key_Delete);
    prepared();
    QCOMPARE(labels(m_plot),
             QStringList({"Inception-ResNet-v2, validation", "Inception-ResNet-v2, training"}));
    QTest::keyClick(list, Qt::Key_Delete);
    prepared();
    QVERIFY(find<EmptyState>()->isVisible());
    QVERIFY(std::filesystem::exists(*m_folder / "runs/networks/v4/run.jsonl"));
}

void TestCurvesPage::renamesTheCurrentRun()
{
    openPage();
    auto *list = find<RunListView>();
    list->setCurrentIndex(list->model()->index(0, 0));
    list->setFocus();
    QTest::keyClick(list, Qt::Key_F2);
    auto *editor = list->findChild<QLineEdit *>();
    prepared();
    QVERIFY(editor);
    editor->setText(QStringLiteral("Mine"));
    QTest::keyClick(editor, Qt::Key_Return);
    AWAIT_EQUAL(labels(m_plot).value(0), QStringLiteral("Mine, validation"));
    prepared();
    QVERIFY2(summary().contains("Mine after 3 epochs"), qPrintable(summary()));
}

void TestCurvesPage::aRunsMenuPairsIt()
{
    writeRunLog(*m_folder / "more/run.jsonl", "inception_v3", "Inception-v3", {0.875});
    openPage();
    m_controller->openLogs({text(*m_folder / "more")});
    AWAIT_EQUAL(labels(m_plot).size(), 6);
    auto *list = find<RunListView>();
    list->setCurrentIndex(list->model()->index(2, 0));
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
    QApplication::sendEvent(list->viewport(), &event);
    auto *menu = list->findChild<QMenu *>();
    prepared();
    QVERIFY(menu);
    auto *pairs = menu->findChild<QMenu *>();
    prepared();
    QCOMPARE(pairs->actions().size(), 4);
    QVERIFY(pairs->actions().back()->isChecked());
    pairs->actions().front()->trigger();
    menu->close();
    auto *model = find<RunListModel>();
    prepared();
    QCOMPARE(model->arrangement().pairs, (std::vector<RunPair>{{0, 2}}));
}

void TestCurvesPage::whatWasMadeOfRunsComesBack()
{
    openPage();
    auto *list = find<RunListView>();
    list->model()->setData(list->model()->index(0, 0), "Mine", Qt::EditRole);
    find<RunListModel>()->setColour({1}, 0xff336699U);
    find<RunListModel>()->leaveAlone(0);
    prepared();
    for (int row = 1; row >= 0; --row) { // taken out, and opened again
        list->setCurrentIndex(list->model()->index(row, 0));
        QTest::keyClick(list, Qt::Key_Delete);
    }
    prepared();
    for (const bool isAnotherStart : {false, true}) {
        if (isAnotherStart)
            makePage();
        else
            m_controller->loadBundled();
        openPage();
        QCOMPARE(labels(m_plot),
                 QStringList({"Mine, validation", "Mine, training", "Inception-v4, validation",
                              "Inception-v4, training"}));
        QCOMPARE(m_plot->curves().series[2].shade.colour, 0xff336699U);
        QVERIFY(find<RunListModel>()->arrangement().pairs.empty());
    }
}

void TestCurvesPage::thePageIsAsItWasSet()
{
    openPage();
    checkBox("Training")->click();
    find<QSlider>()->setValue(35);
    axesAction("Step")->trigger();
    axesAction("Logarithmic values")->trigger();
    axesAction("Leave outliers")->trigger();
    axesAction("Spread as")->trigger();
    action("Show the gap")->trigger();
    action("Show the figures")->trigger();
    makePage();
    openPage();
    QVERIFY(checkBox("Validation")->isChecked() && !checkBox("Training")->isChecked());
    QCOMPARE(find<QSlider>()->value(), 35);
    QCOMPARE(m_plot->curves().xTitle, QStringLiteral("step"));
    for (const char *name : {"Step", "Logarithmic values", "Leave outliers", "Spread as", "Mean"})
        QVERIFY2(axesAction(name)->isChecked(), name);
    QVERIFY(!axesAction("Logarithmic horizontal")->isChecked());
    QVERIFY(plotCalled(QStringLiteral("Gap between residual and other networks"))->isVisible());
    QVERIFY(find<FiguresPane>()->isVisible());
}

void TestCurvesPage::damagedSettingsChangeNothing()
{
    QSettings settings;
    m_page->keep(settings);
    const QVariant usual = settings.value("curves/page");
    settings.setValue("curves/page",
                      QVariantMap{{"axis", "sideways"},
                                  {"validation", "no"},
                                  {"training", QVariantList{1}},
                                  {"smoothing", "2"},
                                  {"y logarithmic", 7},
                                  {"gap", QByteArray("x")}});
    settings.setValue("curves/runs", QStringList{"[", "]"});
    m_page->restore(settings);
    m_page->keep(settings);
    QCOMPARE(settings.value("curves/page"), usual);
    settings.setValue("curves/page", QByteArray(1000, 'x'));
    m_page->restore(settings);
    m_page->keep(settings);
    QCOMPARE(settings.value("curves/page"), usual);
}

void TestCurvesPage::seedsAreDrawnAsTheirMean()
{
    for (const char *seed : {"1", "2", "3"}) {
        const auto path = *m_folder / "seeds" / seed / "run.jsonl";
        std::filesystem::create_directories(path.parent_path());
        auto log = RunLogWriter::open(path).value();
        log.writeRun({{"network", "inception_v3"}, {"title", "V3"}, {"seed", seed}});
        log.writeEpoch(1, {{"val_top1_error", 0.5 + 0.1 * (seed[0] - '2')}});
        log.writeEpoch(2, {{"val_top1_error", 0.25}});
    }
    openPage();
    m_controller->openLogs({text(*m_folder / "seeds")});
    AWAIT_EQUAL(labels(m_plot).size(), 5);
    prepared();
    QVERIFY2(labels(m_plot)[4].endsWith("mean of 3 seeds, validation"),
             qPrintable(labels(m_plot)[4]));
    prepared();
    QCOMPARE(m_plot->curves().series[4].points[0].y, 50.0);
    auto *list = find<RunListView>();
    prepared();
    QCOMPARE(list->model()->rowCount(), 3);
    QVERIFY(list->rootIsDecorated());
    QCOMPARE(m_plot->curves().series[4].high[0].y, 60.0);
    axesAction("Spread as")->trigger();
    prepared();
    QVERIFY2(labels(m_plot)[4].endsWith("mean ± s.d. of 3 seeds, validation"),
             qPrintable(labels(m_plot)[4]));
    QCOMPARE(m_plot->curves().series[4].low[0].y, 40.0); // (10² + 0 + 10²) / 2 = 10²
    QCOMPARE(m_plot->curves().series[4].high[1].y, 25.0);
    axesAction("Mean")->trigger();
    prepared();
    QVERIFY(!axesAction("Spread as")->isEnabled());
    QCOMPARE(labels(m_plot).size(), 7);
    list->setCurrentIndex(list->model()->index(2, 0));
    QTest::keyClick(list, Qt::Key_Delete); // all of them
    prepared();
    QCOMPARE(labels(m_plot).size(), 4);
}

void TestCurvesPage::showsTheGapBelowTheCurves()
{
    openPage();
    QAction *gapAction = action("Show the gap");
    auto *gap = plotCalled(QStringLiteral("Gap between residual and other networks"));
    prepared();
    QVERIFY(!gap->isVisible());
    gapAction->trigger();
    prepared();
    QVERIFY(gap->isVisible());
    QCOMPARE(labels(gap),
             QStringList({"Inception-ResNet-v2 − Inception-v4, validation",
                          "Inception-ResNet-v2 − Inception-v4, training"}));
    prepared();
    QCOMPARE(gap->curves().series[0].points[3].y, -12.5);
    settle(m_plot);
    settle(gap);
    prepared();
    turnWheel(canvas(m_plot), canvas(m_plot)->rect().center(), 2); // both look at the same
    QCOMPARE(gap->ranges().xFrom, m_plot->ranges().xFrom);
    QCOMPARE(gap->ranges().xTo, m_plot->ranges().xTo);
    turnWheel(canvas(gap), canvas(gap)->rect().center(), -1);
    prepared();
    QCOMPARE(gap->ranges().xTo, m_plot->ranges().xTo);
    auto *list = find<RunListView>();
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Space);
    prepared();
    QCOMPARE(labels(gap), QStringList()); // of one alone there is none
}

void TestCurvesPage::figuresSortAndCopy()
{
    openPage();
    action("Show the figures")->trigger();
    checkBox("Training")->click();
    auto *figures = find<FiguresPane>();
    prepared();
    QVERIFY(figures->isVisible());
    const QString text = figures->text();
    prepared();
    QVERIFY2(text.startsWith("Curve\tLast\tAt\tLowest\tLowest at\tArea\tReached\n"
                             "Inception-ResNet-v2, validation\t25.0 %\t25.0 %\t25.0 %\tEpoch 4\t"),
             qPrintable(text));
    prepared();
    QVERIFY2(text.trimmed().endsWith("0.75 times"), qPrintable(text));
    auto *table = figures->findChild<QTableView *>();
    table->sortByColumn(CurveLastColumn, Qt::DescendingOrder);
    prepared();
    QVERIFY(figures->text().section(u'\n', 1, 1).startsWith("Inception-v4"));
    figures->findChild<QDoubleSpinBox *>()->setValue(50);
    prepared();
    QVERIFY(figures->text().contains("0.67 times"));
    figures->findChildren<QDoubleSpinBox *>().at(1)->setValue(2); // epoch
    prepared();
    QVERIFY2(figures->text().contains("Inception-ResNet-v2, validation\t25.0 %\t50.0 %\t"),
             qPrintable(figures->text()));
    QApplication::clipboard()->clear();
    table->setFocus();
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    prepared();
    QCOMPARE(QApplication::clipboard()->text(), figures->text());
}

void TestCurvesPage::drawsThePapersResults()
{
    openPage();
    axesAction("Results of")->trigger();
    prepared();
    settle(m_plot);
    prepared();
    QCOMPARE(m_plot->curves().references.size(), 5U);
    QVERIFY(m_plot->ranges().yFrom < 20);
    QVERIFY(savedPicture("plot.svg").find("the paper's Inception-v4, 20.0 %") != std::string::npos);
}

/// What is in the file, or why there is none.
std::string TestCurvesPage::savedPicture(const char *name)
{
    const auto path = *m_folder / name;
    QSignalSpy saved(m_plot->saver(), &PlotSaver::saved);
    QSignalSpy failed(m_plot->saver(), &PlotSaver::failed);
    m_plot->saver()->savePicture(text(path), {});
    [&] { AWAIT(saved.count() + failed.count() == 1); }();
    return saved.isEmpty() ? failed.value(0).value(0).toString().toStdString() : readFile(path);
}

/// The dialog that is open.
template<typename Dialog> Dialog *TestCurvesPage::dialog() const
{
    for (auto *each : m_page->findChildren<Dialog *>()) {
        if (each->isVisible())
            return each;
    }
    return nullptr;
}

void TestCurvesPage::savesPicturesAsTheDialogSays()
{
    openPage();
    m_plot->setFocus();
    QTest::keySequence(m_plot, QKeySequence::Save);
    auto *asked = dialog<PictureDialog>();
    QVERIFY(asked);
    QCOMPARE(asked->options(), PictureOptions());
    asked->findChild<QLineEdit *>()->setText("Two networks");
    asked->findChildren<QComboBox *>().last()->setCurrentText("Dark");
    asked->accept();
    AWAIT(dialog<QFileDialog>());
    const auto path = *m_folder / "chosen.svg";
    emit dialog<QFileDialog>() -> fileSelected(text(path));
    const auto *bar = find<MessageBar>();
    AWAIT_EQUAL(bar->message(), QStringLiteral("Saved %1, 160 × 100 mm.").arg(text(path)));
    const std::string svg = readFile(path);
    for (const char *said : {"Two networks", "Inception-ResNet-v2, validation", "top-1 error (%)",
                             "width=\"160mm\"", "#1b1d21"})
        QVERIFY2(svg.find(said) != std::string::npos, said);
}

void TestCurvesPage::remembersHowPicturesWereSaved()
{
    openPage();
    m_plot->saver()->pictureAction()->trigger();
    auto *asked = dialog<PictureDialog>();
    asked->findChild<QLineEdit *>()->setText("Title");
    auto *unit = asked->findChildren<QComboBox *>().first();
    unit->setCurrentText("pixels");
    const PictureOptions before = asked->options();
    QCOMPARE(before.size, (PictureSize{605, 378, PictureSize::Unit::Pixels, 96}));
    asked->findChild<QSpinBox *>()->setValue(192);
    asked->findChild<QCheckBox *>()->setChecked(false);
    const PictureOptions chosen = asked->options();
    asked->accept();
    delete dialog<QFileDialog>();
    AWAIT(!dialog<PictureDialog>());
    m_plot->saver()->pictureAction()->trigger();
    QCOMPARE(dialog<PictureDialog>()->options(), chosen);
    PictureOptions elsewhere = chosen; // a title belongs to its plot
    elsewhere.title.clear();
    QCOMPARE(rememberedPictureOptions(), elsewhere);
}

void TestCurvesPage::onlyPossibleSizesAreSaved()
{
    openPage();
    m_plot->saver()->pictureAction()->trigger();
    auto *asked = dialog<PictureDialog>();
    QPushButton *save = nullptr;
    for (QPushButton *button : asked->findChildren<QPushButton *>()) {
        if (button->isDefault())
            save = button;
    }
    QVERIFY(save && save->isEnabled());
    auto *width = asked->findChild<QDoubleSpinBox *>();
    width->setValue(3);
    QVERIFY(!save->isEnabled());
    width->setValue(1500);
    QVERIFY(save->isEnabled());
    QSettings().setValue("curves/picture/width", 1e9);
    QCOMPARE(rememberedPictureOptions().size, PictureSize());
}

void TestCurvesPage::tellsWhyAPictureCannotBeSaved()
{
    openPage();
    const std::string nowhere =
        (*m_folder / "none/plot.png").string() + " cannot be written: No such file or directory";
    QCOMPARE(savedPicture("none/plot.png"), nowhere);
    AWAIT_EQUAL(find<MessageBar>()->message(), QString::fromStdString(nowhere));
}

void TestCurvesPage::savesTheValuesInSight()
{
    openPage();
    m_plot->showPlaces(1.5, 3.5);
    m_plot->saver()->valuesAction()->trigger();
    const auto path = *m_folder / "values.csv";
    emit dialog<QFileDialog>() -> fileSelected(text(path));
    AWAIT_EQUAL(find<MessageBar>()->message(),
                QStringLiteral("Saved %1, a line for each of 8 points.").arg(text(path)));
    const std::string csv = readFile(path);
    QVERIFY(csv.starts_with("curve,epoch,top-1 error (%)\r\n"));
    QVERIFY(csv.find("\"Inception-v4, validation\",2,60\r\n") != std::string::npos);
    QCOMPARE(std::ranges::count(csv, '\n'), 9);
}

void TestCurvesPage::copiesAPicture()
{
    openPage();
    QApplication::clipboard()->clear();
    m_plot->setFocus();
    QTest::keyClick(m_plot, Qt::Key_C, Qt::ControlModifier);
    prepared();
    QCOMPARE(QApplication::clipboard()->image().size(), 2 * canvas(m_plot)->size());
}

void TestCurvesPage::followsThePalette()
{
    openPage();
    const QPalette before = QApplication::palette();
    QPalette dark = before;
    dark.setColor(QPalette::Base, QColor(20, 20, 24));
    dark.setColor(QPalette::Text, QColor(230, 230, 235));
    QApplication::setPalette(dark);
    AWAIT_EQUAL(m_plot->grab().toImage().pixelColor(4, 4), QColor(20, 20, 24));
    AWAIT(isDrawn(m_plot, residual));
    QApplication::setPalette(before);
    AWAIT(isDrawn(m_plot, residual));
}

void TestCurvesPage::followsALargerFont()
{
    openPage();
    auto *panel = m_plot->findChild<CurveReadout *>();
    const int before = panel->sizeHint().height();
    QFont larger = m_page->font();
    larger.setPointSizeF(2 * larger.pointSizeF());
    m_page->setFont(larger);
    prepared();
    QVERIFY(panel->sizeHint().height() > before * 3 / 2);
}

/// F, E, V and H open menus of the window, N and S are its network and size.
void TestCurvesPage::mnemonicsAreFree()
{
    openPage();
    QStringList keys;
    for (const auto *box : m_page->findChildren<QAbstractButton *>())
        keys += QKeySequence::mnemonic(box->text()).toString();
    for (const auto *label : m_page->findChildren<QLabel *>()) {
        if (label->buddy())
            keys += QKeySequence::mnemonic(label->text()).toString();
    }
    keys.removeAll(QString());
    prepared();
    QVERIFY(keys.size() >= 5);
    QCOMPARE(keys.removeDuplicates(), 0);
    for (const char taken : {'F', 'E', 'V', 'H', 'N', 'S'})
        QVERIFY2(!keys.contains(QStringLiteral("Alt+") + taken), qPrintable(keys.join(u' ')));
}

void TestCurvesPage::everyControlHasAName()
{
    openPage();
    for (const auto *widget : m_page->findChildren<QWidget *>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty())
                     || qobject_cast<const QLabel *>(widget),
                 widget->metaObject()->className());
    }
}

void TestCurvesPage::coloursStandOutAndDiffer_data()
{
    QTest::addColumn<QColor>("background");
    QTest::addColumn<QColor>("text");
    QTest::newRow("light") << QColor(255, 255, 255) << QColor(0, 0, 0);
    QTest::newRow("dark") << QColor(29, 30, 34) << QColor(230, 230, 234);
}

void TestCurvesPage::coloursStandOutAndDiffer()
{
    QFETCH(QColor, background);
    QFETCH(QColor, text);
    QPalette palette;
    palette.setColor(QPalette::Base, background);
    palette.setColor(QPalette::Text, text);
    const Theme theme = Theme::fromPalette(palette);
    QList<QColor> colours;
    for (const bool isResidual : {false, true}) {
        for (int number = 0; number < 8; ++number) {
            colours += curveColour({isResidual, number}, theme);
            QVERIFY2(contrast(colours.back(), background) >= 3, qPrintable(colours.back().name()));
        }
    }
    for (const Matrix &eye : eyes) {
        for (qsizetype a = 0; a < colours.size(); ++a) {
            for (qsizetype b = 0; b < a; ++b) {
                const double apart = difference(lab(colours[a], eye), lab(colours[b], eye));
                QVERIFY2(apart >= 5.5, // 2.3 is just noticeable
                         qPrintable(QStringLiteral("%1 %2 %3").arg(a).arg(b).arg(apart)));
            }
        }
    }
    QCOMPARE(curveColour({true, 9}, theme), curveColour({true, 0}, theme));
}

QTEST_MAIN(TestCurvesPage)
#include "tst_curvespage.moc"
