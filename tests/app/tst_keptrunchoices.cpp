#include "curves/keptrunchoices.h"

#include <QTest>

using namespace inceptoscope;

namespace {

RunId id(const std::string &source, const std::string &part = {})
{
    return {source, part};
}

RunChoices someChoices()
{
    RunChoices choices;
    choices.rename(id("/a/run.jsonl"), QStringLiteral("Größe \"1\""));
    choices.setColour(id("/a/run.jsonl"), 0xff336699U);
    choices.setColour(id("/odd/\xff \n%2F.csv", "part; \"two\""), 0xff000000U);
    choices.pair(id("/r", "1"), id("/p"));
    choices.leaveAlone(id("/alone"));
    choices.group({id("/a/run.jsonl"), id("/g", "1"), id("/alone")});
    choices.nameGroup(choices.inGroup(1), QStringLiteral("Alle \"3\""));
    choices.group({id("/h"), id("/i")});
    choices.ungroup(id("/out"));
    choices.nameGroup({id("/seed1")}, QStringLiteral("exp")); // of a recognised group
    return choices;
}

} // namespace

class TestKeptRunChoices : public QObject
{
    Q_OBJECT

private slots:
    void comeBackAsTheyWere();
    void theOldestAreForgotten();
    void aRunIsInOnePair();
    void aRunIsInOneGroup();
    void whatIsDamagedIsLeftOut_data();
    void whatIsDamagedIsLeftOut();
    void theRestOfADamagedListIsRead();
};

void TestKeptRunChoices::comeBackAsTheyWere()
{
    const RunChoices choices = someChoices();
    QVERIFY(runChoicesOf(keptRunChoices(choices)) == choices);
    QVERIFY(runChoicesOf(keptRunChoices({})) == RunChoices());
    RunChoices lifted = choices;
    lifted.rename(id("/a/run.jsonl"), {});
    lifted.setColour(id("/a/run.jsonl"), std::nullopt);
    lifted.leaveGroups({id("/a/run.jsonl")});
    QVERIFY(!keptRunChoices(lifted).contains("run.jsonl"));
    QVERIFY(runChoicesOf(keptRunChoices(lifted)) == lifted);
}

void TestKeptRunChoices::theOldestAreForgotten()
{
    RunChoices choices;
    for (std::size_t i = 0; i < RunChoices::mostRuns; ++i)
        choices.rename(id("/" + std::to_string(i)), QStringLiteral("name"));
    choices.setColour(id("/0"), 0xff336699U); // which is the newest now
    choices.leaveAlone(id("/new"));
    QCOMPARE(choices.order.size(), RunChoices::mostRuns);
    QVERIFY(choices.names.contains(id("/0")));
    QVERIFY(!choices.names.contains(id("/1")));
    QVERIFY(choices.names.contains(id("/2")));
    QVERIFY(runChoicesOf(keptRunChoices(choices)) == choices);
}

void TestKeptRunChoices::aRunIsInOnePair()
{
    RunChoices choices;
    choices.pair(id("/r"), id("/p"));
    choices.pair(id("/other"), id("/p"));
    QCOMPARE(choices.pairs, (std::map<RunId, RunId>{{id("/other"), id("/p")}}));
    QCOMPARE(choices.order, std::vector<RunId>{id("/other")});
    choices.leaveAlone(id("/p"));
    QVERIFY(choices.pairs.empty());
    QCOMPARE(choices.order, std::vector<RunId>{id("/p")});
}

void TestKeptRunChoices::aRunIsInOneGroup()
{
    RunChoices choices;
    choices.group({id("/a"), id("/b"), id("/c")});
    choices.group({id("/d"), id("/e")});
    choices.nameGroup(choices.inGroup(2), QStringLiteral("name"));
    choices.group({id("/c"), id("/d")}); // leaves one alone
    QCOMPARE(choices.groups,
             (std::map<RunId, int>{{id("/a"), 1}, {id("/b"), 1}, {id("/c"), 2}, {id("/d"), 2}}));
    QVERIFY(choices.groupNames.empty());
    QCOMPARE(choices.order, (std::vector<RunId>{id("/a"), id("/b"), id("/c"), id("/d")}));
    choices.ungroup(id("/a"));
    QCOMPARE(choices.order, (std::vector<RunId>{id("/c"), id("/d"), id("/a")}));
    choices.group({id("/a"), id("/c"), id("/d")});
    QVERIFY(choices.ungrouped.empty());
    choices.leaveGroups({id("/a"), id("/c")});
    QVERIFY(choices == RunChoices());
}

void TestKeptRunChoices::whatIsDamagedIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("kept");
    const QByteArray good = keptRunChoices(someChoices());
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("cut off") << good.chopped(1);
    QTest::newRow("no JSON") << QByteArray(100, '\0');
    QTest::newRow("deep") << QByteArray(100'000, '[');
    QTest::newRow("no list") << QByteArray(R"({"source":"/a","part":"","name":"A"})");
    QTest::newRow("numbers") << QByteArray("[1,2,3]");
    QTest::newRow("no source") << QByteArray(R"([{"source":"","part":"","name":"A"}])");
    QTest::newRow("no part") << QByteArray(R"([{"source":"/a","name":"A"}])");
    QTest::newRow("a zero byte") << QByteArray(R"([{"source":"/a%00","part":"","name":"A"}])");
    QTest::newRow("a long path") << QByteArray(R"([{"source":"/)") + QByteArray(5000, 'a')
            + R"(","part":"","name":"A"}])";
    QTest::newRow("a long name") << QByteArray(R"([{"source":"/a","part":"","name":")")
            + QByteArray(300, 'a') + R"("}])";
    QTest::newRow("no colours") << QByteArray(
        R"([{"source":"/a","part":"","colour":"red"},{"source":"/b","part":"","colour":4294967296},)"
        R"({"source":"/c","part":"","colour":255},{"source":"/d","part":"","colour":-1}])");
    QTest::newRow("no groups") << QByteArray(
        R"([{"source":"/a","part":"","group":"1"},{"source":"/b","part":"","group":0},)"
        R"({"source":"/c","part":"","group":-1},{"source":"/d","part":"","group":1.5},)"
        R"({"source":"/e","part":"","group":4294967297},{"source":"/f","part":"","group":[1]},)"
        R"({"source":"/g","part":"","ungrouped":1,"group_name":" "},)"
        R"({"source":"/h","part":"","group_name":["A"]}])");
    QTest::newRow("with itself") << QByteArray(
        R"([{"source":"/a","part":"","plain":{"source":"/a","part":""},"alone":"yes"}])");
}

void TestKeptRunChoices::whatIsDamagedIsLeftOut()
{
    QFETCH(QByteArray, kept);
    QVERIFY(runChoicesOf(kept) == RunChoices());
}

void TestKeptRunChoices::theRestOfADamagedListIsRead()
{
    const RunChoices choices =
        runChoicesOf(R"([7,{"source":"/r","part":"","plain":{"source":"/p","part":""}},)"
                     R"({"source":"/s","part":"","plain":{"source":"/p","part":""}},)"
                     R"({"source":"/p","part":"","alone":true,"name":" Two\nlines "},)"
                     R"({"source":"/r","part":"","name":"again"},)"
                     R"({"source":"/g","part":"","group":7,"group_name":" Two\nlines "},)"
                     R"({"source":"/out","part":"","ungrouped":true,"group":7,"group_name":"A"}])");
    RunChoices expected;
    expected.pair(id("/r"), id("/p"));
    expected.rename(id("/p"), QStringLiteral("Two lines"));
    expected.nameGroup({id("/g")}, QStringLiteral("Two lines"));
    expected.groups[id("/g")] = 7;
    expected.ungroup(id("/out"));
    QVERIFY(choices == expected);
}

QTEST_APPLESS_MAIN(TestKeptRunChoices)
#include "tst_keptrunchoices.moc"
