#include "render/colourmap.h"

#include <QColor>
#include <QTest>

#include <cmath>
#include <limits>
#include <set>

using namespace inceptoscope;

Q_DECLARE_METATYPE(inceptoscope::ColourMap)

namespace {

constexpr auto allMaps = {ColourMap::Viridis, ColourMap::Magma, ColourMap::Cividis, ColourMap::Grey,
                          ColourMap::Diverging};

double linear(double level)
{
    return level <= 0.04045 ? level / 12.92 : std::pow((level + 0.055) / 1.055, 2.4);
}

/// CIE L*, 0 to 100.
double lightness(QRgb colour)
{
    const QColor c(colour);
    const double y =
        0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
    return y > 216.0 / 24389.0 ? 116.0 * std::cbrt(y) - 16.0 : y * 24389.0 / 27.0;
}

QString at(ColourMap map, double position)
{
    return QColor(colourOf(map, position)).name(QColor::HexArgb);
}

} // namespace

class ColourMapTest : public QObject
{
    Q_OBJECT

private slots:
    void colours_data()
    {
        QTest::addColumn<ColourMap>("map");
        QTest::addColumn<QString>("low");
        QTest::addColumn<QString>("quarter");
        QTest::addColumn<QString>("middle");
        QTest::addColumn<QString>("high");
        const auto row = [](const char *name, ColourMap map, const char *low, const char *quarter,
                            const char *middle, const char *high) {
            QTest::newRow(name) << map << QString(low) << QString(quarter) << QString(middle)
                                << QString(high);
        };
        row("viridis", ColourMap::Viridis, "#ff440154", "#ff3b528b", "#ff21918c", "#fffde725");
        row("magma", ColourMap::Magma, "#ff000004", "#ff51127c", "#ffb73779", "#fffcfdbf");
        row("cividis", ColourMap::Cividis, "#ff00224e", "#ff434e6c", "#ff7d7c78", "#fffee838");
        row("grey", ColourMap::Grey, "#ff000000", "#ff404040", "#ff808080", "#ffffffff");
        row("diverging", ColourMap::Diverging, "#ff3b4cc0", "#ff8db0fe", "#ffdddcdc", "#ffb40426");
    }

    void colours()
    {
        QFETCH(ColourMap, map);
        QTEST(at(map, 0.0), "low");
        QTEST(at(map, 0.25), "quarter");
        QTEST(at(map, 0.5), "middle");
        QTEST(at(map, 1.0), "high");
    }

    void outsideTakesTheEnds()
    {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        for (const ColourMap map : allMaps) {
            for (const double below : {-0.001, -1e300, -infinity})
                QCOMPARE(at(map, below), at(map, 0.0));
            for (const double above : {1.001, 1e300, infinity})
                QCOMPARE(at(map, above), at(map, 1.0));
        }
    }

    void lightnessRises_data()
    {
        QTest::addColumn<ColourMap>("map");
        QTest::newRow("viridis") << ColourMap::Viridis;
        QTest::newRow("magma") << ColourMap::Magma;
        QTest::newRow("cividis") << ColourMap::Cividis;
        QTest::newRow("grey") << ColourMap::Grey;
    }

    void lightnessRises()
    {
        QFETCH(ColourMap, map);
        // 8-bit levels let a step fall short, not a few of them together.
        constexpr int step = 4;
        for (int i = step; i < 256; ++i) {
            const double before = lightness(colourOf(map, (i - step + 0.5) / 256.0));
            const double now = lightness(colourOf(map, (i + 0.5) / 256.0));
            QVERIFY2(now > before, qPrintable(QStringLiteral("entry %1").arg(i)));
        }
    }

    void divergingIsLightestInTheMiddle()
    {
        const double middle = lightness(colourOf(ColourMap::Diverging, 0.5));
        for (const double t : {0.0, 0.1, 0.2, 0.3, 0.7, 0.8, 0.9, 1.0})
            QVERIFY(lightness(colourOf(ColourMap::Diverging, t)) < middle);
    }

    void notFiniteHasAColourOfItsOwn()
    {
        for (const ColourMap map : allMaps) {
            QCOMPARE(colourOf(map, std::numeric_limits<double>::quiet_NaN()), notFiniteColour);
            for (int i = 0; i < 256; ++i)
                QVERIFY(colourOf(map, (i + 0.5) / 256.0) != notFiniteColour);
        }
    }

    void everyEntryIsUsed()
    {
        std::set<QRgb> grey;
        for (int i = 0; i < 256; ++i)
            grey.insert(colourOf(ColourMap::Grey, i / 256.0));
        QCOMPARE(grey.size(), std::size_t{256});
    }
};

QTEST_APPLESS_MAIN(ColourMapTest)
#include "tst_colourmap.moc"
