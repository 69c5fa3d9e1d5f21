#include "common/messagebar.h"
#include "support/await.h"
#include "support/misbehavingserver.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"
#include "support/weightsindex.h"
#include "weights/weightsdetailpane.h"
#include "weights/weightslibrary.h"
#include "weights/weightsroles.h"
#include "weights/weightswindow.h"

#include <QAction>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;
using namespace std::chrono_literals;

/// The window of the weights, used as a person would, with a real server.
class TestWeightsWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void listsAndCounts();
    void selectsTheNetworksRow();
    void saysThatNothingIsPublished();
    void downloadsWithTheKeyboard();
    void pausesResumesAndDiscards();
    void saysWhyItFailed();
    void removalIsAskedFor();
    void showsAnImportedFile();
    void saysWhyAnImportFailed();
    void findsByTyping();
    void sortsByTheHeader();
    void buttonsKeepTheFocus();
    void goesOnWhenItIsClosed();

private:
    QStringList buttons() const;
    QPushButton *button(const QString &text) const;
    QString state(const QString &id) const;
    QString file(const std::string &name) const;
    QTableView *view() const { return m_window->view(); }
    Behaviour half() const;

    std::unique_ptr<TemporaryFolder> m_folder;
    std::unique_ptr<MisbehavingServer> m_server;
    std::unique_ptr<WeightsLibrary> m_library;
    std::unique_ptr<WeightsWindow> m_window;
    QByteArray m_body;
};

void TestWeightsWindow::initTestCase()
{
    const TemporaryFolder folder;
    QVERIFY(saveTinyModel(folder / "a.safetensors", tinyDescription()));
    m_body = QByteArray::fromStdString(readFile(folder / "a.safetensors"));
}

void TestWeightsWindow::init()
{
    m_folder = std::make_unique<TemporaryFolder>();
    m_server = std::make_unique<MisbehavingServer>();
    m_server->serve("/a", {whole(m_body)});
    useWeightsIndex(*m_folder / "index.json",
                    {schoolWeights("v3.gone", m_server->url("/gone"), "inception_v3"),
                     schoolWeights("v4.a", m_server->url("/a"))});
    m_library = std::make_unique<WeightsLibrary>(
        WeightStore(*m_folder / "installed"),
        DownloadLimits{.stall = 60s, .firstWait = 1ms, .longestWait = 10ms, .tries = 2});
    m_window = std::make_unique<WeightsWindow>(m_library.get());
    m_window->show();
    m_window->activateWindow();
    AWAIT(m_window->isActiveWindow());
    m_window->showFor("v4.a");
    AWAIT_EQUAL(m_window->selected(), QString("v4.a"));
    AWAIT(!m_library->isBusy());
}

void TestWeightsWindow::cleanup()
{
    m_window.reset();
    m_library.reset();
    m_server.reset();
    m_folder.reset();
}

/// Half of the file, then nothing more.
Behaviour TestWeightsWindow::half() const
{
    Behaviour behaviour = whole(m_body);
    behaviour.stallAfter = m_body.size() / 2;
    return behaviour;
}

QStringList TestWeightsWindow::buttons() const
{
    QStringList texts;
    for (const QPushButton *each : m_window->detail()->findChildren<QPushButton *>()) {
        if (each->isVisible())
            texts << QString(each->text()).remove(u'&');
    }
    return texts;
}

QPushButton *TestWeightsWindow::button(const QString &text) const
{
    for (QPushButton *each : m_window->detail()->findChildren<QPushButton *>()) {
        if (each->isVisible() && QString(each->text()).remove(u'&') == text)
            return each;
    }
    qFatal("there is no button %s", qPrintable(text));
}

QString TestWeightsWindow::state(const QString &id) const
{
    const auto *model = m_library->model();
    return model->index(model->rowOf(id.toStdString()), WeightsStateColumn).data().toString();
}

QString TestWeightsWindow::file(const std::string &name) const
{
    return QString::fromStdString((*m_folder / name).string());
}

void TestWeightsWindow::listsAndCounts()
{
    QCOMPARE(view()->model()->rowCount(), 2);
    QCOMPARE(m_window->summary(), QString("2 published · 0 on this computer"));
    QCOMPARE(m_window->countText(), QString("2 of 2"));
    QCOMPARE(m_window->detail()->title(), QString("The school's v4.a"));
    QCOMPARE(buttons(), QStringList{"Get"});
    QVERIFY(view()->hasFocus());
}

void TestWeightsWindow::selectsTheNetworksRow()
{
    m_window->showFor("inception_v3");
    AWAIT_EQUAL(m_window->selected(), QString("v3.gone"));
    QVERIFY(!m_window->messageBar()->isVisible());
}

void TestWeightsWindow::saysThatNothingIsPublished()
{
    QSignalSpy wanted(m_window.get(), &WeightsWindow::importRequested);
    m_window->showFor("inception_resnet_v2");
    AWAIT(m_window->messageBar()->isVisible());
    QCOMPARE(m_window->messageBar()->message(),
             QString("No published weights are known for Inception-ResNet-v2 (paper)."));
    QTest::mouseClick(m_window->messageBar()->findChild<QPushButton *>(), Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
}

void TestWeightsWindow::downloadsWithTheKeyboard()
{
    QSignalSpy used(m_window.get(), &WeightsWindow::useRequested);
    QTest::keyClick(view(), Qt::Key_Return);
    AWAIT(m_window->messageBar()->isVisible());
    QCOMPARE(m_window->messageBar()->message(), QString("The school's v4.a is installed."));
    QCOMPARE(buttons(), (QStringList{"Remove", "Use"}));
    QCOMPARE(m_window->summary(), QString("2 published · 1 on this computer"));
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(used, (QList<QVariantList>{{"v4.a"}}));
    QTest::mouseClick(m_window->messageBar()->findChild<QPushButton *>(), Qt::LeftButton);
    QCOMPARE(used, (QList<QVariantList>{{"v4.a"}, {"v4.a"}}));
    QVERIFY(!m_window->messageBar()->isVisible());
}

void TestWeightsWindow::pausesResumesAndDiscards()
{
    m_server->serve("/a", {half(), half(), whole(m_body)});
    QTest::mouseClick(button("Get"), Qt::LeftButton);
    AWAIT(m_library->model()->find("v4.a")->progress.received == m_body.size() / 2);
    QCOMPARE(buttons(), QStringList{"Pause"});
    QTest::mouseClick(button("Pause"), Qt::LeftButton);
    AWAIT(state("v4.a").startsWith("paused at "));
    QCOMPARE(buttons(), (QStringList{"Discard", "Resume"}));
    QTest::mouseClick(button("Discard"), Qt::LeftButton);
    AWAIT_EQUAL(state("v4.a"), QString("not here"));
    QCOMPARE(buttons(), QStringList{"Get"});
    QTest::mouseClick(button("Get"), Qt::LeftButton);
    AWAIT(m_library->model()->find("v4.a")->progress.received == m_body.size() / 2);
    QTest::mouseClick(button("Pause"), Qt::LeftButton);
    AWAIT(state("v4.a").startsWith("paused at "));
    QTest::mouseClick(button("Resume"), Qt::LeftButton);
    AWAIT_EQUAL(state("v4.a"), QString("installed"));
    QCOMPARE(m_server->ranges("/a"),
             (QList<QByteArray>{"", "", "bytes=" + QByteArray::number(m_body.size() / 2) + "-"}));
}

void TestWeightsWindow::saysWhyItFailed()
{
    m_window->showFor("v3.gone");
    AWAIT_EQUAL(m_window->selected(), QString("v3.gone"));
    QTest::keyClick(view(), Qt::Key_Return);
    AWAIT_EQUAL(state("v3.gone"), QString("failed"));
    QCOMPARE(m_window->detail()->sentence(),
             m_server->url("/gone").toString()
                 + " cannot be downloaded: the server answers 404 Not Found");
    QCOMPARE(buttons(), QStringList{"Try again"});
    QTest::keyClick(view(), Qt::Key_Down);
    QCOMPARE(m_window->detail()->sentence(), QString());
}

void TestWeightsWindow::removalIsAskedFor()
{
    QTest::keyClick(view(), Qt::Key_Return);
    AWAIT(m_window->messageBar()->isVisible()); // it is installed
    QTest::keyClick(view(), Qt::Key_Delete);
    QCOMPARE(m_window->messageBar()->message(),
             QString("The school's v4.a will be removed from this computer, and can be downloaded "
                     "again."));
    m_window->messageBar()->clear();
    QCOMPARE(state("v4.a"), QString("installed")); // only asked
    m_window->showToRemove("v4.a");
    AWAIT(m_window->messageBar()->isVisible());
    QTest::mouseClick(m_window->messageBar()->findChild<QPushButton *>(), Qt::LeftButton);
    AWAIT_EQUAL(state("v4.a"), QString("not here"));
    QCOMPARE(buttons(), QStringList{"Get"});
}

void TestWeightsWindow::showsAnImportedFile()
{
    writeFile(*m_folder / "mine.safetensors", m_body.toStdString());
    m_library->importFile(file("mine.safetensors"));
    AWAIT_EQUAL(m_window->selected(), QString("tiny_inception_v4"));
    QCOMPARE(m_window->messageBar()->message(), QString("Tiny inception_v4 is installed."));
    QTest::keyClick(view(), Qt::Key_Delete);
    QCOMPARE(m_window->messageBar()->message(),
             QString("Tiny inception_v4 will be removed from this computer, and cannot be "
                     "downloaded again."));
}

void TestWeightsWindow::saysWhyAnImportFailed()
{
    writeFile(*m_folder / "text.safetensors", "text");
    m_library->importFile(file("text.safetensors"));
    AWAIT(m_window->messageBar()->isVisible());
    QCOMPARE(m_window->messageBar()->kind(), MessageBar::Kind::Error);
    QVERIFY(m_window->messageBar()->message().startsWith(file("text.safetensors")));
}

void TestWeightsWindow::findsByTyping()
{
    QTest::keyClick(view(), Qt::Key_F, Qt::ControlModifier);
    AWAIT(m_window->filterLine()->hasFocus());
    QTest::keyClicks(m_window->filterLine(), "gone");
    QCOMPARE(m_window->countText(), QString("1 of 2"));
    QTest::keyClick(m_window->filterLine(), Qt::Key_Return);
    QVERIFY(view()->hasFocus());
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QCOMPARE(m_window->filterLine()->text(), QString());
    QCOMPARE(m_window->countText(), QString("2 of 2"));
    QVERIFY(m_window->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QVERIFY(!m_window->isVisible());
}

void TestWeightsWindow::sortsByTheHeader()
{
    const auto first = [this] {
        return view()->model()->index(0, 0).data(WeightsIdRole).toString();
    };
    QCOMPARE(first(), QString("v3.gone")); // as the table has it
    const QHeaderView *header = view()->horizontalHeader();
    const QPoint title(header->sectionViewportPosition(WeightsTitleColumn) + 20,
                       header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, title);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, title);
    QCOMPARE(header->sortIndicatorOrder(), Qt::DescendingOrder);
    QCOMPARE(first(), QString("v4.a"));
    QCOMPARE(m_window->selected(), QString("v4.a"));
}

void TestWeightsWindow::buttonsKeepTheFocus()
{
    m_server->serve("/a", {half(), whole(m_body)});
    button("Get")->setFocus();
    QTest::keyClick(button("Get"), Qt::Key_Return);
    AWAIT(m_library->model()->find("v4.a")->progress.received == m_body.size() / 2);
    QVERIFY(button("Pause")->hasFocus());
    QTest::keyClick(button("Pause"), Qt::Key_Space);
    AWAIT(state("v4.a").startsWith("paused at "));
    QVERIFY(button("Resume")->hasFocus());
    QTest::keyClick(button("Resume"), Qt::Key_Return);
    AWAIT_EQUAL(state("v4.a"), QString("installed"));
    QVERIFY(button("Use")->hasFocus());
}

void TestWeightsWindow::goesOnWhenItIsClosed()
{
    connect(m_library.get(), &WeightsLibrary::downloadsChanged, m_window.get(),
            [this] { m_window->close(); });
    QTest::keyClick(view(), Qt::Key_Return);
    AWAIT(!m_window->isVisible());
    AWAIT_EQUAL(state("v4.a"), QString("installed"));
}

QTEST_MAIN(TestWeightsWindow)

#include "tst_weightswindow.moc"
