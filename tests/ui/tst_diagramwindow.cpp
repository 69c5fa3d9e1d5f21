#include "diagram/diagramlegend.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramview.h"
#include "diagram/overlaychooser.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "overlay/overlaycontroller.h"
#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"
#include "window/mainwindow.h"

#include <QSettings>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// What the diagram offers, through the window it stands in.
class DiagramWindowTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }

    void theOverlayIsChosenInTheToolBar();
    void theOverlayFollowsThePhotoAndTheNetwork();

private:
    QString photo(const QString &name, const QColor &colour = Qt::red);
    void awaitAnswer() { AWAIT(explorer().answer() && !explorer().isBusy()); }
    Explorer &explorer() { return *m_window->explorer(); }
    DiagramPane &pane() { return *m_window->explorePage()->diagram(); }
    DiagramView &view() { return *pane().view(); }
    void chooseOverlay(const QString &name);

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<MainWindow> m_window;
};

void DiagramWindowTest::initTestCase()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                       QString::fromStdString(m_folder.path().string()));
    for (const char *network : {"inception_resnet_v2", "inception_v4"}) {
        const ModelDescription description = tinyDescription(network);
        const auto path = m_folder.path() / (description.id + ".safetensors");
        QVERIFY(saveTinyModel(path, description));
        m_catalogue.entries.push_back({description.id,
                                       description.title,
                                       description.network,
                                       description.options,
                                       CatalogueEntry::Weights::Bundled,
                                       path,
                                       {}});
    }
}

void DiagramWindowTest::init()
{
    m_window = std::make_unique<MainWindow>(m_catalogue);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

QString DiagramWindowTest::photo(const QString &name, const QColor &colour)
{
    const QString path = QString::fromStdString((m_folder.path() / name.toStdString()).string());
    QImage image(120, 100, QImage::Format_RGB32);
    image.fill(colour);
    image.save(path);
    return path;
}

/// As a person would, with the keyboard.
void DiagramWindowTest::chooseOverlay(const QString &name)
{
    auto *chooser = m_window->findChild<OverlayChooser *>();
    chooser->setFocus();
    QTest::keyClick(chooser, Qt::Key_Home);
    while (chooser->currentText() != name) {
        const int row = chooser->currentIndex();
        QTest::keyClick(chooser, Qt::Key_Down);
        QVERIFY2(chooser->currentIndex() > row, qPrintable(name));
    }
}

void DiagramWindowTest::theOverlayIsChosenInTheToolBar()
{
    QCOMPARE(m_window->findChild<OverlayChooser *>()->currentText(), "None");
    QCOMPARE(pane().legend()->content(), LegendContent());
    chooseOverlay("Multiply-adds");
    QCOMPARE(m_window->explorePage()->overlay()->overlay(), Overlay::MultiplyAdds);
    QCOMPARE(view().overlay().values.size(),
             m_window->explorePage()->overlay()->values().values.size());
    QCOMPARE(pane().legend()->content().overlay, Overlay::MultiplyAdds);
    QCOMPARE(pane().legend()->content().scale->greatest, view().overlayScale()->greatest);
    chooseOverlay("None");
    QCOMPARE(pane().legend()->content(), LegendContent());
}

void DiagramWindowTest::theOverlayFollowsThePhotoAndTheNetwork()
{
    chooseOverlay("Share of zeros");
    QCOMPARE(pane().legend()->content().lack, "This needs a photo");
    m_window->open({photo("red.png")});
    awaitAnswer();
    QCOMPARE(pane().legend()->content().lack, QString());
    const OverlayValues red = view().overlay();
    QVERIFY(!red.values.isEmpty());
    m_window->open({photo("blue.png", Qt::blue)});
    AWAIT_EQUAL(explorer().photos()->rowCount(), 2);
    awaitAnswer();
    QVERIFY(view().overlay() != red);
    QCOMPARE(view().overlay().values.size(), red.values.size());

    chooseOverlay("Residual to trunk");
    QVERIFY(view().overlay().values.value("inception_resnet_a") > 0.0);
    explorer().setNetwork("tiny_inception_v4");
    QCOMPARE(pane().legend()->content().lack, "This network has no residual blocks");
}

QTEST_MAIN(DiagramWindowTest)
#include "tst_diagramwindow.moc"
