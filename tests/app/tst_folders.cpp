#include "checkpoint/labels.h"
#include "folders/classmatcher.h"
#include "folders/confusionmodel.h"
#include "folders/folderarrangement.h"
#include "folders/foldercsv.h"
#include "folders/foldertally.h"
#include "folders/foldertexts.h"
#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/testdata.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// What is made of the answers for a folder's photos, without running any.
class TestFolders : public QObject
{
    Q_OBJECT

private slots:
    void matchesFolders_data();
    void matchesFolders();
    void synsetsOfImagenetteFindItsLabels();
    void theNearestFolderCounts();
    void namesAreRelative();
    void countsWhatIsRight();
    void theIntervalHoldsTheShare_data();
    void theIntervalHoldsTheShare();
    void theMatrixIsWhatWasAnswered();
    void anotherClassKeepsTheMatrixSound();
    void sorts_data();
    void sorts();
    void filters_data();
    void filters();
    void filtersOfOtherClasses_data();
    void filtersOfOtherClasses();
    void fieldsOfCsv_data();
    void fieldsOfCsv();
    void aTableAsCsv();
    void savedCsvIsWholeOrNotThere();
    void textsOfProgress();
    void textsOfRows();
};

namespace {

const QStringList labels{"tench", "church", "golf ball"};

FolderRow answered(const QString &name, int top, double confidence, int truth = -1, int rank = 0)
{
    FolderRow row;
    row.path = QStringLiteral("/photos/") + name;
    row.name = name;
    row.top = top;
    row.confidence = confidence;
    row.truth = truth;
    row.rank = rank;
    row.decodeMilliseconds = 1.0;
    row.preprocessMilliseconds = 0.5;
    row.forwardMilliseconds = 10.0 * confidence;
    return row;
}

FolderRow unreadable(const QString &name, int truth = -1)
{
    FolderRow row;
    row.path = QStringLiteral("/photos/") + name;
    row.name = name;
    row.truth = truth;
    row.error = name + QStringLiteral(" is damaged");
    return row;
}

/// Seven photos: right, wrong, right by top-5 alone, of no class, damaged.
std::vector<FolderRow> someRows()
{
    return {answered("tench/a.jpg", 0, 0.9, 0, 1),     answered("tench/b.jpg", 2, 0.6, 0, 3),
            answered("church/c.jpg", 1, 0.7, 1, 1),    answered("church/d.jpg", 0, 0.5, 1, 2),
            answered("other/e.jpg", 2, 0.8),           unreadable("church/f.jpg", 1),
            answered("golf ball/g.jpg", 2, 0.95, 2, 1)};
}

FolderChunks inChunks(const std::vector<FolderRow> &rows, std::size_t size)
{
    FolderChunks chunks;
    for (std::size_t first = 0; first < rows.size(); first += size) {
        const std::size_t last = std::min(rows.size(), first + size);
        chunks.push_back(std::make_shared<const std::vector<FolderRow>>(
            rows.begin() + static_cast<std::ptrdiff_t>(first),
            rows.begin() + static_cast<std::ptrdiff_t>(last)));
    }
    return chunks;
}

FolderTally tallyOf(const std::vector<FolderRow> &rows)
{
    FolderTally tally;
    for (const FolderRow &row : rows)
        tally.add(row);
    return tally;
}

/// The letters of the photos, in order.
QString printed(const std::vector<int> &rows)
{
    QString letters;
    for (const int row : rows)
        letters += QChar(u'a' + row);
    return letters;
}

Labels withBackground()
{
    Labels all = imagenetLabels();
    all.insert(all.begin(), "background");
    return all;
}

Labels numbered(int count)
{
    Labels all;
    for (int i = 0; i < count; ++i)
        all.push_back("class " + std::to_string(i));
    return all;
}

} // namespace

void TestFolders::matchesFolders_data()
{
    QTest::addColumn<Labels>("known");
    QTest::addColumn<QString>("folder");
    QTest::addColumn<int>("index");
    const Labels few{"tench", "Golf ball", "English springer, springer", "7"};
    QTest::newRow("a label") << few << "tench" << 0;
    QTest::newRow("without regard to case") << few << "golf Ball" << 1;
    QTest::newRow("underscores") << few << "Golf_ball" << 1;
    QTest::newRow("hyphens") << few << "golf-ball" << 1;
    QTest::newRow("what stands before the comma") << few << "english_springer" << 2;
    QTest::newRow("a label that is a number") << few << "7" << 3;
    QTest::newRow("an index") << few << "2" << 2;
    QTest::newRow("an index too far") << few << "4" << -1;
    QTest::newRow("no index") << few << "-1" << -1;
    QTest::newRow("a year") << few << "2019" << -1;
    QTest::newRow("a number beyond all") << few << "99999999999999" << -1;
    QTest::newRow("a synset") << few << "n01440764" << 0;
    QTest::newRow("a synset of no class here") << few << "n02979186" << -1;
    QTest::newRow("no synset") << few << "n99999999" << -1;
    QTest::newRow("something else") << few << "holidays" << -1;
    QTest::newRow("nothing") << few << "" << -1;
    QTest::newRow("ImageNet, first") << imagenetLabels() << "n01440764" << 0;
    QTest::newRow("ImageNet, last") << imagenetLabels() << "n15075141" << 999;
    QTest::newRow("ImageNet, the bird") << imagenetLabels() << "n02012849" << 134;
    QTest::newRow("ImageNet, the machine") << imagenetLabels() << "n03126707" << 517;
    Labels cranes = imagenetLabels(); // as torchvision calls both
    cranes[134] = "crane";
    QTest::newRow("called alike, the bird") << cranes << "n02012849" << 134;
    QTest::newRow("called alike, the machine") << cranes << "n03126707" << 517;
    QTest::newRow("after background") << withBackground() << "n03445777" << 575;
    QTest::newRow("labels unknown") << numbered(1000) << "n03445777" << 574;
    QTest::newRow("labels unknown, background") << numbered(1001) << "n03445777" << 575;
    QTest::newRow("labels unknown, others") << numbered(10) << "n03445777" << -1;
}

void TestFolders::matchesFolders()
{
    QFETCH(const Labels, known);
    QFETCH(const QString, folder);
    QTEST(ClassMatcher(known).match(folder), "index");
}

/// The data set's folders, in the order of its labels.
void TestFolders::synsetsOfImagenetteFindItsLabels()
{
    const auto known = readLabels(testData("../../resources/labels/imagenette.txt"));
    QVERIFY(known);
    const ClassMatcher matcher(*known);
    const QStringList folders{"n01440764", "n02102040", "n02979186", "n03000684", "n03028079",
                              "n03394916", "n03417042", "n03425413", "n03445777", "n03888257"};
    for (int i = 0; i < folders.size(); ++i)
        QCOMPARE(matcher.match(folders[i]), i);
}

void TestFolders::theNearestFolderCounts()
{
    const ClassMatcher matcher({"tench", "church"});
    FolderClasses classes(matcher, {"/data/val"});
    QCOMPARE(classes.truthOf("/data/val/tench/a.jpg"), 0);
    QCOMPARE(classes.truthOf("/data/val/church/old/b.jpg"), 1);
    QCOMPARE(classes.truthOf("/data/val/church/tench/c.jpg"), 0);
    QCOMPARE(classes.truthOf("/data/val/d.jpg"), -1);
    QCOMPARE(classes.truthOf("/data/val/other/e.jpg"), -1);
    // The opened folder itself, but nothing above it.
    QCOMPARE(FolderClasses(matcher, {"/data/tench/"}).truthOf("/data/tench/a.jpg"), 0);
    QCOMPARE(FolderClasses(matcher, {"/tench/mine"}).truthOf("/tench/mine/a.jpg"), -1);
}

void TestFolders::namesAreRelative()
{
    const ClassMatcher matcher({"tench"});
    const FolderClasses one(matcher, {"/data/val/"});
    QCOMPARE(one.nameOf("/data/val/tench/a.jpg"), "tench/a.jpg");
    QCOMPARE(one.nameOf("/data/val/a.jpg"), "a.jpg");
    const FolderClasses two(matcher, {"/data/val", "/data/validation"});
    QCOMPARE(two.nameOf("/data/val/tench/a.jpg"), "val/tench/a.jpg");
    QCOMPARE(two.nameOf("/data/validation/a.jpg"), "validation/a.jpg");
}

void TestFolders::countsWhatIsRight()
{
    const FolderTally tally = tallyOf(someRows());
    QCOMPARE(tally.photos(), 7);
    QCOMPARE(tally.unreadable(), 1);
    QCOMPARE(tally.judged(), 5);
    QCOMPARE(tally.top1(), 3);
    QCOMPARE(tally.top5(), 5);
    QCOMPARE(tally.unmatched(), std::set<QString>{"other"});
    QCOMPARE(unmatchedFoldersText(tally), "Not named after a class of this network: other");
    QVERIFY(folderAccuracyText(tally, true).startsWith("Top-1 60.0 %, 3 of 5 (95 %: "));
    QCOMPARE(folderAccuracyText(tally, false), "Top-1 60.0 %, 3 of the first 5 · top-5 100.0 %, 5");
    QCOMPARE(folderAccuracyText({}, true), QString());
    FolderTally far = tally;
    far.add(answered("tench/h.jpg", 1, 0.2, 0, 6));
    QCOMPARE(far.top5(), 5);
    QCOMPARE(far.judged(), 6);
}

void TestFolders::theIntervalHoldsTheShare_data()
{
    QTest::addColumn<int>("hits");
    QTest::addColumn<int>("all");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    // Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method
    // 3
    QTest::newRow("81 of 263") << 81 << 263 << 0.2553 << 0.3662;
    QTest::newRow("15 of 148") << 15 << 148 << 0.0624 << 0.1605;
    QTest::newRow("0 of 20") << 0 << 20 << 0.0 << 0.1611;
    QTest::newRow("1 of 29") << 1 << 29 << 0.0061 << 0.1718;
    QTest::newRow("nothing known") << 0 << 0 << 0.0 << 1.0;
    QTest::newRow("all of 20") << 20 << 20 << 0.8389 << 1.0;
}

void TestFolders::theIntervalHoldsTheShare()
{
    QFETCH(const int, hits);
    QFETCH(const int, all);
    QFETCH(const double, low);
    QFETCH(const double, high);
    const ShareInterval interval = confidenceInterval(hits, all);
    QVERIFY2(std::abs(interval.low - low) < 0.00005, qPrintable(QString::number(interval.low)));
    QVERIFY2(std::abs(interval.high - high) < 0.00005, qPrintable(QString::number(interval.high)));
}

void TestFolders::theMatrixIsWhatWasAnswered()
{
    ConfusionModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setMatrix(tallyOf(someRows()).confusion(), labels);
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells{model.headerData(row, Qt::Vertical).toString()};
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(row, column).data().toString();
        lines << cells.join('|');
    }
    QCOMPARE(lines, (QStringList{"tench|1||1", "church|1|1|", "golf ball|||1"}));
    const QModelIndex mixedUp = model.cell(0, 2);
    QCOMPARE(mixedUp.data(Qt::AccessibleTextRole).toString(),
             "tench, taken for golf ball: 1 of 2 photos, 50.0 %");
    QCOMPARE(mixedUp.data(ConfusionShareRole).toDouble(), 0.5);
    QVERIFY(!mixedUp.data(ConfusionRightRole).toBool());
    QCOMPARE(model.cell(1, 1).data(Qt::AccessibleTextRole).toString(),
             "church, recognised: 1 of 2 photos, 50.0 %");
    QVERIFY(model.cell(1, 1).data(ConfusionRightRole).toBool());
    QVERIFY(!model.cell(5, 0).isValid());
}

/// Counts change in place; a class that comes is another matrix.
void TestFolders::anotherClassKeepsTheMatrixSound()
{
    ConfusionModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy resets(&model, &ConfusionModel::modelReset);
    FolderTally tally;
    tally.add(answered("tench/a.jpg", 0, 0.9, 0, 1));
    model.setMatrix(tally.confusion(), labels);
    tally.add(answered("tench/b.jpg", 0, 0.9, 0, 1));
    model.setMatrix(tally.confusion(), labels);
    QCOMPARE(resets.count(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), "2");
    tally.add(answered("church/c.jpg", 1, 0.9, 1, 1));
    model.setMatrix(tally.confusion(), labels);
    QCOMPARE(resets.count(), 2);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.cell(0, 0).data().toString(), "2");
}

void TestFolders::sorts_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("ascending");
    QTest::addColumn<QString>("descending");
    QTest::newRow("photo") << int(FolderPhotoColumn) << "abcdefg" << "gfedcba";
    // church, golf ball, tench; what could not be read is last both ways
    QTest::newRow("answer") << int(FolderTopColumn) << "cbegadf" << "adbegcf";
    QTest::newRow("confidence") << int(FolderConfidenceColumn) << "dbceagf" << "gaecbdf";
    QTest::newRow("rank") << int(FolderRankColumn) << "acgdbef" << "bdacgef";
    QTest::newRow("class") << int(FolderClassColumn) << "cdfgabe" << "abgcdfe";
    QTest::newRow("time") << int(FolderTimeColumn) << "dbceagf" << "gaecbdf";
}

void TestFolders::sorts()
{
    QFETCH(const int, column);
    for (const std::size_t size : {1U, 3U, 100U}) {
        const FolderChunks chunks = inChunks(someRows(), size);
        QTEST(printed(arrangedRows(chunks, {column, Qt::AscendingOrder}, {}, labels)), "ascending");
        QTEST(printed(arrangedRows(chunks, {column, Qt::DescendingOrder}, {}, labels)),
              "descending");
    }
}

void TestFolders::filters_data()
{
    using Show = FolderFilter::Show;
    QTest::addColumn<FolderFilter>("filter");
    QTest::addColumn<QString>("left");
    QTest::newRow("nothing") << FolderFilter{} << "abcdefg";
    QTest::newRow("right") << FolderFilter{.show = Show::Right} << "acg";
    QTest::newRow("wrong") << FolderFilter{.show = Show::Wrong} << "bd";
    QTest::newRow("unreadable") << FolderFilter{.show = Show::Unreadable} << "f";
    QTest::newRow("a class") << FolderFilter{.truth = 1} << "cdf";
    QTest::newRow("an answer") << FolderFilter{.top = 2} << "beg";
    QTest::newRow("a cell") << FolderFilter{.truth = 0, .top = 2} << "b";
    QTest::newRow("a name") << FolderFilter{.words = "c.JPG"} << "c";
    QTest::newRow("an answer's label") << FolderFilter{.words = "GOLF"} << "beg";
    QTest::newRow("two words") << FolderFilter{.words = " tench  church "} << "d";
    QTest::newRow("an error") << FolderFilter{.words = "damaged"} << "f";
    QTest::newRow("nothing left") << FolderFilter{.show = Show::Right, .words = "zebra"} << "";
}

void TestFolders::filters()
{
    QFETCH(const FolderFilter, filter);
    QTEST(printed(arrangedRows(inChunks(someRows(), 2), {}, filter, labels)), "left");
}

void TestFolders::filtersOfOtherClasses_data()
{
    QTest::addColumn<QStringList>("others");
    QTest::addColumn<int>("truth");
    QTest::addColumn<int>("top");
    QTest::newRow("the same") << labels << 1 << 2;
    QTest::newRow("elsewhere") << QStringList{"golf ball", "kite", "church"} << 2 << 0;
    QTest::newRow("one unknown") << QStringList{"kite", "golf ball"} << -1 << 1;
    QTest::newRow("one name twice") << QStringList{"church", "church", "golf ball"} << 1 << 2;
    QTest::newRow("none") << QStringList{} << -1 << -1;
}

void TestFolders::filtersOfOtherClasses()
{
    QFETCH(const QStringList, others);
    const FolderFilter filter{
        .show = FolderFilter::Show::Wrong, .words = "a", .truth = 1, .top = 2};
    const FolderFilter there = withClassesOf(filter, labels, others);
    QTEST(there.truth, "truth");
    QTEST(there.top, "top");
    QVERIFY(there.show == filter.show && there.words == filter.words);
    QVERIFY(withClassesOf({}, labels, others).isEmpty());
}

void TestFolders::fieldsOfCsv_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("field");
    QTest::newRow("nothing") << "" << "";
    QTest::newRow("plain") << "golf ball" << "golf ball";
    QTest::newRow("a comma") << "tench, Tinca tinca" << "\"tench, Tinca tinca\"";
    QTest::newRow("quotes") << "a \"b\"" << "\"a \"\"b\"\"\"";
    QTest::newRow("lines") << "a\r\nb" << "\"a\r\nb\"";
    QTest::newRow("a formula") << "=1+2" << "'=1+2";
    QTest::newRow("a formula with a comma") << "+sum(a,b)" << "\"'+sum(a,b)\"";
    QTest::newRow("minus") << "-x.jpg" << "'-x.jpg";
    QTest::newRow("at") << "@x" << "'@x";
    QTest::newRow("inside is harmless") << "a=b" << "a=b";
    QTest::newRow("letters of the world") << QStringLiteral("한글 ü") << QStringLiteral("한글 ü");
}

void TestFolders::fieldsOfCsv()
{
    QFETCH(const QString, text);
    QTEST(csvField(text), "field");
}

void TestFolders::aTableAsCsv()
{
    const FolderListing listing{inChunks(someRows(), 2), {1, 4, 5}, labels};
    QCOMPARE(folderCsv(listing),
             QByteArray("photo,class,answer,confidence,rank,decode_ms,preprocess_ms,network_ms,"
                        "error\r\n"
                        "tench/b.jpg,tench,golf ball,0.600000,3,1.000,0.500,6.000,\r\n"
                        "other/e.jpg,,golf ball,0.800000,,1.000,0.500,8.000,\r\n"
                        "church/f.jpg,church,,,,,,,church/f.jpg is damaged\r\n"));
}

void TestFolders::savedCsvIsWholeOrNotThere()
{
    const TemporaryFolder folder;
    const FolderListing listing{inChunks(someRows(), 2), {0}, labels};
    FolderCsvExport csv;
    QSignalSpy finished(&csv, &FolderCsvExport::finished);
    QSignalSpy failed(&csv, &FolderCsvExport::failed);
    const auto path = folder / "table.csv";
    csv.save(QString::fromStdString(path.string()), listing);
    AWAIT_EQUAL(finished.count(), 1);
    QCOMPARE(QByteArray::fromStdString(readFile(path)), folderCsv(listing));
    csv.save(QString::fromStdString((folder / "nowhere/table.csv").string()), listing);
    AWAIT_EQUAL(failed.count(), 1);
    QVERIFY(failed[0][0].toString().contains("nowhere/table.csv"));
    csv.save(QString::fromStdString(path.string()), listing,
             [](const FolderListing &) -> QByteArray { throw std::bad_alloc(); });
    AWAIT_EQUAL(failed.count(), 2);
    QVERIFY(failed[1][0].toString().startsWith("There is not enough memory"));
    QCOMPARE(QByteArray::fromStdString(readFile(path)), folderCsv(listing));
    QCOMPARE(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

void TestFolders::textsOfProgress()
{
    using State = FolderRun::State;
    QCOMPARE(folderProgressText({}, State::Running), "0 photos");
    QCOMPARE(folderProgressText({1234, std::nullopt, 87.34}, State::Running),
             "1,234 photos · 87.3 photos/s");
    QCOMPARE(folderProgressText({1234, 3925, 87.0}, State::Running),
             "1,234 of 3,925 photos · 87.0 photos/s · 0:31 left");
    QCOMPARE(folderProgressText({1, 40001, 10.0}, State::Running),
             "1 of 40,001 photos · 10.0 photos/s · 1:06:40 left");
    QCOMPARE(folderProgressText({1234, 3925, 0.0, true}, State::Running),
             "1,234 of 3,925 photos · waiting for what goes first");
    QCOMPARE(folderProgressText({5, 10, 0.0}, State::Paused), "5 of 10 photos · paused");
    QCOMPARE(folderProgressText({5, 10, 0.0}, State::Cancelled), "5 of 10 photos · cancelled");
    QCOMPARE(folderProgressText({10, 10, 0.0}, State::Finished), "10 photos");
}

void TestFolders::textsOfRows()
{
    const auto rows = someRows();
    QStringList cells;
    for (int column = 0; column < FolderColumnCount; ++column)
        cells << folderCellText(rows[1], column, labels);
    QCOMPARE(cells, (QStringList{"tench/b.jpg", "golf ball", "60.0 %", "3", "tench", "7.5 ms"}));
    QCOMPARE(folderAccessibleText(rows[0], labels), "tench/a.jpg: tench, 90.0 %, right");
    QCOMPARE(folderAccessibleText(rows[1], labels),
             "tench/b.jpg: golf ball, 60.0 %, wrong: tench is number 3");
    QCOMPARE(folderAccessibleText(rows[4], labels), "other/e.jpg: golf ball, 80.0 %");
    QCOMPARE(folderAccessibleText(rows[5], labels),
             "church/f.jpg could not be read: church/f.jpg is damaged");
}

QTEST_GUILESS_MAIN(TestFolders)
#include "tst_folders.moc"
