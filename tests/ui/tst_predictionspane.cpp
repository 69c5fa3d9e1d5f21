#include "common/busyveil.h"
#include "common/elidedlabel.h"
#include "common/emptystate.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "predictions/largephoto.h"
#include "predictions/photoview.h"
#include "predictions/predictiondelegate.h"
#include "predictions/predictionspane.h"
#include "style/contrast.h"
#include "support/await.h"
#include "support/plainphotos.h"
#include "zoo/zoo.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <limits>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

Preprocessing halfOfASquare()
{
    Preprocessing preprocessing;
    preprocessing.shorterSide = 256;
    preprocessing.inputSize = 128;
    return preprocessing;
}

/// Of a photo that is a golf ball; the crop is green.
AnswerPtr golfBall()
{
    NetworkOptions options;
    options.input = {128, 128};
    options.classes = 3;
    options.width = 0.25;
    options.repeats = {1, 1, 1};
    const auto graph = buildNetwork("inception_v4", options);
    return std::make_shared<const Answer>(
        Answer{7,
               *graph,
               plainPicture({128, 128}, Qt::green),
               {},
               {{1, "golf ball", 0.9731}, {2, "parachute", 0.0204}, {0, "tench", 0.0065}},
               3.2,
               12.4});
}

QStringList rows(const PredictionsPane &pane)
{
    const auto *model = pane.findChild<QListView *>()->model();
    QStringList texts;
    for (int row = 0; row < model->rowCount(); ++row)
        texts << model->index(row, 0).data(Qt::AccessibleTextRole).toString();
    return texts;
}

/// The lines below the photo and below the bars.
QStringList captions(const PredictionsPane &pane)
{
    QStringList texts;
    for (const auto *label : pane.findChildren<ElidedLabel *>()) {
        if (!qobject_cast<PaneHeader *>(label->parent()))
            texts << label->text();
    }
    return texts;
}

QList<int> captionHeights(const PredictionsPane &pane)
{
    QList<int> heights;
    for (const auto *label : pane.findChildren<ElidedLabel *>()) {
        if (!qobject_cast<PaneHeader *>(label->parent()))
            heights << label->sizeHint().height();
    }
    return heights;
}

QColor middleOf(const PhotoView &view)
{
    const QImage shown = const_cast<PhotoView &>(view).grab().toImage();
    return shown.pixelColor(shown.width() / 2, shown.height() / 2);
}

void showPane(PredictionsPane &pane)
{
    pane.resize(320, 560);
    pane.show();
    pane.activateWindow();
}

} // namespace

class PredictionsPaneTest : public QObject
{
    Q_OBJECT

private slots:
    void isEmptyAtFirst()
    {
        PredictionsPane pane;
        showPane(pane);
        auto *empty = pane.findChild<EmptyState *>();
        QVERIFY(empty->isVisible());
        QVERIFY(!pane.photoView()->isVisible());
        QSignalSpy opened(&pane, &PredictionsPane::openRequested);
        QTest::mouseClick(empty->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(opened.count(), 1);
    }

    void showsAnAnswer()
    {
        PredictionsPane pane;
        showPane(pane);
        pane.setNetworkTitle("Inception-v4 · Imagenette");
        pane.showPhoto(plainPicture({400, 400}, Qt::red), "golf-ball.jpg");
        QCOMPARE(rows(pane), QStringList());
        QVERIFY(pane.photoView()->cropFrame().isEmpty());
        pane.showAnswer(golfBall(), halfOfASquare());
        QCOMPARE(rows(pane),
                 (QStringList{"golf ball, 97.3 percent", "parachute, 2.0 percent",
                              "tench, 0.7 percent"}));
        QCOMPARE(captions(pane),
                 (QStringList{"golf-ball.jpg · 400 × 400", "3 classes · 128×128 · forward 12 ms"}));
        QCOMPARE(pane.photoView()->cropFrame(), QRectF(100, 100, 200, 200));
        QCOMPARE(pane.findChild<PaneHeader *>()->detail(), "Inception-v4 · Imagenette");
    }

    void keepsTheOldAnswerUntilThereIsANewOne()
    {
        PredictionsPane pane;
        showPane(pane);
        pane.showPhoto(plainPicture({400, 400}, Qt::red), "golf-ball.jpg");
        pane.showAnswer(golfBall(), halfOfASquare());
        pane.showPhoto(plainPicture({800, 400}, Qt::blue), "sky.jpg");
        QCOMPARE(rows(pane).size(), 3);
        QCOMPARE(captions(pane),
                 (QStringList{"sky.jpg · 800 × 400", "3 classes · 128×128 · forward 12 ms"}));
        QCOMPARE(pane.photoView()->cropFrame(), QRectF(300, 100, 200, 200));
        pane.showEmpty();
        QCOMPARE(rows(pane), QStringList());
        QVERIFY(pane.findChild<EmptyState *>()->isVisible());
    }

    void listsAsManyAsToldTo()
    {
        PredictionsPane pane;
        showPane(pane);
        pane.setLimit(2);
        pane.showPhoto(plainPicture({40, 40}, Qt::red), "a.jpg");
        pane.showAnswer(golfBall(), halfOfASquare());
        QCOMPARE(rows(pane), (QStringList{"golf ball, 97.3 percent", "parachute, 2.0 percent"}));
        const auto *bars = pane.findChild<QListView *>();
        QCOMPARE(bars->height(), 2 * PredictionDelegate::rowHeight(bars->fontMetrics()));
    }

    void saysWhatIsWrong()
    {
        PredictionsPane pane;
        showPane(pane);
        pane.showPhoto(plainPicture({400, 400}, Qt::red), "golf-ball.jpg");
        pane.showAnswer(golfBall(), halfOfASquare());
        auto *bar = pane.findChild<MessageBar *>();
        QVERIFY(!bar->isVisible());
        const QString sentence("Inception-v3 has no weights here; choose a bundled network");
        pane.showProblem(sentence, "Choose");
        QVERIFY(bar->isVisible());
        QCOMPARE(bar->message(), sentence);
        QCOMPARE(rows(pane), QStringList());
        QCOMPARE(captions(pane), (QStringList{"golf-ball.jpg · 400 × 400", ""}));
        QVERIFY(pane.photoView()->cropFrame().isEmpty());
        QVERIFY(!pane.photoView()->cropAction()->isEnabled());
        QSignalSpy acted(&pane, &PredictionsPane::actionTriggered);
        QTest::mouseClick(bar->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(acted.count(), 1);
        pane.showAnswer(golfBall(), halfOfASquare());
        QVERIFY(!bar->isVisible());
        QVERIFY(pane.findChild<QListView *>()->isVisible());
    }

    void aPhotoThatCannotBeReadGoes()
    {
        PredictionsPane pane;
        showPane(pane);
        pane.showPhoto(plainPicture({400, 400}, Qt::red), "red.jpg");
        AWAIT_EQUAL(middleOf(*pane.photoView()), QColor(Qt::red));
        pane.showPhoto({}, "broken.jpg");
        pane.showProblem("broken.jpg is not a picture");
        QVERIFY(middleOf(*pane.photoView()) != QColor(Qt::red));
        QCOMPARE(captions(pane), (QStringList{"broken.jpg", ""}));
        QVERIFY(!pane.findChild<MessageBar *>()->findChild<QPushButton *>()->isVisible());
    }

    void dimsWhileBusyAndCanBeCancelled()
    {
        PredictionsPane pane;
        showPane(pane);
        pane.showPhoto(plainPicture({400, 400}, Qt::red), "red.jpg");
        QSignalSpy cancelled(&pane, &PredictionsPane::cancelRequested);
        auto *veil = pane.findChild<BusyVeil *>();
        pane.setBusy(true);
        pane.setProgress(0.25);
        QVERIFY(!veil->isVisible());
        AWAIT(veil->isVisible());
        QPushButton *cancel = nullptr;
        for (auto *button : veil->parentWidget()->findChildren<QPushButton *>())
            cancel = button;
        QVERIFY(cancel);
        AWAIT(cancel->isVisible());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QCOMPARE(cancelled.count(), 1);
        pane.setBusy(false);
        QVERIFY(!veil->isVisible());
    }

    void aKeyShowsTheCrop()
    {
        PredictionsPane pane;
        showPane(pane);
        AWAIT(pane.isActiveWindow());
        PhotoView *photo = pane.photoView();
        pane.showPhoto(plainPicture({400, 400}, Qt::red), "red.jpg");
        QVERIFY(!photo->cropAction()->isEnabled());
        AWAIT_EQUAL(middleOf(*photo), QColor(Qt::red));
        pane.showAnswer(golfBall(), halfOfASquare());
        photo->setFocus();
        QTest::keyClick(photo, Qt::Key_C);
        QVERIFY(photo->showsCrop());
        QCOMPARE(middleOf(*photo), QColor(Qt::green));
        QTest::mouseClick(pane.findChild<PaneHeader *>()->findChild<QToolButton *>(),
                          Qt::LeftButton);
        QVERIFY(!photo->showsCrop());
        QCOMPARE(middleOf(*photo), QColor(Qt::red));
    }

    /// Higher or wider: the photo has its share of it.
    void thePhotoGrowsWithThePane()
    {
        PredictionsPane pane;
        showPane(pane);
        pane.setLimit(10);
        pane.showPhoto(plainPicture({400, 300}, Qt::red), "red.jpg");
        pane.showAnswer(golfBall(), halfOfASquare());
        const auto photoIn = [&pane](QSize size) {
            pane.resize(size);
            QCoreApplication::sendPostedEvents();
            return QSize(400, 300).scaled(pane.photoView()->size(), Qt::KeepAspectRatio);
        };
        const QSize small = photoIn({320, 320});
        const QSize higher = photoIn({320, 420});
        QVERIFY2(higher.height() >= small.height() + 40,
                 qPrintable(QString::number(higher.height())));
        const QSize highest = photoIn({320, 700});
        QVERIFY(highest.width() >= 300); // all of the width
        const QSize wider = photoIn({640, 320});
        QVERIFY2(wider.height() > 200, qPrintable(QString::number(wider.height())));
        QVERIFY(pane.findChild<QListView *>()->mapTo(&pane, QPoint()).x() > 300); // beside it
        QCOMPARE(photoIn({320, 420}), higher);
        QVERIFY(photoIn({640, 900}).width() >= 600); // above them again
    }

    void thePhotoIsShownLargeWithWhatLiesOverIt()
    {
        QWidget page;
        page.resize(900, 700);
        PredictionsPane pane(&page);
        pane.resize(300, 400);
        pane.setPhotoRoom(&page);
        page.show();
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        PhotoView *photo = pane.photoView();
        photo->setFocus();
        QTest::keyClick(photo, Qt::Key_Return);
        QVERIFY(!pane.isPhotoEnlarged()); // there is none
        pane.showPhoto(plainPicture({400, 400}, Qt::white), "white.jpg");
        pane.showAnswer(golfBall(), halfOfASquare());
        QAction space(&pane);
        space.setShortcut(Qt::Key_Space);
        space.setShortcutContext(Qt::WidgetShortcut);
        photo->addAction(&space);
        QSignalSpy spaced(&space, &QAction::triggered);
        photo->setFocus();
        QTest::keyClick(photo, Qt::Key_Return);
        auto *large = page.findChild<LargePhoto *>();
        QVERIFY(large && large->isVisible());
        QCOMPARE(large->geometry(), page.rect());
        AWAIT(large->photoView()->isSettled());
        QVERIFY(large->photoView()->hasFocus());
        QImage map(100, 100, QImage::Format_ARGB32_Premultiplied);
        map.fill(Qt::black);
        photo->setOverlay(map, 1.0);
        QCOMPARE(middleOf(*large->photoView()), QColor(Qt::black));
        photo->setOverlay({}, 1.0);
        QCOMPARE(middleOf(*large->photoView()), QColor(Qt::white));
        QTest::keyClick(large->photoView(), Qt::Key_Space);
        QCOMPARE(spaced.count(), 1);
        QTest::keyClick(large->photoView(), Qt::Key_C);
        QCOMPARE(middleOf(*large->photoView()), QColor(Qt::green));
        QVERIFY(photo->showsCrop());
        page.resize(800, 600);
        QCOMPARE(large->geometry(), page.rect());
        QTest::keyClick(large->photoView(), Qt::Key_Escape);
        QVERIFY(!pane.isPhotoEnlarged() && photo->hasFocus());
        QTest::mouseDClick(photo, Qt::LeftButton);
        QVERIFY(pane.isPhotoEnlarged());
        pane.showPhoto({}, "broken.jpg");
        pane.showProblem("broken.jpg is not a picture");
        QVERIFY(!pane.isPhotoEnlarged());
    }

    void aMapLiesOverWhatTheNetworkSaw()
    {
        PhotoView view;
        view.resize(200, 200);
        view.setPicture(plainPicture({1000, 1000}, Qt::white));
        view.setCropFrame(QRectF(250, 250, 500, 500));
        view.setCrop(plainPicture({100, 100}, Qt::white));
        QImage map(100, 100, QImage::Format_ARGB32_Premultiplied);
        map.fill(Qt::transparent);
        for (int y = 0; y < 100; ++y) {
            for (int x = 0; x < 50; ++x)
                map.setPixelColor(x, y, Qt::black);
        }
        view.setOverlay(map, 0.5);
        view.show();
        AWAIT(view.isSettled());
        const auto lightnessAt = [&](int x, int y) {
            return view.grab().toImage().scaled(200, 200).pixelColor(x, y).lightness();
        };
        QVERIFY(qAbs(lightnessAt(75, 100) - 128) <= 2); // left half of the crop in the photo
        QCOMPARE(lightnessAt(125, 100), 255);
        view.cropAction()->setChecked(true);
        QVERIFY(qAbs(lightnessAt(20, 100) - 128) <= 2);
        QCOMPARE(lightnessAt(180, 100), 255);
        view.setOverlay({}, 0.5);
        QCOMPARE(lightnessAt(20, 100), 255);
    }

    void aClickChoosesAClass()
    {
        PredictionsPane pane;
        showPane(pane);
        pane.showPhoto(plainPicture({400, 400}, Qt::red), "golf-ball.jpg");
        pane.showAnswer(golfBall(), halfOfASquare());
        QSignalSpy chosen(&pane, &PredictionsPane::classChosen);
        auto *bars = pane.findChild<QListView *>();
        const QModelIndex third = bars->model()->index(2, 0);
        QTest::mouseClick(bars->viewport(), Qt::LeftButton, {}, bars->visualRect(third).center());
        QCOMPARE(chosen.last(), QList<QVariant>{0}); // tench
        QTest::keyClick(bars, Qt::Key_Up);
        QTest::keyClick(bars, Qt::Key_Return);
        QCOMPARE(chosen.last(), QList<QVariant>{2}); // parachute
        pane.setCurrentClass(1);
        QCOMPARE(bars->currentIndex().row(), 0);
        pane.setCurrentClass(-1);
        QVERIFY(bars->selectionModel()->selectedIndexes().isEmpty());
    }

    void darkensWhatTheNetworkDoesNotSee()
    {
        PhotoView view;
        view.resize(200, 200);
        view.setPicture(plainPicture({1000, 1000}, Qt::white));
        view.setCropFrame(QRectF(250, 250, 500, 500));
        view.show();
        AWAIT(view.isSettled());
        const QImage shown = view.grab().toImage().scaled(200, 200);
        QCOMPARE(shown.pixelColor(100, 100), QColor(Qt::white));
        QCOMPARE(shown.pixelColor(60, 140), QColor(Qt::white));
        QVERIFY(shown.pixelColor(25, 100).lightness() < 160);
        QVERIFY(shown.pixelColor(175, 25).lightness() < 160);
    }

    /// In the photo's place, until there is another one.
    void saysWhyAPhotoCannotBeDrawn()
    {
        PhotoView view;
        view.resize(200, 150);
        view.setPicture(plainPicture({50, 100}, Qt::red));
        view.show();
        AWAIT(view.isSettled());
        view.setPicture(unscalablePicture());
        AWAIT(!view.problem().isEmpty());
        QVERIFY(view.isSettled());
        QCOMPARE(view.accessibleName(), "Photo: " + view.problem());
        const QColor background = view.palette().color(QPalette::Window);
        const QImage shown = view.grab().toImage();
        bool hasText = false;
        for (int x = 0; x < shown.width(); ++x) {
            for (int y = 0; y < shown.height(); ++y) {
                QVERIFY(shown.pixelColor(x, y) != QColor(Qt::red));
                hasText = hasText || contrastRatio(shown.pixelColor(x, y), background) > 4.5;
            }
        }
        QVERIFY(hasText);
        view.setPicture(plainPicture({50, 100}, Qt::red));
        QCOMPARE(view.problem(), QString());
        AWAIT_EQUAL(middleOf(view), QColor(Qt::red));
        QCOMPARE(view.accessibleName(), "Photo");
    }

    void keepsTheWholePictureInAnyShape()
    {
        PhotoView view;
        view.resize(200, 100);
        view.setPicture(plainPicture({50, 100}, Qt::red));
        view.show();
        AWAIT(view.isSettled());
        const QImage shown = view.grab().toImage().scaled(200, 100);
        QCOMPARE(shown.pixelColor(100, 2), QColor(Qt::red));
        QCOMPARE(shown.pixelColor(100, 97), QColor(Qt::red));
        QCOMPARE(shown.pixelColor(78, 50), QColor(Qt::red));
        QVERIFY(shown.pixelColor(70, 50) != QColor(Qt::red));
        QSignalSpy settled(&view, &PhotoView::settled);
        view.resize(400, 300);
        AWAIT_EQUAL(settled.count(), 1);
    }

    void copiesThePredictions()
    {
        PredictionsPane pane;
        showPane(pane);
        AWAIT(pane.isActiveWindow());
        pane.setNetworkTitle("Inception-v4 · Imagenette");
        pane.showPhoto(plainPicture({400, 400}, Qt::red), "golf-ball.jpg");
        pane.showAnswer(golfBall(), halfOfASquare());
        auto *bars = pane.findChild<QListView *>();
        bars->setFocus();
        QTest::keyClick(bars, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 "golf-ball.jpg · Inception-v4 · Imagenette\n"
                 "1\tgolf ball\t97.3 %\n2\tparachute\t2.0 %\n3\ttench\t0.7 %\n");
    }

    void whileANewAnswerIsComputedCopiesTheOldUnderItsOwnName()
    {
        PredictionsPane pane;
        pane.setNetworkTitle("Inception-v4 · Imagenette");
        pane.showPhoto(plainPicture({400, 400}, Qt::red), "golf-ball.jpg");
        pane.showAnswer(golfBall(), halfOfASquare());
        const QString before = pane.toText();
        QVERIFY(before.startsWith("golf-ball.jpg · Inception-v4 · Imagenette\n1\tgolf ball"));
        pane.setNetworkTitle("Inception-v3 · Imagenette");
        pane.showPhoto(plainPicture({800, 400}, Qt::blue), "sky.jpg");
        QCOMPARE(pane.toText(), before);
        pane.showAnswer(golfBall(), halfOfASquare());
        QVERIFY(pane.toText().startsWith("sky.jpg · Inception-v3 · Imagenette\n"));
    }

    void theCropOfTheOldPhotoIsNotShownUnderTheNewName()
    {
        PredictionsPane pane;
        showPane(pane);
        PhotoView *photo = pane.photoView();
        pane.showPhoto(plainPicture({400, 400}, Qt::red), "red.jpg");
        pane.showAnswer(golfBall(), halfOfASquare());
        photo->cropAction()->setChecked(true);
        QVERIFY(photo->showsCrop());
        pane.showPhoto(plainPicture({400, 400}, Qt::blue), "blue.jpg");
        QVERIFY(!photo->showsCrop());
        QVERIFY(!photo->cropAction()->isEnabled());
        AWAIT_EQUAL(middleOf(*photo), QColor(Qt::blue));
        pane.showAnswer(golfBall(), halfOfASquare());
        QVERIFY(photo->showsCrop());
    }

    void theOldPictureStaysWhileTheNewIsRead()
    {
        PredictionsPane pane;
        showPane(pane);
        PhotoView *photo = pane.photoView();
        pane.showPhoto(plainPicture({400, 400}, Qt::red), "red.jpg");
        AWAIT_EQUAL(middleOf(*photo), QColor(Qt::red));
        pane.showPhoto({}, "blue.jpg");
        QCOMPARE(middleOf(*photo), QColor(Qt::red));
        QCOMPARE(captions(pane).first(), "blue.jpg");
        pane.showPhoto(plainPicture({800, 400}, Qt::blue), "blue.jpg");
        QCOMPARE(captions(pane).first(), "blue.jpg · 800 × 400");
        AWAIT_EQUAL(middleOf(*photo), QColor(Qt::blue));
        pane.showProblem("It cannot be run");
        QCOMPARE(photo->picture().size(), QSize(800, 400));
        pane.showPhoto({}, "away.jpg");
        pane.showAnswer(golfBall(), halfOfASquare());
        QVERIFY(photo->picture().isNull());
    }

    void followsALargerFont()
    {
        PredictionsPane pane;
        showPane(pane);
        pane.showPhoto(plainPicture({40, 40}, Qt::red), "a.jpg");
        pane.showAnswer(golfBall(), halfOfASquare());
        const auto *bars = pane.findChild<QListView *>();
        const int barsBefore = bars->height();
        const QList<int> linesBefore = captionHeights(pane);
        QFont larger = pane.font();
        larger.setPointSizeF(2 * larger.pointSizeF());
        pane.setFont(larger);
        QVERIFY(bars->sizeHint().height() > barsBefore);
        QCOMPARE(bars->sizeHint().height(), 5 * PredictionDelegate::rowHeight(bars->fontMetrics()));
        for (qsizetype i = 0; i < linesBefore.size(); ++i)
            QVERIFY(captionHeights(pane)[i] > linesBefore[i] * 3 / 2);
    }

    void barsAreAsLongAsTheyAreProbable_data()
    {
        QTest::addColumn<double>("probability");
        QTest::addColumn<double>("width");
        QTest::newRow("none") << 0.0 << 0.0;
        QTest::newRow("half") << 0.5 << 50.0;
        QTest::newRow("all") << 1.0 << 100.0;
        QTest::newRow("more") << 7.0 << 100.0;
        QTest::newRow("less") << -1.0 << 0.0;
        QTest::newRow("no number") << std::numeric_limits<double>::quiet_NaN() << 0.0;
    }

    void barsAreAsLongAsTheyAreProbable()
    {
        QFETCH(double, probability);
        QFETCH(double, width);
        QCOMPARE(PredictionDelegate::filled(QRect(10, 20, 100, 8), probability),
                 QRectF(10, 20, width, 8));
    }

    void columnsNeverOverlap()
    {
        const QFontMetrics metrics{QFont()};
        for (int width = 120; width <= 900; width += 60) {
            const auto columns = PredictionDelegate::columns(QRect(0, 0, width, 24), metrics);
            QVERIFY(columns.rank.right() < columns.name.left());
            QVERIFY(columns.name.left() + columns.name.width() < columns.bar.left());
            QVERIFY(columns.bar.left() + columns.bar.width() <= columns.percent.left());
            QVERIFY(columns.percent.right() < width);
        }
    }
};

QTEST_MAIN(PredictionsPaneTest)
#include "tst_predictionspane.moc"
