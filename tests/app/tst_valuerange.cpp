#include "render/valuerange.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace inceptoscope;

using Values = std::vector<float>;
Q_DECLARE_METATYPE(Values)

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float largest = std::numeric_limits<float>::max();

QString text(const ValueRange &range)
{
    return QStringLiteral("%1 … %2").arg(double{range.low}).arg(double{range.high});
}

} // namespace

class ValueRangeTest : public QObject
{
    Q_OBJECT

private slots:
    void ranges_data()
    {
        QTest::addColumn<Values>("values");
        QTest::addColumn<QString>("sequential");
        QTest::addColumn<QString>("diverging");
        QTest::newRow("empty") << Values{} << "0 … 0"
                               << "0 … 0";
        QTest::newRow("zeros") << Values{0, 0, 0} << "0 … 0"
                               << "0 … 0";
        QTest::newRow("flat") << Values{3, 3} << "0 … 3"
                              << "-3 … 3";
        QTest::newRow("flat negative") << Values{-3, -3} << "-3 … -3"
                                       << "-3 … 3";
        QTest::newRow("rising") << Values{1, 2, 5.25F} << "0 … 5.25"
                                << "-5.25 … 5.25";
        QTest::newRow("falling") << Values{5, 2, 1} << "0 … 5"
                                 << "-5 … 5";
        QTest::newRow("both signs") << Values{-1, 4} << "-1 … 4"
                                    << "-4 … 4";
        QTest::newRow("mostly negative") << Values{1, -8} << "-8 … 1"
                                         << "-8 … 8";
        QTest::newRow("all negative") << Values{-2, -8, -4} << "-8 … -2"
                                      << "-8 … 8";
        QTest::newRow("with NaN") << Values{notANumber, 2, notANumber} << "0 … 2"
                                  << "-2 … 2";
        QTest::newRow("with infinities") << Values{infinity, -infinity, 2} << "0 … 2"
                                         << "-2 … 2";
        QTest::newRow("NaN only") << Values{notANumber} << "0 … 0"
                                  << "0 … 0";
    }

    void ranges()
    {
        QFETCH(Values, values);
        const Extremes extremes = extremesOf(values);
        QTEST(text(rangeFor(extremes, ColourMap::Magma)), "sequential");
        QTEST(text(rangeFor(extremes, ColourMap::Diverging)), "diverging");
    }

    void unitedExtremes()
    {
        const Extremes none;
        QVERIFY(none.isEmpty());
        QVERIFY(united(none, none).isEmpty());
        QCOMPARE(united(none, {1, 2}), (Extremes{1, 2}));
        QCOMPARE(united({1, 2}, none), (Extremes{1, 2}));
        QCOMPARE(united({-4, 2}, {1, 8}), (Extremes{-4, 8}));
    }

    void positions()
    {
        const ValueRange range{-2, 6};
        QCOMPARE(range.position(-2), 0.0);
        QCOMPARE(range.position(0), 0.25);
        QCOMPARE(range.position(6), 1.0);
        QCOMPARE(range.position(10), 1.5);
        for (const float bad : {notANumber, infinity, -infinity})
            QVERIFY(std::isnan(range.position(bad)));
    }

    void zeroIsTheMiddleOfADivergingRange()
    {
        QCOMPARE(rangeFor({-1, 3}, ColourMap::Diverging).position(0), 0.5);
    }

    void hugeRangesDoNotOverflow()
    {
        const ValueRange range{-largest, largest};
        QCOMPARE(range.position(-largest), 0.0);
        QCOMPARE(range.position(0), 0.5);
        QCOMPARE(range.position(largest), 1.0);
    }

    void withoutWidthThereIsNoDivision()
    {
        for (const ValueRange range : {ValueRange{2, 2}, ValueRange{2, -5}}) {
            QCOMPARE(range.position(2), 0.0);
            QCOMPARE(range.position(1), 0.0);
            QCOMPARE(range.position(3), 1.0);
        }
    }
};

QTEST_APPLESS_MAIN(ValueRangeTest)
#include "tst_valuerange.moc"
