#include "curves/curvepicture.h"

#include <QTest>

#include <limits>

using namespace inceptoscope;

namespace {

PictureSize millimetres(double width, double height, int dotsPerInch = 300)
{
    return {width, height, PictureSize::Unit::Millimetres, dotsPerInch};
}

PictureSize pixels(double width, double height, int dotsPerInch = screenDotsPerInch)
{
    return {width, height, PictureSize::Unit::Pixels, dotsPerInch};
}

} // namespace

/// How large a picture of curves is, and what it is saved as.
class TestCurvePicture : public QObject
{
    Q_OBJECT

private slots:
    void knowsFormatsByTheirEndings();
    void countsPixels();
    void hostileSizesAreRefused_data();
    void hostileSizesAreRefused();
    void onlyPixelsAreCountedWherePixelsAreWritten();
    void saysSizes();
};

void TestCurvePicture::knowsFormatsByTheirEndings()
{
    QCOMPARE(*curveFormatOf("a.png"), CurveFormat::Png);
    QCOMPARE(*curveFormatOf("a.b.SVG"), CurveFormat::Svg);
    QCOMPARE(*curveFormatOf("/tmp/a.Pdf"), CurveFormat::Pdf);
    QCOMPARE(*curveFormatOf("a.csv"), CurveFormat::Csv);
    QCOMPARE(curveFormatOf("png").error().message,
             std::string("png: curves are saved as .png, .svg or .pdf, and their values as .csv; "
                         "choose one of these endings"));
    QVERIFY(!curveFormatOf("a.jpg"));
}

void TestCurvePicture::countsPixels()
{
    QCOMPARE(millimetres(160, 100).pixels(), QSize(1890, 1181));
    QCOMPARE(millimetres(25.4, 50.8, 100).pixels(), QSize(100, 200));
    QCOMPARE(pixels(801, 503).pixels(), QSize(801, 503));
    QCOMPARE(pixels(801, 503, 250).pixels(), QSize(801, 503));
    QCOMPARE(pixels(192, 96).inches(), QSizeF(2, 1));
}

void TestCurvePicture::hostileSizesAreRefused_data()
{
    QTest::addColumn<double>("width");
    QTest::addColumn<double>("height");
    QTest::addColumn<int>("dotsPerInch");
    QTest::addColumn<QString>("reason");
    const double infinity = std::numeric_limits<double>::infinity();
    QTest::newRow("none") << 0.0 << 100.0 << 300 << "a side of 0 mm";
    QTest::newRow("below none") << 160.0 << -100.0 << 300 << "a side of -100 mm";
    QTest::newRow("tiny") << 160.0 << 19.0 << 300 << "a side of 19 mm";
    QTest::newRow("huge") << 1e300 << 100.0 << 300 << "a side of 1e+300 mm";
    QTest::newRow("infinite") << infinity << 100.0 << 300 << "a side of inf mm";
    QTest::newRow("no number") << 160.0 << infinity - infinity << 300 << "a side of nan mm";
    QTest::newRow("no dots") << 160.0 << 100.0 << 0 << "0 pixels an inch";
    QTest::newRow("dots below none") << 160.0 << 100.0 << -300 << "-300 pixels an inch";
    QTest::newRow("many dots") << 160.0 << 100.0 << 1'000'000 << "1000000 pixels an inch";
    QTest::newRow("many pixels") << 2000.0 << 2000.0 << 4800 << "a PNG of 377953 × 377953 pixels";
    QTest::newRow("a long row") << 2000.0 << 20.0 << 600 << "a PNG of 47244 × 472 pixels";
}

void TestCurvePicture::hostileSizesAreRefused()
{
    QFETCH(double, width);
    QFETCH(double, height);
    QFETCH(int, dotsPerInch);
    QFETCH(QString, reason);
    const auto checked = checkSize(millimetres(width, height, dotsPerInch), CurveFormat::Png);
    QVERIFY(!checked);
    const QString sentence = QString::fromStdString(checked.error().message);
    QVERIFY2(sentence.startsWith(reason), qPrintable(sentence));
}

void TestCurvePicture::onlyPixelsAreCountedWherePixelsAreWritten()
{
    const PictureSize poster = millimetres(1189, 841);
    QVERIFY(!checkSize(poster, CurveFormat::Png));
    QVERIFY(checkSize(poster, CurveFormat::Pdf));
    QVERIFY(checkSize(millimetres(160, 100), CurveFormat::Png));
    QVERIFY(checkSize(pixels(8000, 8000, 4800), CurveFormat::Png));
    QVERIFY(!checkSize(pixels(1e9, 1e9), CurveFormat::Png));
}

void TestCurvePicture::saysSizes()
{
    QCOMPARE(sizeText(millimetres(160, 100), CurveFormat::Png), "1890 × 1181 pixels");
    QCOMPARE(sizeText(millimetres(160, 84.25), CurveFormat::Svg), "160 × 84.3 mm");
    QCOMPARE(sizeText(pixels(800, 500), CurveFormat::Pdf), "211.7 × 132.3 mm");
}

QTEST_GUILESS_MAIN(TestCurvePicture)
#include "tst_curvepicture.moc"
