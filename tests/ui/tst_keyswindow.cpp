#include "common/messagebar.h"
#include "common/paneheader.h"
#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"
#include "weights/keyroles.h"
#include "weights/keyswindow.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// The window of a file's tensors, used as a person would.
class TestKeysWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void showsWhatIsWrongFirst();
    void findsByTyping();
    void escapeEmptiesTheLineThenCloses();
    void copiesWhatIsListed();
    void copiesTheSelectedRows();
    void sortsByTheHeader();
    void takesAnotherFile();
    void saysWhatCannotBeRead();

private:
    QStringList firstNames(int count) const;
    static QString clipboard() { return QGuiApplication::clipboard()->text(); }

    TemporaryFolder m_folder;
    QString m_broken;
    QString m_whole;
    std::unique_ptr<KeysWindow> m_window;
};

/// "stem.conv1.bn.bias" is missing, "stem.conv2.weight" of another shape, "stranger" unexpected.
void TestKeysWindow::initTestCase()
{
    const auto whole = m_folder / "whole.safetensors";
    QVERIFY(saveTinyModel(whole, tinyDescription()));
    TensorFile file = readSafetensors(whole).value();
    file.tensors.erase("stem.conv1.bn.bias");
    file.tensors["stem.conv2.weight"] = makeTensor(std::vector<float>(7), {7});
    file.tensors["stranger"] = makeTensor(std::vector<float>(2), {2});
    const auto broken = m_folder / "broken.safetensors";
    QVERIFY(writeSafetensors(broken, file));
    m_whole = QString::fromStdString(whole.string());
    m_broken = QString::fromStdString(broken.string());
}

void TestKeysWindow::init()
{
    m_window = std::make_unique<KeysWindow>();
    m_window->showFile(m_broken);
    m_window->show();
    m_window->activateWindow();
    AWAIT(m_window->isActiveWindow());
    AWAIT(m_window->view()->model()->rowCount() > 0);
}

QStringList TestKeysWindow::firstNames(int count) const
{
    QStringList names;
    for (int row = 0; row < count; ++row)
        names << m_window->view()->model()->index(row, KeyNameColumn).data().toString();
    return names;
}

void TestKeysWindow::showsWhatIsWrongFirst()
{
    QCOMPARE(
        firstNames(4),
        QStringList({"stem.conv1.bn.bias", "stem.conv2.weight", "stranger", "stem.conv1.weight"}));
    const int all = m_window->view()->model()->rowCount();
    QCOMPARE(m_window->header()->title(), "broken.safetensors");
    QCOMPARE(m_window->header()->detail(),
             QStringLiteral("Inception-v4 · the project's own names · 1 missing, 1 another shape, "
                            "1 unexpected, %1 matched")
                 .arg(all - 3));
    QVERIFY(m_window->messageBar()->isVisible());
    QCOMPARE(m_window->messageBar()->message(),
             m_broken
                 + " cannot be used: its tensors do not fit Inception-v4: 1 tensor is missing "
                   "(stem.conv1.bn.bias); 1 tensor is of another shape (stem.conv2.weight is [7] "
                   "in the file, the network needs [8, 8, 3, 3]); 1 tensor is not used (stranger)");
    QCOMPARE(m_window->countText(), QStringLiteral("%1 of %1").arg(all));
}

void TestKeysWindow::findsByTyping()
{
    m_window->view()->setFocus();
    QTest::keyClick(m_window->view(), Qt::Key_F, Qt::ControlModifier);
    AWAIT(m_window->filterLine()->hasFocus());
    QTest::keyClicks(m_window->filterLine(), "stem.conv1 mean");
    QCOMPARE(m_window->view()->model()->rowCount(), 1);
    QCOMPARE(firstNames(1), QStringList("stem.conv1.bn.running_mean"));
    QVERIFY(m_window->countText().startsWith("1 of "));
    QTest::keyClick(m_window->filterLine(), Qt::Key_Return);
    QVERIFY(m_window->view()->hasFocus());
    QVERIFY(m_window->isVisible());
}

void TestKeysWindow::escapeEmptiesTheLineThenCloses()
{
    m_window->filterLine()->setFocus();
    QTest::keyClicks(m_window->filterLine(), "x");
    QTest::keyClick(m_window->filterLine(), Qt::Key_Escape);
    QCOMPARE(m_window->filterLine()->text(), QString());
    QVERIFY(m_window->isVisible());
    QTest::keyClick(m_window->filterLine(), Qt::Key_Escape);
    QVERIFY(!m_window->isVisible());
}

void TestKeysWindow::copiesWhatIsListed()
{
    QTest::keyClicks(m_window->filterLine(), "stranger");
    const auto buttons = m_window->header()->findChildren<QToolButton *>();
    QCOMPARE(buttons.size(), 1);
    QTest::mouseClick(buttons.constFirst(), Qt::LeftButton);
    QCOMPARE(clipboard(),
             "Status\tName in the file\tShape\tType\tLayer\tRole\tNote\n"
             "unexpected\tstranger\t2\tF32\t\t\t\n");
    QGuiApplication::clipboard()->clear();
    QTest::keyClick(m_window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(clipboard().contains("stranger"));
}

void TestKeysWindow::copiesTheSelectedRows()
{
    QTableView *view = m_window->view();
    view->setFocus();
    const auto click = [&](int row, Qt::KeyboardModifiers keys) {
        const QModelIndex index = view->model()->index(row, KeyNameColumn);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, keys, view->visualRect(index).center());
    };
    click(2, {});
    click(0, Qt::ControlModifier);
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard(),
             "missing\tstem.conv1.bn.bias\t8\t–\tstem.conv1\tbatch-norm shift\t\n"
             "unexpected\tstranger\t2\tF32\t\t\t\n");
}

void TestKeysWindow::sortsByTheHeader()
{
    QHeaderView *header = m_window->view()->horizontalHeader();
    const QPoint place(header->sectionViewportPosition(KeyNameColumn) + 20, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(firstNames(1), QStringList("classifier.linear.bias"));
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(firstNames(1), QStringList("stranger"));
}

void TestKeysWindow::takesAnotherFile()
{
    m_window->showFile(m_whole);
    AWAIT(!m_window->messageBar()->isVisible());
    QCOMPARE(m_window->header()->title(), "whole.safetensors");
    QCOMPARE(m_window->windowTitle(), "Tensors of whole.safetensors");
    QCOMPARE(firstNames(1), QStringList("stem.conv1.weight"));
}

void TestKeysWindow::saysWhatCannotBeRead()
{
    const QString none = m_whole + "x";
    m_window->showFile(none);
    AWAIT_EQUAL(m_window->messageBar()->message(),
                none + " cannot be read: No such file or directory");
    QCOMPARE(m_window->view()->model()->rowCount(), 0);
    QVERIFY(!m_window->view()->isVisible());
    QCOMPARE(m_window->header()->detail(), QString());
}

QTEST_MAIN(TestKeysWindow)
#include "tst_keyswindow.moc"
