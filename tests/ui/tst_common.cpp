#include "common/busyveil.h"
#include "common/elidedcombobox.h"
#include "common/elidedlabel.h"
#include "common/emptystate.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "common/progressline.h"
#include "common/savedialog.h"
#include "style/metrics.h"
#include "support/await.h"
#include "texts/plaintooltip.h"

#include <QAction>
#include <QApplication>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QFileDialog>
#include <QHelpEvent>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocument>
#include <QTimer>
#include <QToolButton>
#include <QToolTip>

using namespace inceptoscope;

namespace {

/// The colour of the most opaque pixel: that of an icon's strokes.
QColor inkOf(const QImage &image)
{
    QColor ink(Qt::transparent);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > ink.alpha())
                ink = image.pixelColor(x, y);
        }
    }
    return ink;
}

QPalette withText(const QColor &colour)
{
    QPalette palette = QApplication::palette();
    palette.setColor(QPalette::WindowText, colour);
    return palette;
}

} // namespace

class CommonTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsSavedHasItsEnding()
    {
        const QTemporaryDir folder;
        QWidget window;
        QStringList saved;
        const auto choose = [&](const QString &name, const QStringList &suffixes) {
            askWhereToSave(&window, {QStringLiteral("Save"), QStringLiteral("maps"), suffixes},
                           [&](const QString &path) { saved << QFileInfo(path).fileName(); });
            auto *dialog = window.findChild<QFileDialog *>();
            emit dialog->fileSelected(folder.filePath(name));
            delete dialog;
        };
        const auto answer = [&](QMessageBox::StandardButton button) {
            auto *box = window.findChild<QMessageBox *>();
            const QString question = box->text();
            box->button(button)->click();
            delete box;
            return question;
        };
        choose("a.png", {"png"});
        choose("a.PNG", {"png"});
        choose("a.npy", {"png"});
        QCOMPARE(answer(QMessageBox::Yes),
                 QString("What is saved here ends in .png. Do you want to save it as a.npy.png?"));
        choose("block.3", {"csv"});
        choose("a.svg", {"png", "svg", "pdf"});
        choose("a.gif", {"png", "svg", "pdf"});
        QCOMPARE(answer(QMessageBox::No),
                 QString("What is saved here ends in .png, .svg or .pdf. Do you want to save it as "
                         "a.gif.png?"));
        QCOMPARE(saved, (QStringList{"a.png", "a.PNG", "a.npy.png", "block.3.csv", "a.svg"}));
    }

    /// The dialog has asked about what was typed alone.
    void aFileUnderTheCompletedNameIsAskedAbout()
    {
        const QTemporaryDir folder;
        QFile there(folder.filePath("a.npy.png"));
        QVERIFY(there.open(QIODevice::WriteOnly));
        QWidget window;
        QStringList saved;
        const auto answer = [&](QMessageBox::StandardButton button) {
            askWhereToSave(
                &window, {QStringLiteral("Save"), QStringLiteral("maps"), {QStringLiteral("png")}},
                [&](const QString &path) { saved << path; });
            auto *dialog = window.findChild<QFileDialog *>();
            emit dialog->fileSelected(folder.filePath("a.npy"));
            delete dialog;
            auto *box = window.findChild<QMessageBox *>();
            box->button(button)->click();
            delete box;
        };
        answer(QMessageBox::No);
        QCOMPARE(saved, QStringList());
        answer(QMessageBox::Yes);
        QCOMPARE(saved, QStringList{there.fileName()});
    }

    void everyIconDraws_data()
    {
        QTest::addColumn<QString>("name");
        QDirIterator icons(QStringLiteral(":/icons"));
        int found = 0;
        while (icons.hasNext()) {
            icons.next();
            const QString name = icons.fileInfo().completeBaseName();
            QTest::newRow(qPrintable(name)) << name;
            ++found;
        }
        QVERIFY2(found >= 17, "the family of icons is in the program");
    }

    void everyIconDraws()
    {
        QFETCH(QString, name);
        const QImage image = iconImage(name, 48, Qt::red);
        QCOMPARE(image.size(), QSize(48, 48));
        QCOMPARE(inkOf(image).alpha(), 255);
        QCOMPARE(inkOf(image).red(), 255);
        QCOMPARE(image.pixelColor(0, 0).alpha(), 0);
    }

    void unknownIconIsNull()
    {
        QVERIFY(themedIcon(QStringLiteral("no such icon")).isNull());
        QVERIFY(iconImage(QStringLiteral("no such icon"), 16, Qt::red).isNull());
    }

    void iconFollowsThePalette()
    {
        const QPalette before = QApplication::palette();
        const QIcon icon = themedIcon(QStringLiteral("close"));
        QApplication::setPalette(withText(QColor(10, 20, 30)));
        QCOMPARE(inkOf(icon.pixmap(32).toImage()).rgb(), qRgb(10, 20, 30));
        QApplication::setPalette(withText(QColor(240, 230, 220)));
        QCOMPARE(inkOf(icon.pixmap(32).toImage()).rgb(), qRgb(240, 230, 220));
        QApplication::setPalette(before);
    }

    void headerShowsTitleDetailAndActions()
    {
        PaneHeader header(QStringLiteral("Activation maps"));
        QCOMPARE(header.accessibleName(), QStringLiteral("Activation maps"));
        header.setDetail(QStringLiteral("17×17×224"));
        QCOMPARE(header.detail(), QStringLiteral("17×17×224"));

        QAction action(themedIcon(QStringLiteral("sort")), QStringLiteral("&Sort"));
        QSignalSpy triggered(&action, &QAction::triggered);
        QToolButton *button = header.addActionButton(&action);
        QCOMPARE(button->accessibleName(), QStringLiteral("Sort"));
        header.resize(400, header.sizeHint().height());
        header.show();
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(triggered.count(), 1);
    }

    void aButtonLetsGoOfTheMouseWithItsMenu()
    {
        PaneHeader header(QStringLiteral("Training curves"));
        QMenu menu;
        menu.addAction(QStringLiteral("Figure 21"));
        QAction action(themedIcon(QStringLiteral("sort")), QStringLiteral("&Figures"));
        action.setMenu(&menu);
        QToolButton *button = header.addActionButton(&action);
        button->setPopupMode(QToolButton::InstantPopup);
        header.resize(400, header.sizeHint().height());
        header.show();
        QVERIFY(QTest::qWaitForWindowExposed(&header));
        button->setAttribute(Qt::WA_UnderMouse);
        QCursor::setPos(header.mapToGlobal(QPoint(5, 5)));
        QTimer::singleShot(0, &menu, &QMenu::close);
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!button->underMouse());
    }

    void longTitleIsShownInTheTooltip()
    {
        ElidedLabel label;
        label.setText(QStringLiteral("Inception-B 4 · branch 1 · 1×7 conv"));
        label.resize(60, 20);
        label.show();
        QVERIFY(QTest::qWaitForWindowExposed(&label));
        QHelpEvent help(QEvent::ToolTip, QPoint(5, 5), label.mapToGlobal(QPoint(5, 5)));
        QApplication::sendEvent(&label, &help);
        QCOMPARE(QToolTip::text(), plainToolTip(label.text()));
        QToolTip::hideText();
    }

    void theTooltipIsPlainText()
    {
        ElidedLabel label;
        label.setText(QStringLiteral("<b>a name of a file</b>.jpg"));
        label.resize(60, 20);
        label.show();
        QVERIFY(QTest::qWaitForWindowExposed(&label));
        QHelpEvent help(QEvent::ToolTip, QPoint(5, 5), label.mapToGlobal(QPoint(5, 5)));
        QApplication::sendEvent(&label, &help);
        QTextDocument shown;
        shown.setHtml(QToolTip::text());
        QCOMPARE(shown.toPlainText(), label.text());
        QToolTip::hideText();
    }

    void aBoxThatIsTooNarrowTellsAllInItsToolTip()
    {
        ElidedComboBox box;
        const QString name = QStringLiteral("Inception-ResNet-v2 <TF-slim> (no weights)");
        box.addItem(name);
        box.setToolTip(QStringLiteral("The network on this side"));
        box.resize(500, box.sizeHint().height());
        box.show();
        QVERIFY(QTest::qWaitForWindowExposed(&box));
        QCOMPARE(box.drawnText(), name);
        box.resize(box.minimumSizeHint());
        QVERIFY2(box.drawnText().startsWith(QStringLiteral("Inc"))
                     && box.drawnText().endsWith(u'…'),
                 qPrintable(box.drawnText()));
        QHelpEvent help(QEvent::ToolTip, QPoint(5, 5), box.mapToGlobal(QPoint(5, 5)));
        QApplication::sendEvent(&box, &help);
        QTextDocument shown;
        shown.setHtml(QToolTip::text());
        QCOMPARE(shown.toPlainText(), name + QStringLiteral("\nThe network on this side"));
        QToolTip::hideText();
    }

    void messageBarOffersItsActionAndCloses()
    {
        QWidget pane;
        pane.resize(500, 100);
        MessageBar bar(&pane);
        QSignalSpy acted(&bar, &MessageBar::actionTriggered);
        QSignalSpy closed(&bar, &MessageBar::closed);
        pane.show();
        QVERIFY(!bar.isVisible());

        const QString sentence = QStringLiteral("cat.jpg: the file ends after 12 of 800 rows");
        bar.showMessage(MessageBar::Kind::Error, sentence, QStringLiteral("Show file"));
        bar.resize(pane.width(), bar.sizeHint().height());
        QVERIFY(bar.isVisible());
        QCOMPARE(bar.accessibleName(), sentence);
        QTest::mouseClick(bar.findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(acted.count(), 1);
        QTest::mouseClick(bar.findChild<QToolButton *>(), Qt::LeftButton);
        QCOMPARE(closed.count(), 1);
        QVERIFY(!bar.isVisible());
        QCOMPARE(bar.message(), QString());
    }

    void messageBarWithoutActionHasNoButton()
    {
        MessageBar bar;
        bar.showMessage(MessageBar::Kind::Warning, QStringLiteral("No weights"));
        QVERIFY(!bar.findChild<QPushButton *>()->isVisible());
        QTest::keyClick(&bar, Qt::Key_Escape);
        QVERIFY(!bar.isVisible());
    }

    void progressLineWaitsBeforeItShows()
    {
        ProgressLine line;
        line.resize(200, line.height());
        line.show();
        QSignalSpy shown(&line, &ProgressLine::shown);
        QElapsedTimer clock;
        clock.start();
        line.start();
        QVERIFY(line.isRunning());
        QVERIFY(!line.isShown());
        QVERIFY(shown.wait());
        QVERIFY2(clock.elapsed() >= busyDelay * 9 / 10,
                 qPrintable(QString::number(clock.elapsed())));
        line.setFraction(0.5);
        const QColor done = line.grab().toImage().pixelColor(20, 1);
        QCOMPARE(done, line.palette().color(QPalette::Highlight));
        QVERIFY(line.grab().toImage().pixelColor(180, 1) != done);
        QCOMPARE(line.accessibleName(), QStringLiteral("Working, 50 % done"));
        line.stop();
        QVERIFY(!line.isShown());
    }

    void shortWorkShowsNothing()
    {
        ProgressLine line;
        QSignalSpy shown(&line, &ProgressLine::shown);
        line.start();
        line.stop();
        QVERIFY(!shown.wait(2 * busyDelay));
    }

    void emptyStateOffersItsAction()
    {
        EmptyState empty;
        empty.setContent(QStringLiteral("image"), QStringLiteral("Drop a photo here"),
                         QStringLiteral("Open a sample"));
        empty.resize(300, 200);
        empty.show();
        QSignalSpy acted(&empty, &EmptyState::actionTriggered);
        QCOMPARE(empty.accessibleName(), QStringLiteral("Drop a photo here"));
        QTest::mouseClick(empty.findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(acted.count(), 1);
    }

    void veilDimsThenOffersCancel()
    {
        QWidget pane;
        pane.resize(300, 200);
        BusyVeil veil(&pane);
        pane.show();
        QSignalSpy cancelled(&veil, &BusyVeil::cancelRequested);
        auto *cancel = pane.findChild<QPushButton *>();
        veil.setBusy(true);
        QVERIFY(!veil.isVisible());
        AWAIT(veil.isVisible());
        QVERIFY(!cancel->isVisible());
        QCOMPARE(veil.size(), pane.size());
        AWAIT(cancel->isVisible());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QCOMPARE(cancelled.count(), 1);
        veil.setBusy(false);
        QVERIFY(!veil.isVisible());
        QVERIFY(!cancel->isVisible());
    }

    void veilStaysAboveAPageThatComes()
    {
        QStackedWidget pages;
        pages.resize(300, 200);
        BusyVeil veil(&pages);
        pages.addWidget(new QWidget);
        pages.addWidget(new QWidget);
        pages.show();
        auto *cancel = pages.findChild<QPushButton *>();
        veil.setBusy(true);
        AWAIT(cancel->isVisible());
        for (const int page : {1, 0}) {
            pages.setCurrentIndex(page);
            QCOMPARE(pages.childAt(cancel->geometry().center()), cancel);
            const QObjectList order = pages.children(); // the last is on top
            QVERIFY(order.indexOf(&veil) > order.indexOf(pages.currentWidget()));
            QVERIFY(order.indexOf(pages.findChild<ProgressLine *>()) > order.indexOf(&veil));
        }
    }
};

QTEST_MAIN(CommonTest)
#include "tst_common.moc"
