#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"
#include "weights/keyfilter.h"
#include "weights/keytableloader.h"
#include "weights/keytablemodel.h"
#include "weights/keytexts.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

static KeyTable smallTable()
{
    KeyTable table;
    table.network = "Small";
    table.source = "timm";
    table.problem = "does not fit";
    table.rows = {
        {KeyStatus::Missing, "b.weight", std::nullopt, {64, 48, 5, 5}, "b", "weight", ""},
        {KeyStatus::Misshapen, "a.bias", DType::Float16, {31}, "a", "bias", "the network needs 32"},
        {KeyStatus::Unexpected, "line\nbreak", DType::Int64, {}, "", "", ""},
        {KeyStatus::Matched, "a.weight", DType::Float32, {32, 3}, "a", "weight", ""},
    };
    return table;
}

static QStringList printed(const QAbstractItemModel &model)
{
    return tabSeparated(model).split(u'\n', Qt::SkipEmptyParts);
}

/// The names alone, in the order they are listed.
static QStringList names(const QAbstractItemModel &model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names << model.index(row, KeyNameColumn).data().toString();
    return names;
}

/// The table of tensors, its filter, and how it is read.
class TestKeyTableModel : public QObject
{
    Q_OBJECT

private slots:
    void printsAsTabSeparated();
    void toldToPeopleWhoListen();
    void summaries();
    void filters_data();
    void filters();
    void sorts_data();
    void sorts();
    void loadsOnAnotherThread();
    void theNewestRequestWins();
    void tellsWhatCannotBeRead();
};

void TestKeyTableModel::printsAsTabSeparated()
{
    KeyTableModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(printed(model),
             QStringList("Status\tName in the file\tShape\tType\tLayer\tRole\tNote"));
    model.setTable(smallTable());
    QCOMPARE(printed(model),
             QStringList({"Status\tName in the file\tShape\tType\tLayer\tRole\tNote",
                          "missing\tb.weight\t64×48×5×5\t–\tb\tweight\t",
                          "another shape\ta.bias\t31\tF16\ta\tbias\tthe network needs 32",
                          "unexpected\tline\\nbreak\tscalar\tI64\t\t\t",
                          "matched\ta.weight\t32×3\tF32\ta\tweight\t"}));
    model.setTable({});
    QCOMPARE(model.rowCount(), 0);
}

void TestKeyTableModel::toldToPeopleWhoListen()
{
    KeyTableModel model;
    model.setTable(smallTable());
    QCOMPARE(model.index(1, KeyStatusColumn).data(Qt::AccessibleTextRole).toString(),
             "another shape, a.bias, 31, F16, a, bias, the network needs 32");
    QCOMPARE(model.index(1, KeyShapeColumn).data(Qt::AccessibleTextRole).toString(), "31");
    QCOMPARE(model.index(0, KeyNameColumn).data(KeyStatusRole).toInt(),
             static_cast<int>(KeyStatus::Missing));
}

void TestKeyTableModel::summaries()
{
    KeyTable table = smallTable();
    QCOMPARE(keySummary(table),
             "Small · timm's names · 1 missing, 1 another shape, 1 unexpected, 1 matched");
    table.source = "own";
    table.rows.resize(1);
    QCOMPARE(keySummary(table), "Small · the project's own names · 1 missing");
    QCOMPARE(keySummary({}), "no tensors");
}

void TestKeyTableModel::filters_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("none") << "" << QStringList({"b.weight", "a.bias", "line\\nbreak", "a.weight"});
    QTest::newRow("name") << "weight" << QStringList({"b.weight", "a.weight"});
    QTest::newRow("status") << "MISSING" << QStringList({"b.weight"});
    QTest::newRow("two words, two cells") << "f32 a.w" << QStringList({"a.weight"});
    QTest::newRow("shape") << "64x48" << QStringList({"b.weight"});
    QTest::newRow("shape as shown") << " 64×48 " << QStringList({"b.weight"});
    QTest::newRow("note") << "needs 32" << QStringList({"a.bias"});
    QTest::newRow("not a pattern") << "a.*" << QStringList();
}

void TestKeyTableModel::filters()
{
    QFETCH(const QString, words);
    KeyTableModel model;
    KeyFilter filter;
    const QAbstractItemModelTester tester(&filter,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    filter.setSourceModel(&model);
    model.setTable(smallTable());
    filter.setWords(words);
    QTEST(names(filter), "found");
    filter.setWords({});
    QCOMPARE(filter.rowCount(), 4);
}

void TestKeyTableModel::sorts_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<QStringList>("order");
    QTest::newRow("status") << int(KeyStatusColumn)
                            << QStringList({"b.weight", "a.bias", "line\\nbreak", "a.weight"});
    QTest::newRow("name") << int(KeyNameColumn)
                          << QStringList({"a.bias", "a.weight", "b.weight", "line\\nbreak"});
    QTest::newRow("size") << int(KeyShapeColumn)
                          << QStringList({"line\\nbreak", "a.bias", "a.weight", "b.weight"});
}

void TestKeyTableModel::sorts()
{
    QFETCH(const int, column);
    QFETCH(QStringList, order);
    KeyTableModel model;
    KeyFilter filter;
    filter.setSourceModel(&model);
    model.setTable(smallTable());
    filter.sort(column, Qt::AscendingOrder);
    QCOMPARE(names(filter), order);
    std::ranges::reverse(order);
    filter.sort(column, Qt::DescendingOrder);
    QCOMPARE(names(filter), order);
}

void TestKeyTableModel::loadsOnAnotherThread()
{
    const TemporaryFolder folder;
    const auto path = folder / "tiny.safetensors";
    QVERIFY(saveTinyModel(path, tinyDescription()));
    KeyTableLoader loader;
    KeyTable shown;
    connect(&loader, &KeyTableLoader::loaded, this, [&](const KeyTable &table) { shown = table; });
    QSignalSpy busy(&loader, &KeyTableLoader::busyChanged);
    loader.load(QString::fromStdString(path.string()));
    QVERIFY(loader.isBusy());
    AWAIT(!loader.isBusy());
    QCOMPARE(busy.count(), 2);
    QVERIFY(shown == keyTable(readSafetensors(path).value()));
}

void TestKeyTableModel::theNewestRequestWins()
{
    const TemporaryFolder folder;
    const auto path = folder / "tiny.safetensors";
    QVERIFY(saveTinyModel(path, tinyDescription()));
    KeyTableLoader loader;
    QStringList networks;
    connect(&loader, &KeyTableLoader::loaded, this,
            [&](const KeyTable &table) { networks << QString::fromStdString(table.network); });
    QSignalSpy failures(&loader, &KeyTableLoader::failed);
    loader.load(QString::fromStdString((folder / "none").string()));
    loader.load(QString::fromStdString(path.string()), QStringLiteral("bn_inception"));
    loader.load(QString::fromStdString(path.string()));
    AWAIT(!loader.isBusy());
    QCOMPARE(networks, QStringList("Inception-v4"));
    QCOMPARE(failures.count(), 0);
}

void TestKeyTableModel::tellsWhatCannotBeRead()
{
    const TemporaryFolder folder;
    const QString path = QString::fromStdString((folder / "none").string());
    KeyTableLoader loader;
    QSignalSpy failures(&loader, &KeyTableLoader::failed);
    loader.load(path);
    AWAIT_EQUAL(failures.count(), 1);
    QCOMPARE(failures[0][0].toString(), path + " cannot be read: No such file or directory");
    QVERIFY(!loader.isBusy());
}

QTEST_GUILESS_MAIN(TestKeyTableModel)
#include "tst_keytablemodel.moc"
