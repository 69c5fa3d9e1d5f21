#include "common/messagebar.h"
#include "filmstrip/dropzone.h"
#include "filmstrip/filmstrip.h"
#include "photos/photolistmodel.h"
#include "resourcelocator.h"
#include "selection/selection.h"
#include "style/theme.h"
#include "support/await.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QListView>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <QWheelEvent>

using namespace inceptoscope;

namespace {

/// Three samples with a broken file between them.
struct Strip
{
    Strip()
    {
        const QString broken = folder.filePath("broken.jpg");
        QFile file(broken);
        if (file.open(QIODevice::WriteOnly))
            file.write("no picture at all");
        file.close();
        model.addPaths({sample("golf-ball.jpg"), broken, sample("parachute.jpg"),
                        sample("suspension-bridge.jpg")});
        strip.resize(900, strip.height());
        strip.show();
        strip.activateWindow();
    }

    static QString sample(const char *name)
    {
        return resourcePath(QStringLiteral("samples/") + QString::fromLatin1(name));
    }

    PhotoState stateOf(int row) const
    {
        return model.index(row).data(PhotoStateRole).value<PhotoState>();
    }

    bool isSettled() const
    {
        return model.rowCount() == 4 && stateOf(0) == PhotoState::Ready
            && stateOf(1) == PhotoState::Failed && stateOf(2) == PhotoState::Ready
            && stateOf(3) == PhotoState::Ready;
    }

    QListView *view() const { return strip.findChild<QListView *>(); }
    int id(int row) const { return model.index(row).data(PhotoIdRole).toInt(); }
    QRect tile(int row) const { return view()->visualRect(model.index(row)); }
    QImage picture(int row) const { return view()->viewport()->grab(tile(row)).toImage(); }

    void click(int row, Qt::KeyboardModifiers keys = {}) const
    {
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, keys, tile(row).center());
    }

    QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names << model.index(row).data().toString();
        return names;
    }

    QAction *action(const QString &text) const
    {
        for (QAction *action : view()->actions()) {
            if (action->text().remove(u'&') == text)
                return action;
        }
        return nullptr;
    }

    QTemporaryDir folder;
    PhotoListModel model;
    Selection selection;
    Filmstrip strip{&model, &selection};
};

bool hasColour(const QImage &image, const QColor &colour)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).rgb() == colour.rgb())
                return true;
        }
    }
    return false;
}

bool dragOver(QWidget *target, const QMimeData &mime)
{
    QDragEnterEvent enter(target->rect().center(), Qt::CopyAction, &mime, Qt::LeftButton, {});
    enter.ignore();
    QApplication::sendEvent(target, &enter);
    return enter.isAccepted();
}

} // namespace

class FilmstripTest : public QObject
{
    Q_OBJECT

public slots:
    void openFolder(const QUrl &url) { m_opened << url.toLocalFile(); }

private slots:
    void clickSelectsThePhoto()
    {
        Strip it;
        AWAIT(it.isSettled());
        QSignalSpy selected(&it.selection, &Selection::photoChanged);
        QCOMPARE(it.selection.photo(), 0);
        it.click(2);
        QCOMPARE(it.selection.photo(), it.id(2));
        QCOMPARE(selected.count(), 1);
    }

    void followsTheSelection()
    {
        Strip it;
        AWAIT(it.isSettled());
        it.selection.setPhoto(it.id(3));
        QCOMPARE(it.view()->currentIndex().row(), 3);
        QCOMPARE(it.view()->selectionModel()->selectedIndexes(),
                 (QModelIndexList{it.model.index(3)}));
        it.selection.setPhoto(0);
        QVERIFY(!it.view()->currentIndex().isValid());
        QVERIFY(!it.view()->selectionModel()->hasSelection());
        QCOMPARE(it.selection.photo(), 0);
        it.selection.setPhoto(12345); // no such photo
        QVERIFY(!it.view()->currentIndex().isValid());
        QCOMPARE(it.selection.photo(), 12345);
    }

    void showsWhatWasSelectedBefore()
    {
        Strip it;
        AWAIT(it.isSettled());
        it.selection.setPhoto(it.id(2));
        const Filmstrip other(&it.model, &it.selection);
        QCOMPARE(other.findChild<QListView *>()->currentIndex().row(), 2);
    }

    void arrowsGoFromPhotoToPhoto()
    {
        Strip it;
        AWAIT(it.isSettled());
        it.click(0);
        QTest::keyClick(it.view(), Qt::Key_Right);
        QCOMPARE(it.selection.photo(), it.id(1));
        QTest::keyClick(it.view(), Qt::Key_End);
        QCOMPARE(it.selection.photo(), it.id(3));
        QTest::keyClick(it.view(), Qt::Key_Left);
        QCOMPARE(it.selection.photo(), it.id(2));
    }

    void deleteRemovesAndGoesOn()
    {
        Strip it;
        AWAIT(it.isSettled());
        AWAIT(it.strip.isActiveWindow());
        it.click(1);
        QSignalSpy selected(&it.selection, &Selection::photoChanged);
        const int next = it.id(2);
        QTest::keyClick(it.view(), Qt::Key_Delete);
        QCOMPARE(it.names(),
                 (QStringList{"golf-ball.jpg", "parachute.jpg", "suspension-bridge.jpg"}));
        QCOMPARE(it.selection.photo(), next);
        QCOMPARE(selected.count(), 1);
        QVERIFY2(QFile::exists(it.folder.filePath("broken.jpg")), "the file stays");

        it.click(2);
        QTest::keyClick(it.view(), Qt::Key_Delete);
        QCOMPARE(it.selection.photo(), next);
    }

    void deleteRemovesAllThatAreSelected()
    {
        Strip it;
        AWAIT(it.isSettled());
        AWAIT(it.strip.isActiveWindow());
        it.click(0);
        it.click(2, Qt::ControlModifier);
        QSignalSpy selected(&it.selection, &Selection::photoChanged);
        const int last = it.id(3);
        QTest::keyClick(it.view(), Qt::Key_Delete);
        QCOMPARE(it.names(), (QStringList{"broken.jpg", "suspension-bridge.jpg"}));
        QCOMPARE(it.selection.photo(), last);
        QCOMPARE(selected.count(), 1);

        QTest::keyClick(it.view(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(it.view(), Qt::Key_Delete);
        QCOMPARE(it.names(), QStringList());
        QCOMPARE(it.selection.photo(), 0);
        QVERIFY(!it.view()->isVisible());
    }

    void removingManyIsOneChange()
    {
        PhotoListModel model;
        Selection selection;
        Filmstrip strip(&model, &selection);
        strip.resize(900, strip.height());
        strip.show();
        QStringList paths;
        for (int i = 0; i < 400; ++i)
            paths << QStringLiteral("/nowhere/%1.jpg").arg(i);
        model.addPaths(paths);
        AWAIT_EQUAL(model.rowCount(), 400);
        auto *view = strip.findChild<QListView *>();
        QItemSelectionModel *chosen = view->selectionModel();
        QItemSelection even;
        for (int row = 0; row < 400; row += 2)
            even.select(model.index(row), model.index(row));
        chosen->setCurrentIndex(model.index(398), QItemSelectionModel::NoUpdate);
        chosen->select(even, QItemSelectionModel::ClearAndSelect);
        QSignalSpy changed(chosen, &QItemSelectionModel::selectionChanged);
        QSignalSpy selected(&selection, &Selection::photoChanged);
        for (QAction *action : view->actions()) {
            if (action->shortcut() == QKeySequence(QKeySequence::Delete))
                action->trigger();
        }
        QCOMPARE(model.rowCount(), 200);
        for (int row = 0; row < 200; ++row)
            QCOMPARE(model.index(row).data().toString(), QStringLiteral("%1.jpg").arg(2 * row + 1));
        QCOMPARE(chosen->selectedIndexes(), (QModelIndexList{model.index(199)}));
        QCOMPARE(selected.count(), 1);
        QVERIFY2(changed.count() <= 3, qPrintable(QString::number(changed.count())));
    }

    void clearingTheListSelectsNothing()
    {
        Strip it;
        AWAIT(it.isSettled());
        it.click(0);
        it.model.clear();
        QCOMPARE(it.selection.photo(), 0);
    }

    void marksWhatFailed()
    {
        Strip it;
        AWAIT(it.isSettled());
        const QColor warning =
            MessageBar::colour(MessageBar::Kind::Warning, Theme::fromPalette(it.strip.palette()));
        QVERIFY(hasColour(it.picture(1), warning));
        QVERIFY(!hasColour(it.picture(0), warning));
        QVERIFY(it.model.index(1).data(Qt::ToolTipRole).toString().contains("is not a picture"));
    }

    void labelsAppear()
    {
        Strip it;
        AWAIT(it.isSettled());
        const QImage before = it.picture(0);
        it.model.setTopPrediction(it.id(0), "golf ball", 0.973);
        const QImage labelled = it.picture(0);
        QVERIFY(labelled != before);
        const int captionTop = before.height() * 3 / 4;
        const QRect thumbnail(0, 0, before.width(), captionTop);
        QCOMPARE(labelled.copy(thumbnail), before.copy(thumbnail));
        it.model.setTopPrediction(it.id(0), "golf ball", 0.5);
        QVERIFY(it.picture(0) != labelled);
        it.model.clearPredictions();
        QCOMPARE(it.picture(0), before);
    }

    void copiesPaths()
    {
        Strip it;
        AWAIT(it.isSettled());
        AWAIT(it.strip.isActiveWindow());
        it.click(2);
        it.click(0, Qt::ControlModifier);
        QTest::keyClick(it.view(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 Strip::sample("golf-ball.jpg") + u'\n' + Strip::sample("parachute.jpg"));
    }

    void showsTheFolder()
    {
        Strip it;
        AWAIT(it.isSettled());
        QDesktopServices::setUrlHandler("file", this, "openFolder");
        it.click(1);
        it.action("Show in folder")->trigger();
        QDesktopServices::unsetUrlHandler("file");
        QCOMPARE(m_opened, (QStringList{it.folder.path()}));
    }

    void offersNoPathOfAPastedPicture()
    {
        Strip it;
        AWAIT(it.isSettled());
        QImage pasted(8, 8, QImage::Format_RGB32);
        pasted.fill(Qt::red);
        it.model.addImage(pasted, PhotoListModel::Origin::Pasted);
        it.selection.setPhoto(it.id(4));
        QVERIFY(it.action("Remove photos from the list")->isEnabled());
        QVERIFY(!it.action("Copy path")->isEnabled());
        QVERIFY(!it.action("Show in folder")->isEnabled());
        it.selection.setPhoto(it.id(0));
        QVERIFY(it.action("Copy path")->isEnabled());
    }

    void leavesDropsToTheWindow()
    {
        Strip it;
        AWAIT(it.isSettled());
        auto *zone = it.strip.findChild<DropZone *>();
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(Strip::sample("goldfish.jpg"))});
        QVERIFY(!dragOver(it.view()->viewport(), mime));
        QVERIFY(!dragOver(zone, mime));
        QVERIFY(!zone->isHighlighted());
        it.strip.setDropHighlighted(true);
        QVERIFY(zone->isHighlighted());
        it.strip.setDropHighlighted(false);
        QVERIFY(!zone->isHighlighted());
    }

    void offersToOpenPhotos()
    {
        PhotoListModel model;
        Selection selection;
        Filmstrip strip(&model, &selection);
        strip.resize(600, strip.height());
        strip.show();
        auto *zone = strip.findChild<DropZone *>();
        QCOMPARE(zone->width(), strip.width());
        QSignalSpy opened(&strip, &Filmstrip::openRequested);
        QTest::mouseClick(zone, Qt::LeftButton);
        zone->setFocus();
        QTest::keyClick(zone, Qt::Key_Space);
        QCOMPARE(opened.count(), 2);
    }

    void reachesTheLastOfManyPhotos()
    {
        PhotoListModel model;
        Selection selection;
        Filmstrip strip(&model, &selection);
        strip.resize(900, strip.height());
        strip.show();
        QStringList paths;
        for (int i = 0; i < 10'000; ++i)
            paths << QStringLiteral("/nowhere/%1.jpg").arg(i);
        model.addPaths(paths);
        AWAIT_EQUAL(model.rowCount(), 10'000);
        auto *view = strip.findChild<QListView *>();
        const QModelIndex last = model.index(9'999);
        selection.setPhoto(last.data(PhotoIdRole).toInt());
        QVERIFY(view->viewport()->rect().contains(view->visualRect(last).center()));
        QTest::keyClick(view, Qt::Key_Home);
        QVERIFY(view->viewport()->rect().contains(view->visualRect(model.index(0)).center()));
    }

    void aWheelTurnsTheStrip()
    {
        Strip it;
        AWAIT(it.isSettled());
        it.strip.resize(400, it.strip.height());
        QScrollBar *bar = it.view()->horizontalScrollBar();
        AWAIT(bar->maximum() > 0);
        QWidget *viewport = it.view()->viewport();
        QWheelEvent down(QPointF(20, 20), viewport->mapToGlobal(QPointF(20, 20)), {}, {0, -120},
                         Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(viewport, &down);
        QVERIFY(bar->value() > 0);
        const int scrolled = bar->value();
        QWheelEvent up(QPointF(20, 20), viewport->mapToGlobal(QPointF(20, 20)), {}, {0, 120},
                       Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(viewport, &up);
        QVERIFY(bar->value() < scrolled);
    }

private:
    QStringList m_opened;
};

QTEST_MAIN(FilmstripTest)
#include "tst_filmstrip.moc"
