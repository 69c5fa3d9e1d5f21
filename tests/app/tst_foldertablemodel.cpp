#include "folders/foldertablemodel.h"
#include "support/await.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace inceptoscope;

/// The table of a folder's photos: rows come, are sorted and filtered elsewhere, and what a person
/// selected stays.
class TestFolderTableModel : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void rowsThatComeAreAppended();
    void sortsOnAWorker();
    void theNewestWishCounts();
    void filtersAndBringsBack();
    void whatIsSelectedStays();
    void rowsThatComeAreSortedIn();
    void rowsThatComeAreFiltered();
    void aClearedModelForgetsWhatIsUnderWay();
    void goneWhileItSorts();
    void manyRows();

private:
    void add(const QStringList &names);
    QString printed() const;
    void awaitArranged() { AWAIT(!m_model->isArranging()); }

    int m_added = 0;
    std::unique_ptr<FolderTableModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestFolderTableModel::init()
{
    m_added = 0;
    m_tester.reset();
    m_model = std::make_unique<FolderTableModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setLabels({"tench", "church", "golf ball"});
}

/// A photo's name begins with how confident the network is, a digit; "!" could not be read.
void TestFolderTableModel::add(const QStringList &names)
{
    std::vector<FolderRow> rows;
    for (const QString &name : names) {
        FolderRow row;
        row.path = QStringLiteral("/photos/") + name;
        row.name = name;
        if (name.startsWith(u'!')) {
            row.error = name + QStringLiteral(" is damaged");
        } else {
            row.top = m_added % 3;
            row.confidence = name.left(1).toInt() / 10.0;
        }
        ++m_added;
        rows.push_back(std::move(row));
    }
    m_model->addRows(std::make_shared<const std::vector<FolderRow>>(std::move(rows)));
}

QString TestFolderTableModel::printed() const
{
    QStringList names;
    for (int row = 0; row < m_model->rowCount(); ++row)
        names << m_model->index(row, FolderPhotoColumn).data().toString();
    return names.join(u' ');
}

void TestFolderTableModel::rowsThatComeAreAppended()
{
    QSignalSpy inserted(m_model.get(), &FolderTableModel::rowsInserted);
    add({"3a", "1b"});
    add({"2c"});
    QCOMPARE(printed(), "3a 1b 2c");
    QCOMPARE(inserted.count(), 2);
    QCOMPARE(m_model->allRows(), 3);
    QVERIFY(!m_model->isArranging());
    QCOMPARE(m_model->index(0, FolderConfidenceColumn).data().toString(), "30.0 %");
    QCOMPARE(m_model->index(2, FolderTopColumn).data().toString(), "golf ball");
}

/// What was listed stays until the worker is done.
void TestFolderTableModel::sortsOnAWorker()
{
    add({"3a", "1b", "!x", "2c"});
    m_model->sort(FolderConfidenceColumn, Qt::AscendingOrder);
    QVERIFY(m_model->isArranging());
    QCOMPARE(printed(), "3a 1b !x 2c");
    awaitArranged();
    QCOMPARE(printed(), "1b 2c 3a !x");
    m_model->sort(FolderPhotoColumn, Qt::AscendingOrder);
    awaitArranged();
    QCOMPARE(printed(), "3a 1b !x 2c");
}

void TestFolderTableModel::theNewestWishCounts()
{
    add({"3a", "1b", "2c"});
    QSignalSpy arranged(m_model.get(), &FolderTableModel::arranged);
    m_model->sort(FolderConfidenceColumn, Qt::AscendingOrder);
    m_model->setFilter({.words = "b"});
    m_model->setFilter({});
    m_model->sort(FolderConfidenceColumn, Qt::DescendingOrder);
    awaitArranged();
    QCOMPARE(printed(), "3a 2c 1b");
    QCOMPARE(arranged.count(), 1);
}

void TestFolderTableModel::filtersAndBringsBack()
{
    add({"3a", "1b", "!x", "2c"});
    m_model->setFilter({.show = FolderFilter::Show::Unreadable});
    awaitArranged();
    QCOMPARE(printed(), "!x");
    m_model->setFilter({.words = "nothing"});
    awaitArranged();
    QCOMPARE(printed(), "");
    m_model->setFilter({});
    awaitArranged();
    QCOMPARE(printed(), "3a 1b !x 2c");
}

void TestFolderTableModel::whatIsSelectedStays()
{
    add({"3a", "1b", "!x", "2c"});
    QItemSelectionModel selection(m_model.get());
    selection.setCurrentIndex(m_model->index(3, FolderPhotoColumn),
                              QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    const auto current = [&] { return selection.currentIndex().data(FolderPathRole).toString(); };
    QCOMPARE(current(), "/photos/2c");
    m_model->sort(FolderConfidenceColumn, Qt::DescendingOrder);
    awaitArranged();
    QCOMPARE(printed(), "3a 2c 1b !x");
    QCOMPARE(current(), "/photos/2c");
    QCOMPARE(selection.selectedRows().size(), 1);
    m_model->setFilter({.words = "2c"});
    awaitArranged();
    QCOMPARE(current(), "/photos/2c");
    QCOMPARE(selection.currentIndex().row(), 0);
    m_model->setFilter({});
    awaitArranged();
    QCOMPARE(current(), "/photos/2c");
    QCOMPARE(printed(), "3a 2c 1b !x");
}

void TestFolderTableModel::rowsThatComeAreSortedIn()
{
    add({"3a", "1b"});
    m_model->sort(FolderConfidenceColumn, Qt::AscendingOrder);
    add({"2c"}); // while it sorts
    AWAIT_EQUAL(printed(), "1b 2c 3a");
    add({"0d", "9e"});
    AWAIT_EQUAL(printed(), "0d 1b 2c 3a 9e");
}

void TestFolderTableModel::rowsThatComeAreFiltered()
{
    add({"3a", "!x"});
    m_model->setFilter({.show = FolderFilter::Show::Unreadable});
    add({"1b", "!y"});
    AWAIT_EQUAL(printed(), "!x !y");
    QSignalSpy arranging(m_model.get(), &FolderTableModel::arrangingChanged);
    add({"!z", "2c"});
    QCOMPARE(printed(), "!x !y !z"); // at the end at once
    QCOMPARE(arranging.count(), 0);
    QCOMPARE(m_model->allRows(), 6);
}

void TestFolderTableModel::aClearedModelForgetsWhatIsUnderWay()
{
    add({"3a", "1b"});
    m_model->sort(FolderConfidenceColumn, Qt::AscendingOrder);
    m_model->clear();
    QVERIFY(!m_model->isArranging());
    add({"2c", "4d"});
    AWAIT_EQUAL(printed(), "2c 4d");
    QCOMPARE(m_model->allRows(), 2);
}

void TestFolderTableModel::goneWhileItSorts()
{
    add({"3a", "1b"});
    m_model->sort(FolderConfidenceColumn, Qt::AscendingOrder);
    m_tester.reset();
    m_model.reset();
}

void TestFolderTableModel::manyRows()
{
    m_tester.reset(); // it looks at every row
    constexpr int count = 50'000;
    QStringList names;
    for (int i = 0; i < count; ++i)
        names << QString::number(i % 9) + QString::number(i);
    add(names);
    QCOMPARE(m_model->rowCount(), count);
    m_model->sort(FolderConfidenceColumn, Qt::DescendingOrder);
    awaitArranged();
    for (int row = 1; row < count; ++row)
        QVERIFY(m_model->row(row - 1).confidence >= m_model->row(row).confidence);
    m_model->setFilter({.words = "tench"});
    awaitArranged();
    QCOMPARE(m_model->rowCount(), (count + 2) / 3);
}

QTEST_GUILESS_MAIN(TestFolderTableModel)
#include "tst_foldertablemodel.moc"
