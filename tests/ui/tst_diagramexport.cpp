#include "diagram/diagramexport.h"
#include "diagram/diagramexporter.h"
#include "diagramtext.h"
#include "support/await.h"

#include <QBuffer>
#include <QDir>
#include <QImageReader>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace inceptoscope;

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Everything an SVG's elements with that name say.
QStringList textsOf(const QByteArray &svg, const QString &name = QStringLiteral("text"))
{
    QStringList texts;
    QXmlStreamReader reader(svg);
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == name)
            texts += reader.readElementText().trimmed();
    }
    return reader.hasError() ? QStringList(reader.errorString()) : texts;
}

} // namespace

class DiagramExportTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString path(const QString &name) const { return m_folder.filePath(name); }

private slots:
    void init() { QVERIFY(m_folder.isValid()); }

    void svgSaysWhatThePaperDraws()
    {
        const QString file = path("stages.svg");
        QVERIFY(exportDiagram(test::network("inception_v4"), DiagramLevel::Stage, file,
                              ExportFormat::Svg));
        const QStringList expected{"299×299×3",   "Input",       "35×35×384",   "Stem",
                                   "6 steps",     "35×35×384",   "Inception-A", "× 4",
                                   "17×17×1024",  "Reduction-A", "17×17×1024",  "Inception-B",
                                   "× 7",         "8×8×1536",    "Reduction-B", "8×8×1536",
                                   "Inception-C", "× 3",         "1×1×1536",    "average pool",
                                   "1×1×1536",    "dropout",     "keep 0.8",    "1×1×1000",
                                   "Softmax",     "2 steps"};
        QCOMPARE(textsOf(contents(file)), expected);
        QVERIFY(QSvgRenderer(file).isValid());
    }

    void titlesMayHaveAnySigns()
    {
        DiagramPicture picture =
            pictureOf(test::network("inception_v4"), DiagramLevel::Stage, false);
        picture.title = "<A & \"B\">\n\x01";
        const QString file = path("title.svg");
        QVERIFY(writePicture(picture, file, ExportFormat::Svg));
        QCOMPARE(textsOf(contents(file), "title"), QStringList("<A & \"B\">\\n\\u0001"));
    }

    void everyLevelAndFormatIsWritten_data()
    {
        QTest::addColumn<QString>("network");
        QTest::addColumn<int>("level");
        for (const NetworkFamily &family : networkFamilies()) {
            const QString id = QString::fromUtf8(family.id.data(), qsizetype(family.id.size()));
            for (const int level : {0, 1, 2})
                QTest::addRow("%s level %d", qPrintable(id), level) << id << level;
        }
    }

    void everyLevelAndFormatIsWritten()
    {
        QFETCH(QString, network);
        QFETCH(int, level);
        const NetworkGraph graph = test::network(qPrintable(network));
        const auto detail = static_cast<DiagramLevel>(level);
        const QString svg = path("all.svg");
        QVERIFY(exportDiagram(graph, detail, svg, ExportFormat::Svg));
        QVERIFY(QSvgRenderer(svg).isValid());
        const QString pdf = path("all.pdf");
        QVERIFY(exportDiagram(graph, detail, pdf, ExportFormat::Pdf));
        QVERIFY(contents(pdf).startsWith("%PDF-"));
        QVERIFY(contents(pdf).trimmed().endsWith("%%EOF"));
    }

    void pngIsCrispAndBounded()
    {
        const QString small = path("small.png");
        const NetworkGraph graph = test::network("inception_resnet_v2_tfslim");
        QVERIFY(exportDiagram(graph, DiagramLevel::Stage, small, ExportFormat::Png));
        const QString svg = path("small.svg");
        QVERIFY(exportDiagram(graph, DiagramLevel::Stage, svg, ExportFormat::Svg));
        QCOMPARE(QImageReader(small).size(), (QSvgRenderer(svg).viewBoxF().size() * 2).toSize());

        const QString large = path("large.png");
        QVERIFY(exportDiagram(graph, DiagramLevel::Layer, large, ExportFormat::Png));
        const QSize size = QImageReader(large).size();
        QVERIFY2(qint64(size.width()) * size.height() <= 65'000'000, qPrintable(contents(large)));
    }

    void whatIsShownIsWrittenWithItsLegendAndSize()
    {
        DiagramPicture picture = pictureOf(test::network("inception_v4"), DiagramLevel::Stage);
        picture.spec = diagramSpec(test::network("inception_v4"), {"inception_c"});
        picture.overlay = {Overlay::Parameters, {{"stem", 1000.0}, {"inception_c.0", 4000.0}}};
        picture.legend = LegendContent{Overlay::Parameters, OverlayScale{0.0, 4000.0, false}, {}};
        const QString svg = path("shown.svg");
        const auto size = writePicture(picture, svg, ExportFormat::Svg);
        QVERIFY(size);
        const QStringList texts = textsOf(contents(svg));
        QVERIFY(texts.contains("Inception-C 3"));
        QCOMPARE(
            texts.last(6),
            (QStringList{"Parameters", "0", "4.00 k", "linear scale", "V", "no padding (Valid)"}));
        const QSize box = QSvgRenderer(svg).viewBoxF().size().toSize();
        QCOMPARE(*size, QStringLiteral("%1 × %2 pixels").arg(box.width()).arg(box.height()));
        QVERIFY(
            contents(svg).contains(overlayColour(*picture.legend->scale, 4000.0).name().toUtf8()));

        const auto png = writePicture(picture, path("shown.png"), ExportFormat::Png);
        const QSize pixels = QImageReader(path("shown.png")).size();
        QCOMPARE(*png, QStringLiteral("%1 × %2 pixels").arg(pixels.width()).arg(pixels.height()));
        QCOMPARE(imageOf(picture).size(), pixels);
        QCOMPARE(pixels, box * 2);
        const auto pdf = writePicture(picture, path("shown.pdf"), ExportFormat::Pdf);
        QVERIFY2(pdf->endsWith(" mm"), qPrintable(*pdf));
    }

    void stopsWhenItIsToldTo()
    {
        std::stop_source stop;
        stop.request_stop();
        const DiagramPicture picture =
            pictureOf(test::network("inception_v4"), DiagramLevel::Stage);
        for (const ExportFormat format :
             {ExportFormat::Svg, ExportFormat::Pdf, ExportFormat::Png}) {
            const auto written = writePicture(picture, path("stopped"), format, stop.get_token());
            QVERIFY(!written);
            QCOMPARE(written.error().message, "cancelled");
            QVERIFY(!QFile::exists(path("stopped")));
        }
        QVERIFY(imageOf(picture, stop.get_token()).isNull());
    }

    void darkIsDark()
    {
        const NetworkGraph graph = test::network("inception_v4");
        const auto cornerOf = [&](bool dark) {
            const QString file = path("corner.png");
            const auto done =
                exportDiagram(graph, DiagramLevel::Stage, file, ExportFormat::Png, dark);
            return done ? QImage(file).pixelColor(1, 1).lightness() : -1;
        };
        QCOMPARE(cornerOf(false), 255);
        QVERIFY(cornerOf(true) >= 0 && cornerOf(true) < 64);
    }

    void failureNamesTheFileAndLeavesNothing()
    {
        const QString file = path("no such folder/diagram.svg");
        const auto done = exportDiagram(test::network("inception_v4"), DiagramLevel::Stage, file,
                                        ExportFormat::Svg);
        QVERIFY(!done);
        QVERIFY2(done.error().message.starts_with(file.toStdString() + " cannot be written: "),
                 done.error().message.c_str());
        QVERIFY(!QFile::exists(file));
    }

    void nothingIsLeftBeside()
    {
        QTemporaryDir folder;
        QVERIFY(exportDiagram(test::network("bn_inception"), DiagramLevel::Stage,
                              folder.filePath("a.png"), ExportFormat::Png));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList("a.png"));
    }

    void severalAtATimeAreAllWritten()
    {
        DiagramExporter exporter;
        QSignalSpy finished(&exporter, &DiagramExporter::finished);
        QSignalSpy failed(&exporter, &DiagramExporter::failed);
        const DiagramPicture picture =
            pictureOf(test::network("inception_v4"), DiagramLevel::Layer);
        exporter.save(picture, path("first.svg"), ExportFormat::Svg);
        exporter.save(picture, path("second.pdf"), ExportFormat::Pdf);
        AWAIT(!finished.isEmpty());
        QCOMPARE(finished.count(), 1);
        const QString told = finished.first().first().toString();
        QVERIFY2(told.startsWith("Saved " + path("first.svg") + ", "), qPrintable(told));
        QVERIFY2(told.contains(" pixels. Saved " + path("second.pdf") + ", "), qPrintable(told));
        QVERIFY(QSvgRenderer(path("first.svg")).isValid());
        QVERIFY(contents(path("second.pdf")).trimmed().endsWith("%%EOF"));

        exporter.save(picture, path("no such folder/third.svg"), ExportFormat::Svg);
        exporter.save(picture, path("fourth.svg"), ExportFormat::Svg);
        AWAIT_EQUAL(failed.count(), 1);
        const QString half = failed.first().first().toString();
        QVERIFY2(half.contains("third.svg cannot be written: "), qPrintable(half));
        QVERIFY2(half.contains(" Saved " + path("fourth.svg") + ", "), qPrintable(half));
    }

    void cancelledNothingIsWrittenAndWhatIsAskedThenIs()
    {
        DiagramExporter exporter;
        QSignalSpy finished(&exporter, &DiagramExporter::finished);
        QSignalSpy cancelled(&exporter, &DiagramExporter::cancelled);
        const DiagramPicture picture =
            pictureOf(test::network("inception_v4"), DiagramLevel::Layer);
        exporter.save(picture, path("dropped.png"), ExportFormat::Png);
        exporter.save(picture, path("dropped too.png"), ExportFormat::Png);
        exporter.cancel();
        QCOMPARE(cancelled.count(), 1);
        exporter.save(picture, path("wanted.svg"), ExportFormat::Svg);
        AWAIT(!finished.isEmpty());
        QVERIFY(finished.first().first().toString().startsWith("Saved " + path("wanted.svg")));
        QVERIFY(QFile::exists(path("wanted.svg")));
        QVERIFY(!QFile::exists(path("dropped.png")));
        QVERIFY(!QFile::exists(path("dropped too.png")));
    }

    void suffixChoosesTheFormat()
    {
        QCOMPARE(exportFormatOf("x/a.SVG").value(), ExportFormat::Svg);
        QCOMPARE(exportFormatOf("a.pdf").value(), ExportFormat::Pdf);
        QCOMPARE(exportFormatOf("a.png").value(), ExportFormat::Png);
        QCOMPARE(exportFormatOf("a.gif").error().message,
                 "a.gif has no format the diagram can be written in: use a name that ends in "
                 ".svg, .pdf or .png");
    }
};

QTEST_MAIN(DiagramExportTest)
#include "tst_diagramexport.moc"
