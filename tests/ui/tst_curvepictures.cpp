#include "curves/pictureaxis.h"
#include "curves/picturelegend.h"
#include "curves/plotexport.h"
#include "support/temporaryfolder.h"

#include <QImage>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>
#include <limits>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

CurveSeries seriesOf(const QString &label, const Curve &points, bool validation = true)
{
    CurveSeries series;
    series.label = label;
    series.points = points;
    series.validation = validation;
    return series;
}

/// Falling from the left, so that there is room for a legend at the upper right.
CurvePicture fallingCurves()
{
    CurvePicture picture;
    picture.curves.xTitle = "epoch";
    picture.curves.yTitle = "top-1 error (%)";
    picture.curves.series = {seriesOf("Inception-v4, validation", {{1, 80}, {2, 20}, {3, 10}}),
                             seriesOf("Inception-v4, training", {{1, 85}, {2, 30}, {3, 5}}, false)};
    picture.ranges = {0.5, 3.5, 0, 90};
    return picture;
}

/// As many points as no picture has columns.
CurvePicture longCurve(bool validation)
{
    std::vector<double> x;
    std::vector<double> y;
    for (int i = 0; i < 20'000; ++i) {
        x.push_back(i);
        y.push_back(50 + 40 * std::sin(i / 2000.0));
    }
    CurvePicture picture = fallingCurves();
    picture.curves.axis = CurveAxis::Step;
    picture.curves.series = {seriesOf("long", Curve(x, y), validation)};
    picture.ranges = {0, 20'000, 0, 100};
    picture.options.legend = false;
    return picture;
}

/// Everything an SVG's text elements say.
QStringList textsOf(const std::string &svg)
{
    QStringList texts;
    QXmlStreamReader reader(QByteArray::fromStdString(svg));
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement
            && reader.name() == QStringLiteral("text"))
            texts += reader.readElementText().trimmed();
    }
    return reader.hasError() ? QStringList(reader.errorString()) : texts;
}

QString attribute(const std::string &svg, const QString &name)
{
    QXmlStreamReader reader(QByteArray::fromStdString(svg));
    reader.readNextStartElement();
    return reader.attributes().value(name).toString();
}

/// All coordinates of polylines and paths, which are in the picture's units.
std::vector<QPointF> drawnPoints(const std::string &svg)
{
    static const QRegularExpression lines(
        QStringLiteral("<polyline[^>]* points=\"([^\"]*)\"|<polygon[^>]* points=\"([^\"]*)\""));
    std::vector<QPointF> points;
    auto found = lines.globalMatch(QString::fromStdString(svg));
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        for (const QString &pair :
             (match.captured(1) + match.captured(2)).split(u' ', Qt::SkipEmptyParts)) {
            const QStringList numbers = pair.split(u',');
            points.emplace_back(numbers[0].toDouble(), numbers[1].toDouble());
        }
    }
    return points;
}

QString printed(const CurvePlane &plane, const std::vector<CurveLine> &lines)
{
    const auto corner = freeCorner(plane, lines, {30, 20});
    return corner ? QStringLiteral("%1 %2").arg(corner->x()).arg(corner->y()) : QString();
}

} // namespace

/// Curves as pictures for print.
class TestCurvePictures : public QObject
{
    Q_OBJECT

private slots:
    void pngHasItsPixels();
    void svgHasItsMillimetres();
    void pdfHasItsPage();
    void pdfIsWhole();
    void saysEverythingInText();
    void titlesMayHaveAnySigns();
    void legendMayBeLeftOut();
    void themesHaveTheirGround();
    void isTheSameEveryTime_data();
    void isTheSameEveryTime();
    void nothingIsDrawnOutsideOfThePlane();
    void longCurvesAreVectors();
    void longDashedCurvesHaveGaps();
    void theLegendCoversNoCurve();
    void aLegendWithoutRoomStandsBelow();
    void manyCurvesAreCounted();
    void smallestPicturesAreDrawn();
    void numbersArePrinted();
    void hostileCurvesAreDrawn();
    void refusesWhatIsTooLarge();
    void stops();

private:
    std::string written(const CurvePicture &picture, const std::string &name = "plot.svg")
    {
        const auto path = m_folder / name;
        const auto saved = writeCurvePicture(picture, pictureTheme(picture.options.dark),
                                             QString::fromStdString(path.string()));
        return saved ? readFile(path) : saved.error().message;
    }
    QImage image(const CurvePicture &picture)
    {
        const std::string bytes = written(picture, "plot.png");
        return QImage::fromData(QByteArray::fromStdString(bytes));
    }

    TemporaryFolder m_folder;
};

void TestCurvePictures::pngHasItsPixels()
{
    CurvePicture picture = fallingCurves();
    const QImage print = image(picture);
    QCOMPARE(print.size(), QSize(1890, 1181));
    QCOMPARE(print.dotsPerMeterX(), 11811);
    picture.options.size = {640, 400, PictureSize::Unit::Pixels, screenDotsPerInch};
    QCOMPARE(image(picture).size(), QSize(640, 400));
    picture.options.size.dotsPerInch = 192;
    QCOMPARE(image(picture).size(), QSize(640, 400));
}

void TestCurvePictures::svgHasItsMillimetres()
{
    CurvePicture picture = fallingCurves();
    picture.options.size.height = 84.5;
    const std::string svg = written(picture);
    QCOMPARE(attribute(svg, "width"), "160mm");
    QCOMPARE(attribute(svg, "height"), "84.5mm");
    QCOMPARE(attribute(svg, "viewBox"), "0 0 604.724 319.37");
}

void TestCurvePictures::pdfHasItsPage()
{
    const std::string pdf = written(fallingCurves(), "plot.pdf");
    QVERIFY(pdf.starts_with("%PDF"));
    QVERIFY(pdf.find("/MediaBox [0 0 453.5433 283.4646]") != std::string::npos);
    QVERIFY(pdf.find("CreationDate") == std::string::npos);
}

/// The table at the end says where each object begins.
void TestCurvePictures::pdfIsWhole()
{
    CurvePicture picture = fallingCurves();
    picture.options.title = "Title";
    const QByteArray pdf = QByteArray::fromStdString(written(picture, "plot.pdf"));
    const qsizetype start = pdf.lastIndexOf("startxref\n") + 10;
    const qsizetype table = pdf.mid(start, pdf.indexOf('\n', start) - start).toLongLong();
    QCOMPARE(pdf.mid(table, 5), QByteArray("xref\n"));
    const QList<QByteArray> lines = pdf.mid(table).split('\n');
    const int count = lines[1].mid(2).toInt();
    QVERIFY(count > 10);
    for (int object = 1; object < count; ++object) {
        const QByteArray begin = QByteArray::number(object) + " 0 obj\n";
        QCOMPARE(pdf.mid(lines[2 + object].left(10).toLongLong(), begin.size()), begin);
    }
    QVERIFY(lines[2 + count].startsWith("trailer"));
}

void TestCurvePictures::saysEverythingInText()
{
    CurvePicture picture = fallingCurves();
    picture.options.title = "How they learn";
    const QStringList texts = textsOf(written(picture));
    for (const char *text :
         {"How they learn", "epoch", "top-1 error (%)", "Inception-v4, validation",
          "Inception-v4, training", "1", "2", "3", "80"})
        QVERIFY2(texts.contains(QString(text)), qPrintable(texts.join("|")));
}

void TestCurvePictures::titlesMayHaveAnySigns()
{
    CurvePicture picture = fallingCurves();
    picture.options.title = "<A & \"B\">\n\x01 ½";
    const std::string svg = written(picture);
    QVERIFY2(textsOf(svg).contains("<A & \"B\"> \\u0001 ½"), qPrintable(textsOf(svg).join("|")));
    picture.options.title = QString(1000, u'W');
    QVERIFY(textsOf(written(picture)).join(' ').contains("WWW…WWW"));
    picture.options.title = QString("many words ").repeated(12);
    QVERIFY(textsOf(written(picture)).join(' ').count("words") == 12);
}

void TestCurvePictures::legendMayBeLeftOut()
{
    CurvePicture picture = fallingCurves();
    picture.options.legend = false;
    QVERIFY(!textsOf(written(picture)).contains("Inception-v4, validation"));
}

void TestCurvePictures::themesHaveTheirGround()
{
    CurvePicture picture = fallingCurves();
    QCOMPARE(image(picture).pixelColor(2, 2), QColor(Qt::white));
    picture.options.dark = true;
    QCOMPARE(image(picture).pixelColor(2, 2), pictureTheme(true).background);
    QVERIFY(pictureTheme(true).background.lightness() < 50);
    QVERIFY(written(picture).find(pictureTheme(true).background.name().toStdString())
            != std::string::npos);
}

void TestCurvePictures::isTheSameEveryTime_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"plot.png", "plot.svg", "plot.pdf"})
        QTest::newRow(name) << QString(name);
}

void TestCurvePictures::isTheSameEveryTime()
{
    QFETCH(QString, name);
    CurvePicture picture = fallingCurves();
    picture.options.title = "Title";
    const std::string first = written(picture, name.toStdString());
    QVERIFY(first.size() > 1000);
    QVERIFY(written(picture, name.toStdString()) == first);
}

/// Painters of SVG files do not cut anything off.
void TestCurvePictures::nothingIsDrawnOutsideOfThePlane()
{
    CurvePicture picture = fallingCurves();
    CurveSeries mean = seriesOf("mean", {{0, 40}, {4, 40}});
    mean.low = {{0, -1e6}, {4, -1e9}};
    mean.high = {{0, 1e6}, {4, 1e9}};
    picture.curves.series.push_back(mean);
    picture.ranges = {1.5, 2.5, 24, 26};
    picture.options.legend = false; // its lines would count
    const std::vector<QPointF> points = drawnPoints(written(picture));
    QVERIFY(points.size() > 6);
    const QSizeF page = picture.options.size.inches() * 96;
    for (const QPointF &point : points) {
        QVERIFY2(point.x() > 30 && point.x() < page.width() - 5 && point.y() > 5
                     && point.y() < page.height() - 30,
                 qPrintable(QString("%1, %2").arg(point.x()).arg(point.y())));
    }
}

void TestCurvePictures::longCurvesAreVectors()
{
    const std::string svg = written(longCurve(true));
    QVERIFY(svg.find("<image") == std::string::npos);
    QVERIFY(svg.find("<path") != std::string::npos);
    QVERIFY(svg.size() > 20'000);
    QVERIFY2(svg.size() < 200'000, std::to_string(svg.size()).c_str()); // not each point
}

void TestCurvePictures::longDashedCurvesHaveGaps()
{
    const auto pieces = [this](bool validation) {
        return QString::fromStdString(written(longCurve(validation))).count("M");
    };
    QVERIFY(pieces(true) < 10);
    QVERIFY(pieces(false) > 30);
}

void TestCurvePictures::theLegendCoversNoCurve()
{
    const CurvePlane plane{{10, 10, 100, 80}, {0, 100, 0, 80}, {}, 1.0};
    const auto line = [](const Curve &curve) { return CurveLine{curve, {}, {}, false, {}}; };
    const CurveLine falling = line({{0, 80}, {20, 10}, {100, 5}});
    const CurveLine rising = line({{0, 0}, {80, 5}, {100, 80}});
    QCOMPARE(printed(plane, {}), "72 18");
    QCOMPARE(printed(plane, {falling}), "72 18");
    QCOMPARE(printed(plane, {rising}), "18 18");
    QCOMPARE(printed(plane, {line({{0, 75}, {100, 75}})}), "72 62");
    QCOMPARE(printed(plane, {line({{0, 75}, {100, 75}}), rising}), "18 62");
    const CurveLine band{{{0, 70}, {100, 70}}, {{0, 10}, {100, 10}}, {}, false, {}};
    QCOMPARE(printed(plane, {band}), "");
    QVERIFY(!freeCorner(plane, {}, {90, 20}));
}

void TestCurvePictures::aLegendWithoutRoomStandsBelow()
{
    const auto placeOf = [this](const CurvePicture &picture, const char *text) {
        static const QRegularExpression line(
            QStringLiteral("<text[^>]* y=\"([0-9.]+)\"[^>]*>([^<]*)</text>"));
        auto found = line.globalMatch(QString::fromStdString(written(picture)));
        while (found.hasNext()) {
            const auto match = found.next();
            if (match.captured(2).trimmed() == QLatin1String(text))
                return match.captured(1).toDouble();
        }
        return -1.0;
    };
    CurvePicture picture = fallingCurves();
    QVERIFY(placeOf(picture, "epoch") > placeOf(picture, "Inception-v4, training"));
    CurveSeries noise = seriesOf("noise", {{1, 0}, {1, 90}, {1.5, 0}, {2, 90}, {2.5, 0}, {3, 90}});
    noise.low = {{0, 0}, {4, 0}};
    noise.high = {{0, 90}, {4, 90}};
    picture.curves.series.push_back(noise);
    QVERIFY(placeOf(picture, "epoch") > 0);
    QVERIFY(placeOf(picture, "epoch") < placeOf(picture, "Inception-v4, training"));
}

void TestCurvePictures::manyCurvesAreCounted()
{
    CurvePicture picture = fallingCurves();
    picture.curves.series.clear();
    for (int i = 0; i < 200; ++i)
        picture.curves.series.push_back(
            seriesOf(QStringLiteral("curve %1").arg(i), {{1, i * 0.4}, {3, i * 0.4}}));
    const QStringList texts = textsOf(written(picture));
    const auto named =
        std::ranges::count_if(texts, [](const QString &text) { return text.startsWith("curve "); });
    QVERIFY(named > 20);
    QVERIFY2(texts.contains(QStringLiteral("and %1 more").arg(200 - named)),
             qPrintable(texts.join("|")));
}

void TestCurvePictures::smallestPicturesAreDrawn()
{
    CurvePicture picture = fallingCurves();
    picture.options.title = "A title that has no room here";
    picture.options.size = {20, 20, PictureSize::Unit::Millimetres, 10};
    for (const char *name : {"plot.png", "plot.svg", "plot.pdf"})
        QVERIFY(written(picture, name).size() > 100);
    QCOMPARE(image(picture).size(), QSize(8, 8));
}

void TestCurvePictures::numbersArePrinted()
{
    QCOMPARE(printedNumber("0.25"), "0.25");
    QCOMPARE(printedNumber("-5"), "−5");
    QCOMPARE(printedNumber("1e-05"), "10⁻⁵");
    QCOMPARE(printedNumber("-1e+12"), "−10¹²");
    QCOMPARE(printedNumber("2.5e+07"), "2.5·10⁷");
}

void TestCurvePictures::hostileCurvesAreDrawn()
{
    const double notANumber = std::numeric_limits<double>::quiet_NaN();
    CurvePicture picture = fallingCurves();
    CurveSeries odd = seriesOf("odd", {{0, 1e308}, {1, -1e308}, {2, notANumber}, {3, 5e-324}});
    odd.low = {{0, notANumber}, {1, -1e308}};
    odd.high = {{0, 1e308}, {1, 1e308}};
    odd.notFinite = {2, 1e300};
    picture.curves.series.push_back(odd);
    for (const CurveRanges &ranges : {CurveRanges{0.5, 3.5, 0, 90},
                                      {1, 1 + 1e-12, 50, 50 + 1e-10},
                                      {1e-300, 1e300, 1e-300, 1e300}}) {
        picture.ranges = ranges;
        for (const bool logarithmic : {false, true}) {
            picture.scales = {logarithmic, logarithmic && ranges.yFrom > 0};
            if (logarithmic && ranges.xFrom <= 0)
                continue;
            const std::string svg = written(picture);
            QVERIFY(textsOf(svg).contains("epoch"));
            QVERIFY(svg.find("nan") == std::string::npos);
            QVERIFY(!image(picture).isNull());
        }
    }
}

void TestCurvePictures::refusesWhatIsTooLarge()
{
    CurvePicture picture = fallingCurves();
    picture.options.size = {2000, 2000, PictureSize::Unit::Millimetres, 4800};
    QCOMPARE(written(picture, "large.png"),
             std::string("a PNG of 377953 × 377953 pixels is too large; at most 64 million pixels "
                         "are possible, and 32000 in a row: choose another size or fewer pixels an "
                         "inch"));
    QVERIFY(!std::filesystem::exists(m_folder / "large.png"));
    QVERIFY(written(picture, "large.pdf").starts_with("%PDF"));
    const std::string gif = (m_folder / "plot.gif").string();
    QCOMPARE(written(picture, "plot.gif"),
             gif
                 + ": curves are saved as .png, .svg or .pdf, and their values as .csv; choose one "
                   "of these endings");
}

void TestCurvePictures::stops()
{
    std::stop_source stop;
    stop.request_stop();
    const auto path = m_folder / "stopped.pdf";
    const auto saved = writeCurvePicture(fallingCurves(), pictureTheme(false),
                                         QString::fromStdString(path.string()), stop.get_token());
    QCOMPARE(saved.error().message, std::string("cancelled"));
    QVERIFY(!std::filesystem::exists(path));
}

QTEST_MAIN(TestCurvePictures)
#include "tst_curvepictures.moc"
