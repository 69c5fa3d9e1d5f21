#include "commandline/programrun.h"
#include "support/await.h"
#include "support/runlogs.h"
#include "support/temporaryfolder.h"

#include <QDateTime>
#include <QImage>
#include <QRegularExpression>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// `plot`.
class TestPlotCommand : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_folder.reset(); }

    void drawsWithoutADisplay();
    void sizesAreThoseAskedFor_data();
    void sizesAreThoseAskedFor();
    void showsWhatTheWindowWouldFirst();
    void severalMetricsAreToldApart();
    void measuresAreDrawn();
    void writesValues();
    void seedsAreDrawnAsAsked();
    void timesWithinASecondAreToldApart();
    void onlyWhatIsSeenIsWritten();
    void isTheSameEveryTime();
    void themesAndTitles();
    void damagedLogsAreDrawnAsFarAsTheyGo();
    void curvesWithoutAPlaceAreTold();
    void curvesBelowALogarithmicAxisAreTold();
    void tellsWhereThereIsNothingToDraw();
    void tellsHowItIsCalled();
    void misuseIsTold_data();
    void misuseIsTold();
    void replacesOnlyByForce();
    void neverReplacesALog();
    void outputThatCannotBeWrittenIsTold();

private:
    QString path(std::string_view name) const
    {
        return QString::fromStdString((*m_folder / name).string());
    }
    std::string read(std::string_view name) const { return readFile(*m_folder / name); }
    ProgramRun plot(const QStringList &arguments) const
    {
        return runProgram(QStringList("plot") + arguments);
    }

    std::unique_ptr<TemporaryFolder> m_folder;
};

void TestPlotCommand::init()
{
    m_folder = std::make_unique<TemporaryFolder>();
    writeRunLog(*m_folder / "own/run.jsonl", "inception_v4", "Inception-v4", {0.75, 0.5, 0.25});
    writeFile(*m_folder / "other.csv", "step,acc,train_loss,val_loss\n10,0.5,2,3\n20,0.75,1,2\n");
}

void TestPlotCommand::drawsWithoutADisplay()
{
    const ProgramRun run = plot({path("own"), "-o", path("a.png"), "-o", path("a.svg"), "-o",
                                 path("a.pdf"), "-o", path("a.csv")});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    const QStringList expected{path("a.png") + ": curves: 2, 1890 × 1181 pixels",
                               path("a.svg") + ": curves: 2, 160 × 100 mm",
                               path("a.pdf") + ": curves: 2, 160 × 100 mm",
                               path("a.csv") + ": curves: 2, points: 6"};
    QCOMPARE(QString::fromUtf8(run.out).split('\n', Qt::SkipEmptyParts), expected);
    QCOMPARE(QImage(path("a.png")).size(), QSize(1890, 1181));
    QVERIFY(read("a.svg").find("Inception-v4, validation") != std::string::npos);
    QVERIFY(read("a.pdf").starts_with("%PDF"));
}

void TestPlotCommand::sizesAreThoseAskedFor_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QSize>("pixels");
    QTest::newRow("pixels") << QStringList{"--width", "640", "--height", "400"} << QSize(640, 400);
    QTest::newRow("px") << QStringList{"--width=640px", "--height=300px", "--dpi=200"}
                        << QSize(640, 300);
    QTest::newRow("mm") << QStringList{"--width=84mm", "--height=50.8mm", "--dpi=100"}
                        << QSize(331, 200);
    QTest::newRow("width") << QStringList{"--width=800"} << QSize(800, 500);
    QTest::newRow("height") << QStringList{"--height=254mm", "--dpi=50"} << QSize(800, 500);
}

void TestPlotCommand::sizesAreThoseAskedFor()
{
    QFETCH(QStringList, arguments);
    QFETCH(QSize, pixels);
    const ProgramRun run = plot(QStringList{path("own"), "-o", path("a.png")} + arguments);
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(QImage(path("a.png")).size(), pixels);
}

void TestPlotCommand::showsWhatTheWindowWouldFirst()
{
    QCOMPARE(plot({path("own"), path("other.csv"), "-o", path("own.svg")}).status, 0);
    QVERIFY(read("own.svg").find("top-1 error (%)") != std::string::npos);
    QCOMPARE(plot({path("other.csv"), "-o", path("other.svg")}).status, 0);
    QVERIFY(read("other.svg").find("top-1 error (%)") != std::string::npos); // by its accuracy
    writeFile(*m_folder / "tags.csv", "step,lr,gan_loss\n10,0.5,2\n");
    QCOMPARE(plot({path("tags.csv"), "-o", path("tags.svg")}).status, 0);
    QVERIFY(read("tags.svg").find("gan_loss") != std::string::npos);
}

void TestPlotCommand::severalMetricsAreToldApart()
{
    const ProgramRun run = plot({path("other.csv"), "--metric", "val_loss", "--metric",
                                 "train_loss", "--metric", "acc", "-o", path("a.svg")});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    const std::string svg = read("a.svg");
    for (const char *label : {"other, val_loss", "other, train_loss", "other, acc", "step",
                              "val_loss, train_loss, acc", "stroke-dasharray"})
        QVERIFY2(svg.find(label) != std::string::npos, label);
}

/// Whatever each log calls it, and though a tag may have its name.
void TestPlotCommand::measuresAreDrawn()
{
    writeFile(*m_folder / "keras.csv", "epoch,loss,val_loss\n0,4,5\n");
    const ProgramRun run =
        plot({path("own"), path("keras.csv"), "--measure=loss", "-o", path("a.csv")});
    QCOMPARE(run.err, QByteArray());
    const std::string csv = read("a.csv");
    for (const char *line : {"\"Inception-v4, validation\",1,1.5\r\n",
                             "\"keras, training\",0,4\r\n", "\"keras, validation\",0,5\r\n"})
        QVERIFY2(csv.find(line) != std::string::npos, csv.c_str());
    const ProgramRun none = plot({path("keras.csv"), "--measure=top5_error", "-o", path("b.csv")});
    QVERIFY2(none.err.contains("no run has logged its top5_error"), none.err.constData());
    QCOMPARE(none.status, 2);
}

void TestPlotCommand::writesValues()
{
    const ProgramRun run =
        plot({path("own"), "--metric", "top1_error", "--smoothing", "0.5", "-o", path("a.csv")});
    QCOMPARE(run.status, 0);
    QCOMPARE(read("a.csv"),
             std::string("curve,epoch,top-1 error (%),as logged\r\n"
                         "\"Inception-v4, validation\",1,75,75\r\n"
                         "\"Inception-v4, validation\",2,58.333333333333336,50\r\n"
                         "\"Inception-v4, validation\",3,39.285714285714285,25\r\n"
                         "\"Inception-v4, training\",1,85,85\r\n"
                         "\"Inception-v4, training\",2,68.33333333333333,60\r\n"
                         "\"Inception-v4, training\",3,49.285714285714285,35\r\n"));
}

void TestPlotCommand::seedsAreDrawnAsAsked()
{
    std::filesystem::create_directories(*m_folder / "seeds");
    writeFile(*m_folder / "seeds/a-seed1.csv", "epoch,score\n1,1\n2,1\n");
    writeFile(*m_folder / "seeds/a-seed2.csv", "epoch,score\n1,3\n2,9\n");
    const auto values = [this](const QStringList &options) {
        const ProgramRun run = plot(
            QStringList{path("seeds"), "--metric=score", "--force", "-o", path("a.csv")} + options);
        QString text =
            QString::fromStdString(run.status == 0 ? read("a.csv") : run.err.toStdString());
        static const QRegularExpression name("^(\"[^\"]*\"|[^,]*),",
                                             QRegularExpression::MultilineOption);
        return text.replace(name, QString()).remove(u'\r');
    };
    QCOMPARE(values({}), QStringLiteral("epoch,score,lowest,highest\n1,2,1,3\n2,5,1,9\n"));
    QCOMPARE(values({"--deviation"}),
             QStringLiteral("epoch,score,mean − s.d.,mean + s.d.\n"
                            "1,2,0.5857864376269049,3.414213562373095\n"
                            "2,5,-0.6568542494923806,10.65685424949238\n"));
    QCOMPARE(values({"--each-seed"}), QStringLiteral("epoch,score\n1,1\n2,1\n1,3\n2,9\n"));
}

void TestPlotCommand::timesWithinASecondAreToldApart()
{
    writeFile(*m_folder / "fast.csv", "wall_time,loss\n1700000000.25,2\n1700000000.75,1\n");
    QCOMPARE(plot({path("fast.csv"), "--x=wall", "-o", path("a.svg")}).status, 0);
    for (const char *time : {":20.300", ":20.500", ":20.700"})
        QVERIFY2(read("a.svg").find(time) != std::string::npos, time);
}

void TestPlotCommand::onlyWhatIsSeenIsWritten()
{
    const ProgramRun run =
        plot({path("other.csv"), "--metric=acc", "--as-error", "--x-range", "15", "25", "--y-range",
              "-10", "60", "-o", path("a.csv"), "-o", path("a.svg")});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(read("a.csv"), std::string("curve,step,error by acc (%)\r\nother,20,25\r\n"));
    QVERIFY(read("a.svg").find("−10") != std::string::npos);
}

void TestPlotCommand::isTheSameEveryTime()
{
    const QStringList names{"a.png", "a.svg", "a.pdf", "a.csv"};
    const auto draw = [&](const QString &folder) {
        QStringList arguments{path("own"), path("other.csv"), "--title", "A title ½ 漢字"};
        for (const QString &name : names)
            arguments += {"-o", path(QString(folder + name).toStdString())};
        QCOMPARE(plot(arguments).status, 0);
    };
    std::filesystem::create_directories(*m_folder / "first");
    std::filesystem::create_directories(*m_folder / "second");
    const qint64 second = QDateTime::currentSecsSinceEpoch();
    draw("first/");
    AWAIT(QDateTime::currentSecsSinceEpoch() > second + 1); // that a date might tell
    const QByteArray zone = qgetenv("TZ");
    qputenv("TZ", "Asia/Tokyo");
    draw("second/");
    zone.isNull() ? qunsetenv("TZ") : qputenv("TZ", zone);
    for (const QString &name : names) {
        const std::string first = read(("first/" + name).toStdString());
        QVERIFY(!first.empty());
        QVERIFY2(first == read(("second/" + name).toStdString()), qPrintable(name));
    }
}

void TestPlotCommand::themesAndTitles()
{
    QCOMPARE(plot({path("own"), "-o", path("light.png")}).status, 0);
    QCOMPARE(QImage(path("light.png")).pixelColor(3, 3), QColor(Qt::white));
    QCOMPARE(plot({path("own"), "--theme=dark", "--title=How <they> learn", "--no-legend", "-o",
                   path("dark.png"), "-o", path("dark.svg")})
                 .status,
             0);
    QVERIFY(QImage(path("dark.png")).pixelColor(3, 3).lightness() < 50);
    const std::string svg = read("dark.svg");
    QVERIFY(svg.find("How &lt;they&gt; learn") != std::string::npos);
    QVERIFY(svg.find("Inception-v4, validation") == std::string::npos);
}

void TestPlotCommand::damagedLogsAreDrawnAsFarAsTheyGo()
{
    writeFile(*m_folder / "bad.csv", "step,loss\n1,0.5\n2,bad\n3,0.25\n");
    const ProgramRun run = plot({path("bad.csv"), path("none"), "-o", path("a.csv")});
    QCOMPARE(run.status, 1);
    QCOMPARE(
        QString::fromUtf8(run.err),
        QString("inceptoscope: %1/none: it cannot be read: No such file or directory\n"
                "inceptoscope: %1/bad.csv: line 3: \"bad\" of loss is not a number and is left "
                "out\n")
            .arg(QString::fromStdString(m_folder->path().string())));
    QCOMPARE(read("a.csv"), std::string("curve,step,loss\r\nbad,1,0.5\r\nbad,3,0.25\r\n"));
}

void TestPlotCommand::curvesWithoutAPlaceAreTold()
{
    writeFile(*m_folder / "epochs.csv", "epoch,loss\n1,0.5\n2,0.25\n");
    writeFile(*m_folder / "steps.csv", "step,loss\n1,0.5\n");
    const ProgramRun run = plot(
        {path("epochs.csv"), path("steps.csv"), "--metric=loss", "--x=epoch", "-o", path("a.csv")});
    QCOMPARE(run.status, 1);
    QCOMPARE(run.err,
             QByteArray("inceptoscope: curves left out, since their logs do not know their places "
                        "on this axis: 1\n"));
    QCOMPARE(read("a.csv"), std::string("curve,epoch,loss\r\nepochs,1,0.5\r\nepochs,2,0.25\r\n"));
}

void TestPlotCommand::curvesBelowALogarithmicAxisAreTold()
{
    writeFile(*m_folder / "reward.csv", "step,loss,reward\n1,0,-0.5\n2,0.5,-0.25\n");
    const auto draw = [this](const QStringList &more) {
        return plot(QStringList{path("reward.csv"), "--metric=loss", "--metric=reward", "--force",
                                "-o", path("a.svg")}
                    + more);
    };
    QCOMPARE(draw({}).err, QByteArray());
    const ProgramRun run = draw({"--log-y"});
    QCOMPARE(run.status, 1);
    QCOMPARE(run.err,
             QByteArray("inceptoscope: curves that are not seen, since a logarithmic axis shows "
                        "only what is above zero: 1\n"));
    QVERIFY(!read("a.svg").empty());
}

void TestPlotCommand::tellsWhereThereIsNothingToDraw()
{
    const ProgramRun none = plot({path("none"), "-o", path("a.png")});
    QCOMPARE(none.status, 1);
    QCOMPARE(none.errorLines().last(),
             QByteArray("inceptoscope: there is nothing to draw: no values could be read"));
    writeFile(*m_folder / "header.csv", "epoch,loss\n");
    const ProgramRun header = plot({path("header.csv"), "-o", path("a.png")});
    QCOMPARE(header.status, 1);
    QCOMPARE(header.err,
             "inceptoscope: " + path("header.csv").toUtf8()
                 + ": there are no values in it yet\n"
                   "inceptoscope: there is nothing to draw: no values could be read\n");
    const ProgramRun wall = plot({path("other.csv"), "--x=wall", "-o", path("a.png")});
    QCOMPARE(wall.status, 1);
    QCOMPARE(wall.err,
             QByteArray("inceptoscope: there is nothing to draw: the logs do not know their places "
                        "on this axis; choose another --x\n"));
    QVERIFY(!std::filesystem::exists(*m_folder / "a.png"));
}

void TestPlotCommand::tellsHowItIsCalled()
{
    const ProgramRun run = plot({});
    QCOMPARE(run.status, 2);
    QCOMPARE(run.err,
             QByteArray("inceptoscope: LOG|FOLDER is missing: inceptoscope plot LOG|FOLDER... "
                        "--output FILE (inceptoscope plot --help tells more)\n"));
}

void TestPlotCommand::misuseIsTold_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("ending") << QStringList{"-o", "plot.gif"}
                            << QByteArray("plot.gif: curves are saved as .png, .svg or .pdf, and "
                                          "their values as .csv; choose one of these endings");
    QTest::newRow("no output") << QStringList()
                               << QByteArray(
                                      "--output FILE is missing: inceptoscope plot LOG|FOLDER... "
                                      "--output FILE (inceptoscope plot --help");
    QTest::newRow("twice") << QStringList{"-o", "a.png", "-o", "a.png"}
                           << QByteArray("a.png is to be written twice");
    QTest::newRow("metric") << QStringList{"-o", "/none/a.png", "--metric", "loess"}
                            << QByteArray("no run has logged \"loess\"; there are acc, train_loss, "
                                          "val_loss");
    QTest::newRow("axis") << QStringList{"-o", "a.png", "--x", "time"} << QByteArray("time");
    QTest::newRow("smoothing") << QStringList{"-o", "a.png", "--smoothing", "1"}
                               << QByteArray("not in range 0 to 0.999");
    QTest::newRow("length") << QStringList{"-o", "a.png", "--width", "16cm"}
                            << QByteArray("\"16cm\" is no length");
    QTest::newRow("units") << QStringList{"-o", "a.png", "--width=160mm", "--height=400"}
                           << QByteArray("different units");
    QTest::newRow("no width") << QStringList{"-o", "a.png", "--width=0"}
                              << QByteArray("a side of 0 pixels is not possible; 76 to 7559 are, "
                                            "where an inch has 96");
    QTest::newRow("wide") << QStringList{"-o", "a.png", "--width", "99999999"}
                          << QByteArray(
                                 "a side of 99999999 pixels is not possible; 76 to 7559 are");
    QTest::newRow("huge") << QStringList{"-o", "a.png", "--width=1e18mm"}
                          << QByteArray("a side of 1e+18 mm is not possible; 20 to 2000 mm are");
    QTest::newRow("no number") << QStringList{"-o", "a.png", "--height=nan"}
                               << QByteArray("is not possible; 76 to 7559 are");
    QTest::newRow("no dots") << QStringList{"-o", "a.png", "--dpi", "0"}
                             << QByteArray("0 pixels an inch are not possible; 10 to 4800 are");
    QTest::newRow("terabytes") << QStringList{"-o", "a.png", "--width=2000mm", "--dpi=4800"}
                               << QByteArray("at most 64 million pixels are possible");
    QTest::newRow("dots") << QStringList{"-o", "a.png", "--dpi=2000000000"}
                          << QByteArray("2000000000 pixels an inch are not possible");
    QTest::newRow("range") << QStringList{"-o", "a.png", "--y-range", "2", "1"}
                           << QByteArray("--y-range wants two numbers, the lower one first");
    QTest::newRow("endless range") << QStringList{"-o", "a.png", "--x-range", "0", "inf"}
                                   << QByteArray("--x-range wants two numbers");
    QTest::newRow("logarithm") << QStringList{"-o", "a.png", "--log-y", "--y-range", "0", "1"}
                               << QByteArray("--y-range must be above 0 on a logarithmic axis");
    QTest::newRow("dates") << QStringList{"-o", "a.png", "--x=wall", "--log-x"}
                           << QByteArray("dates have no logarithm");
}

void TestPlotCommand::misuseIsTold()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, reason);
    const ProgramRun run = plot(QStringList(path("other.csv")) + arguments);
    QCOMPARE(run.status, 2);
    QVERIFY2(run.err.contains(reason), run.err.constData());
    QCOMPARE(run.errorLines().size(), 1);
    QCOMPARE(run.out, QByteArray());
}

void TestPlotCommand::replacesOnlyByForce()
{
    writeFile(*m_folder / "a.png", "precious");
    const QStringList arguments{path("own"), "-o", path("a.png")};
    const ProgramRun refused = plot(arguments);
    QCOMPARE(refused.status, 1);
    QCOMPARE(refused.err,
             "inceptoscope: " + path("a.png").toUtf8()
                 + " exists already: give --force to replace it\n");
    QCOMPARE(read("a.png"), std::string("precious"));
    QCOMPARE(plot(arguments + QStringList("--force")).status, 0);
    QVERIFY(!QImage(path("a.png")).isNull());
}

void TestPlotCommand::neverReplacesALog()
{
    const std::string before = read("other.csv");
    const ProgramRun run = plot({path("other.csv"), "--force", "-o", path("other.csv")});
    QCOMPARE(run.status, 1);
    QVERIFY2(run.err.contains("is one of the logs, and would be lost"), run.err.constData());
    QCOMPARE(read("other.csv"), before);
}

void TestPlotCommand::outputThatCannotBeWrittenIsTold()
{
    for (const char *name : {"none/a.png", "none/a.pdf", "none/a.csv"}) {
        const ProgramRun run =
            plot({path("own"), "-o", path(name), "-o", path("there.svg"), "--force"});
        QCOMPARE(run.status, 1);
        QCOMPARE(run.err,
                 "inceptoscope: " + path(name).toUtf8()
                     + " cannot be written: No such file or directory\n");
        QVERIFY(!read("there.svg").empty());
    }
}

QTEST_GUILESS_MAIN(TestPlotCommand)
#include "tst_plotcommand.moc"
