#include "activations/activationpane.h"
#include "activations/channelgrid.h"
#include "activations/layerpanel.h"
#include "common/messagebar.h"
#include "curves/curvespage.h"
#include "curves/picturedialog.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramview.h"
#include "explain/explanationpane.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "filmstrip/filmstrip.h"
#include "predictions/photoview.h"
#include "predictions/predictioncsv.h"
#include "predictions/predictionspane.h"
#include "shownwindow.h"
#include "support/await.h"
#include "support/plainphotos.h"
#include "support/temporaryfolder.h"
#include "support/tinycatalogue.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QListView>
#include <QMenuBar>
#include <QSettings>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// Ctrl+S in the window, wherever the focus is.
class TestExportKey : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }

    void ctrlSSavesWhatHasTheFocus();
    void theMenuPrintsCtrlSWhereItIsTrue();
    void thePhotoAndThePredictionsAreSaved();
    void whereThereIsNothingItSaysSo();

private:
    QString photo(const QString &name, const QColor &colour = Qt::red)
    {
        return savePlainPhoto(m_folder.path(), name, colour);
    }
    void awaitAnswer() { AWAIT(explorer().answer()); }
    Explorer &explorer() { return *m_window->explorer(); }

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<MainWindow> m_window;
};

void TestExportKey::initTestCase()
{
    keepSettingsIn(m_folder.path());
    QVERIFY(addTinyNetwork(m_catalogue, m_folder.path(), tinyDescription("inception_v4")));
}

void TestExportKey::init()
{
    QSettings().clear();
    m_window = shownWindow(m_catalogue);
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    AWAIT(m_window->isActiveWindow());
}

void TestExportKey::ctrlSSavesWhatHasTheFocus()
{
    m_window->open({photo("first.png")});
    awaitAnswer();
    ExplorePage &page = *m_window->explorePage();
    explorer().selection()->setElement("stem");
    AWAIT(page.activations()->grid()->isVisible());
    const auto titleAt = [this](QWidget *focused) {
        focused->setFocus();
        QTest::keySequence(focused, QKeySequence::Save);
        auto *dialog = m_window->findChild<QFileDialog *>();
        const QString title = dialog ? dialog->windowTitle() : QString();
        delete dialog;
        return title;
    };
    const QString maps = "Save all maps as PNG";
    QCOMPARE(titleAt(page.activations()->grid()), maps);
    for (QComboBox *box : page.activations()->findChildren<QComboBox *>())
        QCOMPARE(titleAt(box), maps);
    QCOMPARE(titleAt(page.activations()->findChild<QCheckBox *>()), maps);
    page.activations()->maximiseAction()->setChecked(true);
    QCOMPARE(titleAt(page.activations()->findChild<LayerPanel *>()->findChild<QComboBox *>()),
             maps);
    page.activations()->maximiseAction()->setChecked(false);
    QCOMPARE(titleAt(page.diagram()->view()), "Save the diagram");
    QCOMPARE(titleAt(page.filmstrip()->view()), "Save the photo as shown as PNG");
    QCOMPARE(titleAt(page.predictions()->photoView()), "Save the photo as shown as PNG");
    QCOMPARE(titleAt(page.predictions()->findChild<QListView *>()), "Save the predictions");
    m_window->showPage(MainWindow::Page::Curves);
    AWAIT(m_window->curvesPage()->mainExport()->isEnabled());
    QTest::keySequence(m_window.get(), QKeySequence::Save);
    QVERIFY(m_window->findChild<PictureDialog *>());
}

void TestExportKey::theMenuPrintsCtrlSWhereItIsTrue()
{
    m_window->open({photo("first.png")});
    awaitAnswer();
    auto *file = m_window->menuBar()->actions().constFirst()->menu();
    const auto printed = [file] {
        QStringList texts;
        emit file->aboutToShow();
        for (const QAction *each : file->findChildren<QAction *>() + file->actions()) {
            if (each->shortcut() == QKeySequence::Save)
                texts << QString(each->text()).remove(u'&');
        }
        for (const QMenu *inner : file->findChildren<QMenu *>()) {
            for (const QAction *each : inner->actions()) {
                if (each->shortcut() == QKeySequence::Save)
                    texts << QString(each->text()).remove(u'&');
            }
        }
        emit file->aboutToHide();
        texts.removeDuplicates();
        return texts;
    };
    ExplorePage &page = *m_window->explorePage();
    page.diagram()->view()->setFocus();
    QCOMPARE(printed(), QStringList{"Save the diagram as PNG…"});
    page.activations()->grid()->setFocus();
    QCOMPARE(printed(), QStringList{"Save all maps as PNG…"});
    page.filmstrip()->view()->setFocus();
    QCOMPARE(printed(), QStringList{"Save the photo as shown as PNG…"});
    m_window->menuBar()->setFocus(); // as Alt gives it
    QCOMPARE(printed(), QStringList{"Save the photo as shown as PNG…"});
    m_window->showPage(MainWindow::Page::Folder);
    QCOMPARE(printed(), QStringList{"Save the table as CSV…"});
    // The keys themselves are as before.
    QCOMPARE(page.activations()->mainExport()->shortcut(), QKeySequence(QKeySequence::Save));
}

void TestExportKey::thePhotoAndThePredictionsAreSaved()
{
    m_window->open({photo("first.png", Qt::green)});
    awaitAnswer();
    ExplorePage &page = *m_window->explorePage();
    const auto save = [this](QWidget *focused, const QString &name) {
        focused->setFocus();
        QTest::keySequence(focused, QKeySequence::Save);
        auto *dialog = m_window->findChild<QFileDialog *>();
        emit dialog->fileSelected(pathIn(m_folder.path(), name));
        delete dialog;
    };
    save(page.filmstrip()->view(), "shown.png");
    const QString path = pathIn(m_folder.path(), "shown.png");
    AWAIT_EQUAL(m_window->messageBar()->message(),
                QStringLiteral("Saved %1, 120 × 100 pixels.").arg(path));
    const QImage shown(path);
    QCOMPARE(shown.pixelColor(60, 50), QColor(Qt::green)); // what the network sees
    QVERIFY(shown.pixelColor(1, 1).lightness() < QColor(Qt::green).lightness());
    page.predictions()->photoView()->cropAction()->trigger();
    save(page.predictions()->photoView(), "crop.png");
    AWAIT(m_window->messageBar()->message().contains("crop.png"));
    QCOMPARE(QImage(pathIn(m_folder.path(), "crop.png")).size(), explorer().answer()->crop.size());
    save(page.predictions()->findChild<QListView *>(), "predictions.csv");
    AWAIT_EQUAL(m_window->messageBar()->message(),
                QStringLiteral("Saved %1, a line for each of 4 classes.")
                    .arg(pathIn(m_folder.path(), "predictions.csv")));
    QCOMPARE(QByteArray::fromStdString(readFile(m_folder / "predictions.csv")),
             predictionsCsv(explorer().answer()->predictions));
}

void TestExportKey::whereThereIsNothingItSaysSo()
{
    auto *over = m_window->explorePage()->explanations()->findChild<QCheckBox *>();
    over->setFocus();
    QTest::keySequence(over, QKeySequence::Save);
    QVERIFY(!m_window->findChild<QFileDialog *>());
    QCOMPARE(m_window->messageBar()->message(), "There is nothing to save here yet.");
    m_window->showPage(MainWindow::Page::Compare);
    QTest::keySequence(m_window.get(), QKeySequence::Save);
    QVERIFY(m_window->messageBar()->message().startsWith("Ctrl+S saves the maps or the table"));
}

QTEST_MAIN(TestExportKey)
#include "tst_exportkey.moc"
