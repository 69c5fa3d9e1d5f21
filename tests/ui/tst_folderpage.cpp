#include "async/textcopier.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "filmstrip/filmstrip.h"
#include "folders/confusionmodel.h"
#include "folders/confusionview.h"
#include "folders/folderfilterbar.h"
#include "folders/folderpage.h"
#include "folders/folderrun.h"
#include "folders/foldertablemodel.h"
#include "shownwindow.h"
#include "style/contrast.h"
#include "support/await.h"
#include "support/plainphotos.h"
#include "support/temporaryfolder.h"
#include "support/tinycatalogue.h"
#include "tablecolumns.h"
#include "weights/keytexts.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <cstdlib>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// The page of a folder, in the window and used as a person would.
class TestFolderPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void anEmptyPageTeaches();
    void aDroppedFolderBecomesATable();
    void aFolderAmongPhotosLeavesThePage();
    void classFoldersAreJudged();
    void aDamagedPhotoIsARow();
    void sortsByTheHeader();
    void findsPhotos();
    void aCellListsItsPhotos();
    void theKeyboardWalksTheMatrix();
    void enterShowsThePhoto();
    void rowsAndPhotosAreSelectedTogether();
    void aRunIsNotHeldByWhatNobodySees();
    void theMarkOfASelectedRowIsSeen();
    void enterOnACellOpensTheFirstRow();
    void headingsHaveRoomForTheArrow();
    void theCornerOfTheMatrixIsEmpty();
    void pauseAndCancel();
    void anotherNetworkIsOffered();
    void rowsOfBeforeStayUntilThereAreNewOnes();
    void whatItWasFilteredByStays();
    void anEmptyFolderIsToldOnce();
    void theFolderOfLastTimeIsOffered();
    void savesCsv();
    void asksBeforeItReplacesAFile();
    void copiesRowsAndTheMatrix();
    void savesThePictureOfTheMatrix();
    void manyRowsAreNotCarriedToOtherPlaces();
    void everyControlHasAName();
    void theBundledNetworkKnowsItsSamples();

private:
    void photo(const QString &name, const QColor &colour)
    {
        savePlainPhoto(m_folder.path(), name, colour);
    }
    QString folder(const QString &name) const { return pathIn(m_folder.path(), name); }
    void dropFiles(const QStringList &paths) { QVERIFY(test::dropFiles(*m_window, paths)); }
    void runFolder(const QString &name);
    QStringList column(FolderColumn column) const;
    Explorer &explorer() { return *m_window->explorer(); }
    FolderRun &run() { return *explorer().folderRun(); }
    FolderPage &page() const { return *m_window->folderPage(); }
    void awaitArranged() { AWAIT(!page().model()->isArranging()); }
    QModelIndex fullCell() const;

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<MainWindow> m_window;
};

/// As many photos as take a while.
static constexpr int longRun = 800;

void TestFolderPage::initTestCase()
{
    keepSettingsIn(m_folder.path());
    for (const char *network : {"inception_v4", "inception_resnet_v2"})
        QVERIFY(addTinyNetwork(m_catalogue, m_folder.path(), tinyDescription(network)));
    photo("classes/church/1.png", Qt::green);
    photo("classes/church/2.png", Qt::red);
    photo("classes/golf_ball/3.png", Qt::blue);
    photo("classes/n01440764/4.png", Qt::yellow);
    photo("classes/other/5.png", Qt::white);
    writeFile(m_folder / "classes/church/damaged.jpg", "no picture");
    photo("plain/b.png", Qt::green);
    photo("plain/a.png", Qt::red);
    repeatPhoto(m_folder / "plain/a.png", m_folder / "long/church", longRun);
}

void TestFolderPage::init()
{
    QSettings().clear();
    m_window = shownWindow(m_catalogue);
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    AWAIT(m_window->isActiveWindow());
}

void TestFolderPage::cleanup()
{
    m_window.reset();
}

void TestFolderPage::runFolder(const QString &name)
{
    QSignalSpy started(&run(), &FolderRun::started);
    dropFiles({folder(name)});
    QCOMPARE(started.count(), 0); // the window does not wait for the disk
    AWAIT_EQUAL(started.count(), 1);
    AWAIT_EQUAL(run().state(), FolderRun::State::Finished);
}

/// Of the rows that are listed.
QStringList TestFolderPage::column(FolderColumn column) const
{
    QStringList cells;
    const QAbstractItemModel *model = page().table()->model();
    for (int row = 0; row < model->rowCount(); ++row)
        cells << model->index(row, column).data().toString();
    return cells;
}

/// Any with photos in it.
QModelIndex TestFolderPage::fullCell() const
{
    const QAbstractItemModel *matrix = page().confusion()->model();
    for (int row = 0; row < matrix->rowCount(); ++row) {
        for (int each = 0; each < matrix->columnCount(); ++each) {
            if (!matrix->index(row, each).data().toString().isEmpty())
                return matrix->index(row, each);
        }
    }
    return {};
}

void TestFolderPage::anEmptyPageTeaches()
{
    QTest::keyClick(m_window.get(), Qt::Key_4);
    QCOMPARE(m_window->page(), MainWindow::Page::Folder);
    QPushButton *open = nullptr;
    const auto buttons = page().findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->isVisible() && button->text() == QStringLiteral("Open a folder…"))
            open = button;
    }
    QVERIFY(open);
    QVERIFY(!page().table()->isVisible());
    for (const QAction *action : page().exportActions())
        QVERIFY(!action->isEnabled());
}

/// And fills the filmstrip.
void TestFolderPage::aDroppedFolderBecomesATable()
{
    runFolder("plain");
    QCOMPARE(m_window->page(), MainWindow::Page::Folder);
    QVERIFY(page().table()->isVisible());
    QCOMPARE(column(FolderPhotoColumn), (QStringList{"a.png", "b.png"}));
    for (const QString &confidence : column(FolderConfidenceColumn))
        QVERIFY2(confidence.endsWith(" %"), qPrintable(confidence));
    QCOMPARE(page().header()->title(), "plain");
    QCOMPARE(page().header()->detail(), "Tiny inception_v4 at 75 px");
    QCOMPARE(page().progressText(), "2 photos");
    QVERIFY(!page().confusion()->isVisible());
    QVERIFY(page().table()->isColumnHidden(FolderClassColumn));
    QVERIFY(!page().pauseButton()->isVisible());
    AWAIT_EQUAL(explorer().photos()->rowCount(), 2);
    AWAIT(explorer().answer());
    QCOMPARE(m_window->page(), MainWindow::Page::Folder);
}

void TestFolderPage::aFolderAmongPhotosLeavesThePage()
{
    dropFiles({folder("plain"), folder("classes/church/1.png")});
    AWAIT_EQUAL(run().state(), FolderRun::State::Finished);
    AWAIT_EQUAL(explorer().photos()->rowCount(), 3);
    QCOMPARE(m_window->page(), MainWindow::Page::Explore);
    QCOMPARE(column(FolderPhotoColumn), (QStringList{"a.png", "b.png"}));
}

void TestFolderPage::classFoldersAreJudged()
{
    runFolder("classes");
    QCOMPARE(column(FolderClassColumn),
             (QStringList{"church", "church", "church", "golf ball", "tench", ""}));
    QVERIFY(!hasColumnsThatTouch(*page().table()));
    const QStringList ranks = column(FolderRankColumn);
    const auto right = std::ranges::count(ranks, QStringLiteral("1"));
    const QStringList lines = page().summaryText().split(u'\n');
    QVERIFY2(lines.value(0).startsWith(
                 QStringLiteral("Top-1 %1.0 %, %2 of 4 (95 %: ").arg(25 * right).arg(right)),
             qPrintable(page().summaryText()));
    QCOMPARE(lines.mid(1),
             (QStringList{"Could not be read: 1 photos",
                          "Not named after a class of this network: other"}));
    QVERIFY(page().confusion()->isVisible());
    const QAbstractItemModel *matrix = page().confusion()->model();
    QCOMPARE(matrix->rowCount(), 3);
    int photos = 0;
    for (int row = 0; row < matrix->rowCount(); ++row) {
        for (int each = 0; each < matrix->columnCount(); ++each)
            photos += matrix->index(row, each).data().toInt();
    }
    QCOMPARE(photos, 4);
}

void TestFolderPage::aDamagedPhotoIsARow()
{
    runFolder("classes");
    QCOMPARE(column(FolderPhotoColumn).value(2), "church/damaged.jpg");
    const QString reason = column(FolderTopColumn).value(2);
    QVERIFY2(!reason.isEmpty() && !reason.contains("damaged.jpg"), qPrintable(reason));
    const QModelIndex cell = page().model()->index(2, FolderTopColumn);
    QVERIFY(cell.data(FolderErrorRole).toString().endsWith(' ' + reason));
    QVERIFY(cell.data(Qt::ToolTipRole).toString().contains(reason.toHtmlEscaped()));
    const QTableView &table = *page().table();
    const int others = table.columnWidth(FolderPhotoColumn);
    QVERIFY(std::abs(table.columnWidth(FolderTopColumn) - others) <= 1); // of an odd width
    QCOMPARE(column(FolderConfidenceColumn).value(2), "");
    page().filterBar()->show()->setCurrentIndex(
        page().filterBar()->show()->findText("Unreadable photos"));
    AWAIT_EQUAL(column(FolderPhotoColumn), QStringList{"church/damaged.jpg"});
    QCOMPARE(page().filterBar()->countText(), "1 of 6");
}

void TestFolderPage::sortsByTheHeader()
{
    runFolder("classes");
    const QStringList before = column(FolderPhotoColumn);
    QHeaderView *header = page().table()->horizontalHeader();
    const QPoint place(header->sectionViewportPosition(FolderClassColumn) + 10,
                       header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, Qt::NoModifier, place);
    AWAIT_EQUAL(column(FolderClassColumn),
                (QStringList{"church", "church", "church", "golf ball", "tench", ""}));
    QTest::mouseClick(header->viewport(), Qt::LeftButton, Qt::NoModifier, place);
    AWAIT_EQUAL(column(FolderClassColumn),
                (QStringList{"tench", "golf ball", "church", "church", "church", ""}));
    page().table()->sortByColumn(FolderPhotoColumn, Qt::AscendingOrder);
    AWAIT_EQUAL(column(FolderPhotoColumn), before);
}

/// Ctrl+F is for photos here, and Esc lists all again.
void TestFolderPage::findsPhotos()
{
    runFolder("classes");
    page().table()->setFocus();
    QTest::keyClick(page().table(), Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(m_window->page(), MainWindow::Page::Folder);
    QVERIFY(page().filterBar()->words()->hasFocus());
    QTest::keyClicks(page().filterBar()->words(), "3.png");
    AWAIT_EQUAL(column(FolderPhotoColumn), QStringList{"golf_ball/3.png"});
    QTest::keyClick(page().filterBar()->words(), Qt::Key_Escape);
    AWAIT_EQUAL(page().table()->model()->rowCount(), 6);
    QCOMPARE(page().filterBar()->words()->text(), "");
}

void TestFolderPage::aCellListsItsPhotos()
{
    runFolder("classes");
    ConfusionView *matrix = page().confusion();
    const QModelIndex cell = fullCell();
    QTest::mouseClick(matrix->viewport(), Qt::LeftButton, Qt::NoModifier,
                      matrix->visualRect(cell).center());
    AWAIT_EQUAL(page().table()->model()->rowCount(), cell.data().toInt());
    const QString truth = matrix->model()->headerData(cell.row(), Qt::Vertical).toString();
    const QString answer = matrix->model()->headerData(cell.column(), Qt::Horizontal).toString();
    for (const QString &each : column(FolderClassColumn))
        QCOMPARE(each, truth);
    for (const QString &each : column(FolderTopColumn))
        QCOMPARE(each, answer);
    QCOMPARE(page().filterBar()->truth()->currentText(), truth);
    QCOMPARE(page().filterBar()->answer()->currentText(), answer);

    QTest::mouseDClick(matrix->viewport(), Qt::LeftButton, Qt::NoModifier,
                       matrix->visualRect(cell).center());
    QCOMPARE(m_window->page(), MainWindow::Page::Explore);
    const QString path = page().table()->model()->index(0, 0).data(FolderPathRole).toString();
    QCOMPARE(explorer().selection()->photo(), explorer().photos()->idOf(path));
    AWAIT(explorer().answer());
}

/// The focus that comes lists nothing; a key does.
void TestFolderPage::theKeyboardWalksTheMatrix()
{
    runFolder("classes");
    ConfusionView *matrix = page().confusion();
    matrix->setFocus(Qt::TabFocusReason);
    QVERIFY(page().model()->filter().isEmpty());
    matrix->setCurrentIndex(matrix->model()->index(0, 0));
    QTest::keyClick(matrix, Qt::Key_Down);
    QCOMPARE(matrix->currentIndex().row(), 1);
    QCOMPARE(page().model()->filter().truth,
             matrix->currentIndex().data(ConfusionTruthRole).toInt());
    awaitArranged();
    matrix->setCurrentIndex(fullCell());
    QTest::keyClick(matrix, Qt::Key_Return);
    AWAIT_EQUAL(m_window->page(), MainWindow::Page::Explore); // when it is listed
    AWAIT(explorer().answer());
}

void TestFolderPage::enterShowsThePhoto()
{
    runFolder("plain");
    AWAIT_EQUAL(explorer().photos()->rowCount(), 2);
    page().table()->setFocus();
    page().table()->setCurrentIndex(page().model()->index(1, FolderPhotoColumn));
    QTest::keyClick(page().table(), Qt::Key_Return);
    QCOMPARE(m_window->page(), MainWindow::Page::Explore);
    QCOMPARE(explorer().selection()->photo(), explorer().photos()->idOf(folder("plain/b.png")));
    // A photo that was taken out of the strip comes back.
    explorer().photos()->clear();
    m_window->showPage(MainWindow::Page::Folder);
    const QRect cell = page().table()->visualRect(page().model()->index(0, FolderPhotoColumn));
    QTest::mouseClick(page().table()->viewport(), Qt::LeftButton, {}, cell.center());
    QTest::mouseDClick(page().table()->viewport(), Qt::LeftButton, {}, cell.center());
    QCOMPARE(m_window->page(), MainWindow::Page::Explore);
    AWAIT_EQUAL(explorer().photos()->rowCount(), 1);
    AWAIT(explorer().answer());
    QCOMPARE(m_window->page(), MainWindow::Page::Explore);
}

void TestFolderPage::rowsAndPhotosAreSelectedTogether()
{
    runFolder("classes");
    AWAIT_EQUAL(explorer().photos()->rowCount(), 6);
    const auto selected = [this] {
        const PhotoListModel &photos = *explorer().photos();
        return photos.index(photos.rowOf(explorer().selection()->photo()))
            .data(PhotoPathRole)
            .toString();
    };
    const auto current = [this] {
        return page().table()->currentIndex().data(FolderPathRole).toString();
    };
    const auto click = [this](int row) {
        const QRect cell =
            page().table()->visualRect(page().model()->index(row, FolderPhotoColumn));
        QTest::mouseClick(page().table()->viewport(), Qt::LeftButton, {}, cell.center());
    };
    QCOMPARE(current(), selected()); // the first that came
    click(2);
    QCOMPARE(selected(), page().model()->row(2).path);
    QCOMPARE(m_window->page(), MainWindow::Page::Folder);
    QTest::keyClick(page().table(), Qt::Key_Down);
    QCOMPARE(selected(), page().model()->row(3).path);
    // Elsewhere another is chosen; its row is current when one comes back.
    m_window->showPage(MainWindow::Page::Explore);
    explorer().selection()->setPhoto(explorer().photos()->index(0).data(PhotoIdRole).toInt());
    QVERIFY(current() != selected());
    m_window->showPage(MainWindow::Page::Folder);
    QCOMPARE(current(), selected());
    // What is listed changes nothing.
    const QString before = selected();
    page().filterBar()->words()->setText("3.png");
    AWAIT_EQUAL(page().model()->rowCount(), 1);
    page().table()->setFocus(Qt::TabFocusReason);
    QCOMPARE(selected(), before);
}

void TestFolderPage::aRunIsNotHeldByWhatNobodySees()
{
    dropFiles({folder("long")});
    AWAIT(page().model()->rowCount() > 0);
    QVERIFY(run().isUnderWay());
    page().pauseButton()->click();
    page().table()->selectRow(0);
    QVERIFY(explorer().selection()->photo() != 0);
    AWAIT(!explorer().picture().isNull());
    QVERIFY(!explorer().isBusy());
    m_window->showPage(MainWindow::Page::Explore);
    AWAIT(explorer().answer());
    page().cancelButton()->click();
}

void TestFolderPage::theMarkOfASelectedRowIsSeen()
{
    runFolder("classes");
    page().table()->clearSelection();
    page().table()->selectRow(0);
    const QModelIndex answer = page().model()->index(0, FolderTopColumn);
    QRect mark = page().table()->visualRect(answer);
    mark.setWidth(20); // before the words
    const QImage seen = page().table()->viewport()->grab(mark).toImage();
    const QPalette palette = page().table()->palette();
    const QColor ground = palette.highlight().color();
    double best = 1.0;
    for (int y = 0; y < seen.height(); ++y) {
        for (int x = 0; x < seen.width(); ++x)
            best = std::max(best, contrastRatio(seen.pixelColor(x, y), ground));
    }
    const double words = contrastRatio(palette.highlightedText().color(), ground);
    QVERIFY2(best > 0.7 * words, qPrintable(QString::number(best))); // it has thin strokes
}

/// As they are sorted, though the rows came in another order.
void TestFolderPage::enterOnACellOpensTheFirstRow()
{
    runFolder("classes");
    page().table()->sortByColumn(FolderPhotoColumn, Qt::DescendingOrder);
    awaitArranged();
    ConfusionView *matrix = page().confusion();
    QModelIndex cell;
    for (int column = 0; column < matrix->model()->columnCount(); ++column) {
        for (int row = 0; row < matrix->model()->rowCount(); ++row) {
            const QModelIndex each = matrix->model()->index(row, column);
            if (each.data().toInt() == 2)
                cell = each;
        }
    }
    QVERIFY(cell.isValid()); // the two of church
    matrix->setFocus();
    matrix->setCurrentIndex(cell);
    QTest::keyClick(matrix, Qt::Key_Return);
    AWAIT_EQUAL(m_window->page(), MainWindow::Page::Explore);
    QCOMPARE(explorer().selection()->photo(),
             explorer().photos()->idOf(folder("classes/church/2.png")));
}

void TestFolderPage::headingsHaveRoomForTheArrow()
{
    runFolder("classes");
    const QHeaderView *header = page().table()->horizontalHeader();
    for (const int column :
         {FolderConfidenceColumn, FolderRankColumn, FolderClassColumn, FolderTimeColumn}) {
        page().table()->sortByColumn(column, Qt::AscendingOrder);
        QVERIFY2(header->sectionSize(column) >= header->sectionSizeHint(column),
                 qPrintable(page().model()->headerData(column, Qt::Horizontal).toString()));
    }
}

void TestFolderPage::theCornerOfTheMatrixIsEmpty()
{
    runFolder("classes");
    ConfusionView *matrix = page().confusion();
    const QRect corner(0, 0, matrix->verticalHeader()->width(),
                       matrix->horizontalHeader()->height());
    const QImage seen = matrix->grab(corner).toImage().convertToFormat(QImage::Format_RGB32);
    QImage empty(seen.size(), QImage::Format_RGB32);
    empty.fill(matrix->palette().window().color());
    QCOMPARE(seen, empty);
}

void TestFolderPage::pauseAndCancel()
{
    dropFiles({folder("long")});
    AWAIT(page().model()->rowCount() > 0);
    QVERIFY(page().cancelButton()->isVisible());
    QTest::mouseClick(page().pauseButton(), Qt::LeftButton);
    QCOMPARE(run().state(), FolderRun::State::Paused);
    QCOMPARE(page().pauseButton()->text(), "Go on");
    QVERIFY2(page().progressText().contains("paused"), qPrintable(page().progressText()));
    QTest::mouseClick(page().pauseButton(), Qt::LeftButton);
    QCOMPARE(run().state(), FolderRun::State::Running);
    QCOMPARE(page().pauseButton()->text(), "Pause");
    QTest::mouseClick(page().cancelButton(), Qt::LeftButton);
    QCOMPARE(run().state(), FolderRun::State::Cancelled);
    QVERIFY(!page().pauseButton()->isVisible());
    const int rows = page().model()->rowCount();
    QVERIFY(rows > 0 && rows < longRun);
    QVERIFY2(page().summaryText().contains(" of the first ") && !page().summaryText().contains('('),
             qPrintable(page().summaryText())); // a part of the photos is no sample
    QCOMPARE(column(FolderPhotoColumn).value(0), "church/10000.png");
}

void TestFolderPage::anotherNetworkIsOffered()
{
    runFolder("plain");
    explorer().setNetwork("tiny_inception_resnet_v2");
    QVERIFY(page().messageBar()->isVisible());
    QCOMPARE(page().messageBar()->message(), "These are answers of Tiny inception_v4 at 75 px.");
    explorer().setNetwork("tiny_inception_v4");
    QVERIFY(!page().messageBar()->isVisible());
    explorer().setNetwork("tiny_inception_resnet_v2");
    QPushButton *again = page().messageBar()->findChild<QPushButton *>();
    QCOMPARE(again->text(), "Run with Tiny inception_resnet_v2 at 75 px");
    QSignalSpy started(&run(), &FolderRun::started);
    QTest::mouseClick(again, Qt::LeftButton);
    AWAIT_EQUAL(started.count(), 1);
    AWAIT_EQUAL(run().state(), FolderRun::State::Finished);
    QVERIFY(!page().messageBar()->isVisible());
    QCOMPARE(page().header()->detail(), "Tiny inception_resnet_v2 at 75 px");
    QCOMPARE(page().model()->rowCount(), 2);
}

/// Cancelled, they stay for good.
void TestFolderPage::rowsOfBeforeStayUntilThereAreNewOnes()
{
    runFolder("long");
    const QString summary = page().summaryText();
    QVERIFY(summary.contains("(95 %: "));
    QSignalSpy started(&run(), &FolderRun::started);
    QSignalSpy rows(&run(), &FolderRun::rowsReady);
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    AWAIT(rows.count() > 0);
    QCOMPARE(started.count(), 1);
    QCOMPARE(run().state(), FolderRun::State::Running);
    QCOMPARE(page().model()->rowCount(), longRun);
    QCOMPARE(page().summaryText(), summary);
    QCOMPARE(page().messageBar()->message(),
             "The answers of before stay until there are as many new ones.");
    QTest::mouseClick(page().cancelButton(), Qt::LeftButton);
    QCOMPARE(page().model()->rowCount(), longRun);
    QCOMPARE(page().summaryText(), summary);
    QCOMPARE(page().messageBar()->message(), "Cancelled: the answers of before are listed.");
    // Who cannot wait sees the new ones.
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    AWAIT_EQUAL(started.count(), 2);
    QPushButton *list = page().messageBar()->findChild<QPushButton *>();
    QCOMPARE(list->text(), "List the new ones");
    QTest::mouseClick(list, Qt::LeftButton);
    QVERIFY(page().model()->rowCount() < longRun);
    QVERIFY(!page().messageBar()->isVisible());
    AWAIT_EQUAL(run().state(), FolderRun::State::Finished);
    QCOMPARE(page().model()->rowCount(), longRun);
    QCOMPARE(page().summaryText(), summary);
}

/// Of the same photos, whoever answers; of others all are listed.
void TestFolderPage::whatItWasFilteredByStays()
{
    runFolder("classes");
    FolderFilterBar &bar = *page().filterBar();
    const auto choose = [](QComboBox *box, const QString &text) {
        box->setCurrentIndex(box->findText(text));
    };
    bar.words()->setText(".png");
    choose(bar.truth(), "church");
    awaitArranged();
    const QStringList filtered{"church/1.png", "church/2.png"};
    QCOMPARE(column(FolderPhotoColumn), filtered);

    QSignalSpy started(&run(), &FolderRun::started);
    explorer().setNetwork("tiny_inception_resnet_v2");
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    AWAIT_EQUAL(started.count(), 1);
    AWAIT_EQUAL(run().state(), FolderRun::State::Finished);
    QCOMPARE(page().header()->detail(), "Tiny inception_resnet_v2 at 75 px");
    awaitArranged();
    QCOMPARE(column(FolderPhotoColumn), filtered);
    QCOMPARE(bar.words()->text(), ".png");
    QCOMPARE(bar.truth()->currentText(), "church");
    QVERIFY(bar.truth()->isVisible());
    QCOMPARE(bar.countText(), "2 of 6");

    runFolder("plain");
    awaitArranged();
    QCOMPARE(column(FolderPhotoColumn), (QStringList{"a.png", "b.png"}));
    QCOMPARE(bar.words()->text(), "");
    QVERIFY(!bar.truth()->isVisible());
}

/// And takes no table away.
void TestFolderPage::anEmptyFolderIsToldOnce()
{
    QVERIFY(QDir().mkpath(folder("empty")));
    runFolder("plain");
    const auto told = [this] {
        int bars = 0;
        const auto all = m_window->findChildren<MessageBar *>();
        for (const MessageBar *bar : all)
            bars += bar->isVisible() && bar->message().startsWith("empty has no pictures") ? 1 : 0;
        return bars;
    };
    QSignalSpy photos(explorer().photos(), &PhotoListModel::problemFound);
    QSignalSpy folders(&run(), &FolderRun::problemFound);
    dropFiles({folder("empty")});
    AWAIT(photos.count() == 1 && folders.count() == 1);
    QCOMPARE(told(), 1);
    QCOMPARE(column(FolderPhotoColumn), (QStringList{"a.png", "b.png"}));
    QCOMPARE(page().header()->title(), "plain");
}

void TestFolderPage::theFolderOfLastTimeIsOffered()
{
    dropFiles({folder("long")});
    AWAIT(page().model()->rowCount() > 0);
    m_window->close();
    m_window.reset();
    m_window = shownWindow(m_catalogue);
    m_window->restoreSession(true);
    QCOMPARE(m_window->page(), MainWindow::Page::Folder);
    QVERIFY(page().messageBar()->isVisible());
    QPushButton *again = page().messageBar()->findChild<QPushButton *>();
    QCOMPARE(again->text(), QStringLiteral("Run %1 again").arg(folder("long")));
    QTest::mouseClick(again, Qt::LeftButton);
    AWAIT(page().model()->rowCount() > 0);
    QCOMPARE(page().header()->title(), "long");
    QVERIFY(!page().messageBar()->isVisible());
}

/// What is listed, in its order.
void TestFolderPage::savesCsv()
{
    runFolder("classes");
    page().table()->sortByColumn(FolderPhotoColumn, Qt::DescendingOrder);
    awaitArranged();
    page().filterBar()->words()->setText(".png");
    AWAIT_EQUAL(page().model()->rowCount(), 5);
    page().saveCsv(folder("table.csv"));
    AWAIT(page().messageBar()->isVisible());
    QCOMPARE(page().messageBar()->message(),
             QStringLiteral("Saved %1, a line for each of 5 photos.").arg(folder("table.csv")));
    const auto lines = QString::fromStdString(readFile(m_folder / "table.csv")).split("\r\n");
    QCOMPARE(lines.size(), 7);
    QVERIFY(lines[1].startsWith("other/5.png,,"));
    QVERIFY(lines[5].startsWith("church/1.png,church,"));
    page().saveCsv(folder("nowhere/table.csv"));
    AWAIT(page().messageBar()->kind() == MessageBar::Kind::Error);
}

void TestFolderPage::asksBeforeItReplacesAFile()
{
    runFolder("plain");
    page().table()->setFocus();
    QTest::keyClick(page().table(), Qt::Key_S, Qt::ControlModifier);
    auto *dialog = page().findChild<QFileDialog *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->acceptMode(), QFileDialog::AcceptSave);
    QVERIFY(!dialog->testOption(QFileDialog::DontConfirmOverwrite));
    QCOMPARE(dialog->defaultSuffix(), "csv");
    dialog->reject();
}

void TestFolderPage::copiesRowsAndTheMatrix()
{
    runFolder("classes");
    page().table()->setFocus();
    page().table()->clearSelection(); // that of the selected photo
    page().table()->selectRow(3);
    QSignalSpy copied(page().findChild<TextCopier *>(), &TextCopier::copied);
    QTest::keyClick(page().table(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(copied.count(), 0); // a worker makes the text
    AWAIT_EQUAL(copied.count(), 1);
    QCOMPARE(QGuiApplication::clipboard()->text(), tabSeparatedRow(*page().model(), 3));
    page().table()->selectAll();
    QTest::keyClick(page().table(), Qt::Key_C, Qt::ControlModifier);
    AWAIT_EQUAL(copied.count(), 2);
    QString all;
    for (int row = 0; row < page().model()->rowCount(); ++row)
        all += tabSeparatedRow(*page().model(), row);
    QCOMPARE(QGuiApplication::clipboard()->text(), all);
    page().confusion()->setFocus();
    QTest::keyClick(page().confusion(), Qt::Key_C, Qt::ControlModifier);
    AWAIT_EQUAL(copied.count(), 3);
    const auto lines = QGuiApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.size(), 5); // the labels, three classes, and the end
    QVERIFY(lines[1].startsWith("tench\t"));
}

void TestFolderPage::savesThePictureOfTheMatrix()
{
    runFolder("classes");
    const QString path = QString::fromStdString((m_folder / "matrix.png").string());
    for (QAction *action : page().confusion()->actions()) {
        if (action->text() == "Save the matrix as a P&NG…")
            action->trigger();
    }
    auto *dialog = page().findChild<QFileDialog *>();
    QVERIFY(dialog);
    emit dialog->fileSelected(path);
    AWAIT(page().findChild<MessageBar *>()->message().startsWith("Saved " + path));
    const QImage saved = QImage(path).convertToFormat(QImage::Format_RGB32);
    QCOMPARE(saved, drawn(page().confusion()->picture()));
    // Of very many classes it becomes no larger than can be looked at.
    ConfusionPicture large = page().confusion()->picture();
    for (int each = 0; each < 1000; ++each) {
        large.matrix.truths.push_back(1000 + each);
        large.truths << QString::number(each);
        large.matrix.answers.push_back(1000 + each);
        large.answers << QString::number(each);
        large.matrix.counts[{1000 + each, 1000 + each}] = 1;
    }
    QVERIFY(drawn(large).height() <= 8300);
}

/// It takes the window long, and so does drawing what lies apart then.
void TestFolderPage::manyRowsAreNotCarriedToOtherPlaces()
{
    auto rows = std::make_shared<std::vector<FolderRow>>(3000);
    for (std::size_t i = 0; i < rows->size(); ++i) {
        (*rows)[i].name = QString::number(i);
        (*rows)[i].top = 0;
        (*rows)[i].confidence = static_cast<double>(i * 7 % 3000) / 3000.0;
    }
    page().model()->addRows(rows);
    QItemSelectionModel *selection = page().table()->selectionModel();
    const auto select = [&](int first, int last) {
        const int lastColumn = page().model()->columnCount() - 1;
        selection->select(
            {page().model()->index(first, 0), page().model()->index(last, lastColumn)},
            QItemSelectionModel::ClearAndSelect);
    };
    const auto sort = [&](FolderColumn column) {
        page().table()->sortByColumn(column, Qt::AscendingOrder);
        awaitArranged();
    };
    select(1, 2999);
    sort(FolderConfidenceColumn);
    QVERIFY(!selection->hasSelection());
    AWAIT(page().messageBar()->message().startsWith("2,999 rows are no longer selected"));
    select(1, 1000);
    sort(FolderPhotoColumn);
    QCOMPARE(selection->selectedRows().size(), 1000);
    page().table()->selectAll();
    sort(FolderConfidenceColumn);
    QCOMPARE(selection->selectedRows().size(), 3000);
}

void TestFolderPage::everyControlHasAName()
{
    runFolder("classes");
    const auto widgets = page().findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        const auto *button = qobject_cast<const QPushButton *>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 widget->metaObject()->className());
    }
}

void TestFolderPage::theBundledNetworkKnowsItsSamples()
{
    m_window.reset();
    m_window = shownWindow(scanNetworks());
    const QDir samples(qEnvironmentVariable("INCEPTOSCOPE_RESOURCES") + "/samples");
    for (const char *name : {"golf-ball", "parachute"}) {
        QVERIFY(QDir().mkpath(folder("samples/") + name));
        const QString copy = folder("samples/") + name + "/photo.jpg";
        QVERIFY(
            QFile::exists(copy)
            || QFile::copy(samples.filePath(QLatin1String(name) + QLatin1String(".jpg")), copy));
    }
    runFolder("samples");
    QCOMPARE(column(FolderClassColumn), (QStringList{"golf ball", "parachute"}));
    QCOMPARE(column(FolderTopColumn), (QStringList{"golf ball", "parachute"}));
    QCOMPARE(column(FolderRankColumn), (QStringList{"1", "1"}));
    QVERIFY(page().summaryText().startsWith("Top-1 100.0 %, 2 of 2 (95 %: 34.2 to 100.0 %)"));
}

QTEST_MAIN(TestFolderPage)
#include "tst_folderpage.moc"
