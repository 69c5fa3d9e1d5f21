#include "commandline/programrun.h"
#include "support/eventfiles.h"
#include "support/runlogs.h"
#include "support/temporaryfolder.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <limits>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

/// Of a text with "%" in the place of a folder.
QByteArray in(const TemporaryFolder &folder, const char *text)
{
    return QByteArray(text).replace("%", QByteArray::fromStdString(folder.path().string()));
}

QString path(const TemporaryFolder &folder, std::string_view name = {})
{
    return QString::fromStdString((folder / name).string());
}

} // namespace

/// `curves`.
class TestCurvesCommand : public QObject
{
    Q_OBJECT

private slots:
    void listsRunsAsJson();
    void listsRunsAsText();
    void readsTheBundledRuns();
    void tellsWhatCannotBeRead();
    void wantsALog();
};

void TestCurvesCommand::listsRunsAsJson()
{
    const TemporaryFolder folder;
    const float infinity = std::numeric_limits<float>::infinity();
    std::filesystem::create_directories(folder / "logs/plain");
    writeFile(folder / "logs/plain/events.out.tfevents.1",
              versionRecord() + scalarRecord(1, 1, "loss", 0.5F)
                  + scalarRecord(2, 2, "loss", infinity) + scalarRecord(3, 3, "loss", 0.25F));
    writeFile(folder / "logs/residual.csv", "step,error\n1,4\n2,3\n1,-2\n2,nan\n");
    const ProgramRun run = runProgram({"curves", path(folder), "--json"});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    QCOMPARE(run.out,
             in(folder,
                R"({"runs":[{"run":"plain","source":"%/logs/plain","format":"tensorboard",)"
                R"("series":[{"tag":"loss","points":3,"first":[1,0.5],"last":[3,0.25],)"
                R"("min":0.25,"max":0.5,"non_finite":1}]},)"
                R"({"run":"residual","source":"%/logs/residual.csv","format":"csv",)"
                R"("series":[{"tag":"error","points":4,"first":[1,4.0],"last":[2,null],)"
                R"("min":-2.0,"max":4.0,"non_finite":1,"overwritten":2}]}],"problems":[]})"
                "\n"));
}

void TestCurvesCommand::listsRunsAsText()
{
    const TemporaryFolder folder;
    writeFile(folder / "plain.csv",
              "step,error,loss\n2000,0.5,1234567\n10,0.5,1234567\n2000,0.25,nan\n");
    const ProgramRun run = runProgram({"curves", path(folder, "plain.csv")});
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.status, 0);
    QCOMPARE(run.out,
             in(folder,
                "plain (csv, %/plain.csv)\n"
                "tag    points  from step  to step  last          min          max  not finite  "
                "overwritten\n"
                "error       3       2000     2000  0.25         0.25          0.5              "
                "          1\n"
                "loss        3       2000     2000   nan  1.23457e+06  1.23457e+06           1  "
                "          1\n"
                "\n"));
}

void TestCurvesCommand::readsTheBundledRuns()
{
    const QString runs = qEnvironmentVariable("INCEPTOSCOPE_RESOURCES") + "/runs/networks";
    const ProgramRun run = runProgram({"curves", runs, "--json"});
    QCOMPARE(run.status, 0);
    const auto read = nlohmann::json::parse(run.out.toStdString());
    QStringList names;
    for (const auto &each : read["runs"]) {
        names += QString::fromStdString(each["run"]);
        QCOMPARE(each["format"].get<std::string>(), std::string("inceptoscope"));
        QVERIFY(each["series"].size() >= 7);
        for (const auto &series : each["series"])
            QCOMPARE(series["points"].get<int>(), 60); // epochs
    }
    QCOMPARE(names, QStringList({"inception_resnet_v2_imagenette", "inception_v4_imagenette"}));
}

void TestCurvesCommand::tellsWhatCannotBeRead()
{
    const TemporaryFolder folder;
    writeFile(folder / "plain.csv", "step,loss\n1,0.5\n2,bad\n");
    const QStringList logs{"curves", path(folder, "none"), path(folder, "plain.csv")};
    const ProgramRun text = runProgram(logs);
    QCOMPARE(text.status, 1);
    QCOMPARE(text.err,
             in(folder,
                "inceptoscope: %/none: it cannot be read: No such file or directory\n"
                "inceptoscope: %/plain.csv: line 3: \"bad\" of loss is not a number and is left "
                "out\n"));
    const ProgramRun json = runProgram(logs + QStringList("--json"));
    QCOMPARE(json.status, 1);
    QCOMPARE(json.err, QByteArray());
    QCOMPARE(json.out,
             in(folder,
                R"({"runs":[{"run":"plain","source":"%/plain.csv","format":"csv",)"
                R"("series":[{"tag":"loss","points":1,"first":[1,0.5],"last":[1,0.5],)"
                R"("min":0.5,"max":0.5,"non_finite":0}]}],)"
                R"("problems":[{"source":"%/none",)"
                R"("reason":"it cannot be read: No such file or directory"},)"
                R"({"source":"%/plain.csv",)"
                R"("reason":"line 3: \"bad\" of loss is not a number and is left out"}]})"
                "\n"));
}

void TestCurvesCommand::wantsALog()
{
    const ProgramRun run = runProgram({"curves"});
    QCOMPARE(run.status, 2);
    QCOMPARE(run.out, QByteArray());
    QVERIFY2(run.err.contains("LOG|FOLDER is missing: inceptoscope curves LOG|FOLDER..."),
             run.err.constData());
}

QTEST_GUILESS_MAIN(TestCurvesCommand)
#include "tst_curvescommand.moc"
