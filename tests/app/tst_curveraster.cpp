#include "curves/curveraster.h"

#include <QPainter>
#include <QTest>

#include <cmath>
#include <random>

using namespace inceptoscope;

namespace {

/// A noisy curve that rises, with some values that are not finite.
Curve noisyCurve(std::size_t count, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> x(count);
    std::vector<double> y(count);
    double place = 0;
    for (std::size_t i = 0; i < count; ++i) {
        place += random() % 7 == 0 ? 0.0 : static_cast<double>(random() % 100);
        x[i] = place;
        y[i] = std::sin(static_cast<double>(i) / static_cast<double>(count) * 9)
            + 0.2 * normal(random);
        if (random() % 997 == 0)
            y[i] = random() % 2 == 0 ? std::nan("") : std::numeric_limits<double>::infinity();
    }
    return {std::move(x), std::move(y)};
}

/// What each line between two neighbours covers, one after the other.
std::vector<ColumnSpan> spansOfEveryLine(const Curve &curve, const PixelAxis &x, const PixelAxis &y)
{
    std::vector<ColumnSpan> spans(static_cast<std::size_t>(x.pixels));
    const auto add = [&](double column, double row) {
        if (column >= 0 && column < x.pixels)
            spans[static_cast<std::size_t>(column)].add(row);
    };
    const auto columnOf = [&](double place) {
        double column = std::floor(x.pixelOf(place)); // as far as rounding allows: see to it
        while (place < x.coordinateAt(column))
            --column;
        while (place >= x.coordinateAt(column + 1))
            ++column;
        return column;
    };
    const std::vector<double> values = curve.values();
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i]))
            continue;
        const double here = columnOf(curve.x(i));
        add(here, y.pixelOf(values[i]));
        if (i == 0 || !std::isfinite(values[i - 1]))
            continue;
        const double fromX = x.pixelOf(curve.x(i - 1));
        const double fromY = y.pixelOf(values[i - 1]);
        const double slope = (y.pixelOf(values[i]) - fromY) / (x.pixelOf(curve.x(i)) - fromX);
        const double first = std::max(columnOf(curve.x(i - 1)) + 1, 0.0);
        for (double edge = first; edge <= std::min(here, double(x.pixels)); ++edge) {
            const auto [upper, lower] = std::minmax({fromY, y.pixelOf(values[i])});
            const double row = std::clamp(fromY + (edge - fromX) * slope, upper, lower);
            add(edge - 1, row);
            add(edge, row);
        }
    }
    return spans;
}

std::vector<ColumnSpan> spansOf(const Curve &curve, const PixelAxis &x, const PixelAxis &y)
{
    std::vector<ColumnSpan> spans;
    columnSpans(curve, firstPoints(curve, x, 0, x.pixels), x, y, 0, spans);
    return spans;
}

} // namespace

class TestCurveRaster : public QObject
{
    Q_OBJECT

private slots:
    void coversWhatEveryLineCovers_data();
    void coversWhatEveryLineCovers();
    void coversWhatEveryLineCoversAnywhere();
    void thePictureIsThatOfAllPoints();
    void curvesWithTheSamePlacesAreDrawnAsEachAlone();
    void stripsLeaveNoSeam();
    void drawsColoursAsPaintersDo();
    void fillsBetweenTwo();
    void axesAreBothWays();
};

void TestCurveRaster::coversWhatEveryLineCovers_data()
{
    QTest::addColumn<Curve>("curve");
    QTest::addColumn<PixelAxis>("x");
    QTest::addColumn<PixelAxis>("y");
    const Curve many = noisyCurve(100'000, 1);
    const double end = many.x(many.size() - 1);
    const PixelAxis y{1.5, -1.5, 400, false};
    QTest::newRow("all") << many << PixelAxis{0, end, 640, false} << y;
    QTest::newRow("smoothed") << many.smoothed(0.97) << PixelAxis{0, end, 640, false} << y;
    QTest::newRow("a part") << many << PixelAxis{end / 3, end / 2, 640, false} << y;
    QTest::newRow("beyond the ends") << many << PixelAxis{-end, 3 * end, 640, false} << y;
    QTest::newRow("few points") << many << PixelAxis{end / 2, end / 2 + 5000, 640, false} << y;
    QTest::newRow("between two points")
        << many << PixelAxis{many.x(500) + 0.25, many.x(500) + 0.5, 64, false} << y;
    QTest::newRow("logarithmic") << many << PixelAxis{10, end, 640, true}
                                 << PixelAxis{2, 1e-3, 400, true};
    QTest::newRow("one point") << Curve{{10, 0.5}} << PixelAxis{0, 20, 64, false} << y;
}

/// To the last bit: what is not looked at changes nothing.
void TestCurveRaster::coversWhatEveryLineCovers()
{
    QFETCH(Curve, curve);
    QFETCH(PixelAxis, x);
    QFETCH(PixelAxis, y);
    const auto spans = spansOf(curve, x, y);
    const auto expected = spansOfEveryLine(curve, x, y);
    QCOMPARE(spans.size(), expected.size());
    bool hasSome = false;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        QVERIFY2(spans[i] == expected[i],
                 qPrintable(QStringLiteral("column %1: %2 to %3, not %4 to %5")
                                .arg(i)
                                .arg(spans[i].top)
                                .arg(spans[i].bottom)
                                .arg(expected[i].top)
                                .arg(expected[i].bottom)));
        hasSome = hasSome || !spans[i].isEmpty();
    }
    QVERIFY(hasSome);
}

/// Curves of any length, whose blocks end anywhere in columns that have any number of points.
void TestCurveRaster::coversWhatEveryLineCoversAnywhere()
{
    std::mt19937 random(5);
    const PixelAxis y{1.5, -1.5, 400, false};
    for (int round = 0; round < 400; ++round) {
        const std::size_t count =
            std::vector<std::size_t>{1, 15, 16, 17, 33, 500, 2000}[random() % 7];
        Curve curve = noisyCurve(count, random());
        if (round % 2 == 0)
            curve = curve.smoothed(0.8);
        const double end = curve.x(count - 1) + 1;
        const double from = end * (static_cast<double>(random() % 130) / 100 - 0.2);
        const double width = end / std::vector{0.7, 1.0, 9.0, 50.0, 300.0}[random() % 5];
        const PixelAxis x{from, from + width, 64, false};
        QVERIFY2(spansOf(curve, x, y) == spansOfEveryLine(curve, x, y),
                 qPrintable(QStringLiteral("round %1").arg(round)));
    }
}

/// A picture of a curve, and of the fewest points that cover the same.
void TestCurveRaster::thePictureIsThatOfAllPoints()
{
    const Curve curve = noisyCurve(50'000, 2);
    const PixelAxis x{0, curve.x(curve.size() - 1), 300, false};
    const PixelAxis y{1.5, -1.5, 200, false};
    std::vector<CurvePoint> few;
    const auto spans = spansOfEveryLine(curve, x, y);
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const double middle = x.coordinateAt(static_cast<double>(i) + 0.5);
        for (const double row : {spans[i].top, spans[i].bottom})
            few.push_back({middle, y.coordinateAt(row)});
        few.push_back({middle, std::nan("")}); // no line to the next
    }
    const QColor colour(0, 90, 200);
    const QImage all = rasterOf({{.curve = curve, .colour = colour}}, x, y);
    const QImage thinned = rasterOf({{.curve = few, .colour = colour}}, x, y);
    int differing = 0;
    for (int row = 0; row < all.height(); ++row) {
        for (int column = 0; column < all.width(); ++column) {
            const int difference =
                std::abs(qAlpha(all.pixel(column, row)) - qAlpha(thinned.pixel(column, row)));
            differing += difference > 1 ? 1 : 0; // rows went through coordinates and back
        }
    }
    QCOMPARE(differing, 0);
}

/// Though where columns begin is looked up once for all of these.
void TestCurveRaster::curvesWithTheSamePlacesAreDrawnAsEachAlone()
{
    const auto evenly = [](double first, double apart, std::size_t count) {
        std::vector<CurvePoint> points(count);
        for (std::size_t i = 0; i < count; ++i) {
            const auto place = static_cast<double>(i);
            points[i] = {first + apart * place, std::sin(place)};
        }
        return Curve(points);
    };
    const std::vector<Curve> curves{evenly(0, 1, 600),   evenly(0, 1, 600), evenly(0, 1, 601),
                                    evenly(0.5, 1, 600), evenly(0, 2, 600), noisyCurve(600, 3)};
    const PixelAxis x{0, 600, 150, false};
    const PixelAxis y{1.5, -1.5, 90, false};
    std::vector<RasterCurve> all;
    QImage expected(x.pixels, y.pixels, QImage::Format_ARGB32_Premultiplied);
    expected.fill(Qt::transparent);
    for (const Curve &curve : curves) {
        const QColor colour = QColor::fromHsv(static_cast<int>(all.size()) * 50, 255, 200);
        all.push_back({.curve = curve, .colour = colour, .width = 1});
        QPainter painter(&expected);
        painter.drawImage(0, 0, rasterOf({all.back()}, x, y));
    }
    const QImage together = rasterOf(all, x, y);
    for (int row = 0; row < y.pixels; ++row) {
        for (int column = 0; column < x.pixels; ++column) {
            const QRgb here = together.pixel(column, row);
            const QRgb there = expected.pixel(column, row);
            const int difference = std::abs(qRed(here) - qRed(there))
                + std::abs(qGreen(here) - qGreen(there)) + std::abs(qBlue(here) - qBlue(there));
            QVERIFY2(difference <= 24, // painters round otherwise
                     qPrintable(QStringLiteral("%1, %2").arg(column).arg(row)));
        }
    }
}

/// The picture is made in strips, by several threads.
void TestCurveRaster::stripsLeaveNoSeam()
{
    const Curve line{{-10, 0}, {2000, 1}};
    const PixelAxis y{1, 0, 100, false};
    for (const double width : {1.0, 2.0, 5.0}) {
        const QImage wide = rasterOf({{.curve = line, .colour = Qt::black, .width = width}},
                                     {0, 600, 600, false}, y);
        const QImage part = rasterOf({{.curve = line, .colour = Qt::black, .width = width}},
                                     {100, 200, 100, false}, y);
        QCOMPARE(wide.copy(103, 0, 90, 100), part.copy(3, 0, 90, 100));
    }
}

void TestCurveRaster::drawsColoursAsPaintersDo()
{
    const PixelAxis x{0, 10, 10, false};
    const PixelAxis y{10, 0, 10, false};
    const Curve level{{-1, 5}, {11, 5}};
    const QImage solid = rasterOf({{.curve = level, .colour = QColor(10, 20, 30)}}, x, y);
    QCOMPARE(solid.pixel(5, 4), qRgba(10, 20, 30, 255));
    QCOMPARE(solid.pixel(5, 5), qRgba(10, 20, 30, 255));
    QCOMPARE(qAlpha(solid.pixel(5, 3)), 0);
    QCOMPARE(qAlpha(solid.pixel(5, 6)), 0);
    const QImage half =
        rasterOf({{.curve = Curve{{-1, 5.5}, {11, 5.5}}, .colour = Qt::black}}, x, y);
    QVERIFY(std::abs(qAlpha(half.pixel(5, 3)) - 128) <= 1);
    QCOMPARE(qAlpha(half.pixel(5, 4)), 255);
    QColor faint(200, 0, 0);
    faint.setAlphaF(0.3F);
    const QImage over =
        rasterOf({{.curve = level, .colour = Qt::black}, {.curve = level, .colour = faint}}, x, y);
    QVERIFY(std::abs(qRed(over.pixel(5, 4)) - 60) <= 2);
    QCOMPARE(qAlpha(over.pixel(5, 4)), 255);
    const QImage dashed = rasterOf({{.curve = level, .colour = Qt::black, .dash = 3}}, x, y);
    QCOMPARE(qAlpha(dashed.pixel(2, 4)), 255);
    QCOMPARE(qAlpha(dashed.pixel(4, 4)), 0);
}

void TestCurveRaster::fillsBetweenTwo()
{
    const QImage band = rasterOf(
        {{.curve = Curve{{-1, 2}, {11, 2}}, .upTo = Curve{{-1, 8}, {11, 8}}, .colour = Qt::black}},
        {0, 10, 10, false}, {10, 0, 10, false});
    for (int row = 0; row < 10; ++row)
        QCOMPARE(qAlpha(band.pixel(5, row)), row >= 2 && row < 8 ? 255 : 0);
}

void TestCurveRaster::axesAreBothWays()
{
    const PixelAxis logarithmic{0.01, 100, 400, true};
    QCOMPARE(logarithmic.pixelOf(1), 200.0);
    QCOMPARE(logarithmic.coordinateAt(300), 10.0);
    QVERIFY(logarithmic.pixelOf(0) < -1000);
    const PixelAxis down{100, 0.01, 400, true};
    QVERIFY(down.pixelOf(-3) > 1000);
}

Q_DECLARE_METATYPE(inceptoscope::PixelAxis)
Q_DECLARE_METATYPE(inceptoscope::Curve)

QTEST_GUILESS_MAIN(TestCurveRaster)

#include "tst_curveraster.moc"
