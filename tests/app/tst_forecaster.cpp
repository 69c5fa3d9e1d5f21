#include "support/await.h"
#include "support/plainphotos.h"
#include "support/temporaryfolder.h"
#include "training/forecaster.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// What a training takes, as a program tells it that is a script here.
class TestForecaster : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<TemporaryFolder>(); }

    void networksAreMeasuredAtTheSameTime();
    void whatIsThroughBeginsAgainUntilTheOthersAre();
    void saysWhyThereIsNone();
    void aNewerRequestTakesItsPlace();

private:
    QString program(const std::string &script) const;
    static TrainingChoice choice();

    std::unique_ptr<TemporaryFolder> m_folder;
};

/// It notes each start in a file that is called after the network.
QString TestForecaster::program(const std::string &script) const
{
    const std::string answer = R"({"memory": {"total": 2000000}, "time": {"sizes": )"
                               R"([{"epoch_seconds": 10}], "validation_seconds": 2, )"
                               R"("total_seconds": 120}})";
    writeFile(*m_folder / "program",
              "#!/bin/sh\ncd '" + m_folder->path().string()
                  + "'\n"
                    "starts() { cat $1 2>/dev/null | wc -l; }\n"
                    "await() { until [ $(starts $1) -ge $2 ]; do sleep 0.02; done; }\n"
                    "network=$4\necho \"$*\" >> $network\n"
                  + script + "\necho '" + answer + "'\n");
    const QString path = pathIn(m_folder->path(), QStringLiteral("program"));
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

TrainingChoice TestForecaster::choice()
{
    TrainingChoice choice;
    choice.variants.assign(readyPairs().front().begin(), readyPairs().front().end());
    choice.data = QStringLiteral("data");
    return choice;
}

static const QString line = QStringLiteral(": about 2.0 MB of memory, 12 s an epoch, 2 min in all");

void TestForecaster::networksAreMeasuredAtTheSameTime()
{
    TrainingForecaster forecaster(program("await inception_v4 1; await inception_resnet_v2 1"));
    forecaster.request(choice());
    QVERIFY(forecaster.isBusy());
    AWAIT(!forecaster.isBusy());
    QCOMPARE(forecaster.text(), "Inception-v4" + line + "\nInception-ResNet-v2 (paper)" + line);
}

void TestForecaster::whatIsThroughBeginsAgainUntilTheOthersAre()
{
    TrainingForecaster forecaster(program("[ $network = inception_v4 ] || await inception_v4 3"));
    QStringList seen;
    connect(&forecaster, &TrainingForecaster::changed, this,
            [&] { seen += forecaster.isBusy() ? forecaster.text() : "done"; });
    forecaster.request(choice());
    AWAIT(!forecaster.isBusy());
    seen.removeDuplicates();
    QCOMPARE(seen, QStringList({QString(), "Inception-v4" + line, "done"}));
    QCOMPARE(forecaster.text(), "Inception-v4" + line + "\nInception-ResNet-v2 (paper)" + line);
}

void TestForecaster::saysWhyThereIsNone()
{
    TrainingForecaster failing(
        program("[ $network = inception_v4 ] || { echo 'inceptoscope: no photos' >&2; exit 1; }"));
    failing.request(choice());
    AWAIT(!failing.isBusy());
    QCOMPARE(failing.text(), "Inception-v4" + line + "\nInception-ResNet-v2 (paper): no photos");
    TrainingForecaster missing(QStringLiteral("/none/inceptoscope"));
    missing.request(choice());
    AWAIT(!missing.isBusy());
    QVERIFY2(missing.text().startsWith("/none/inceptoscope cannot be started: "),
             qPrintable(missing.text()));
    QVERIFY(!missing.text().contains(u'\n')); // once
}

void TestForecaster::aNewerRequestTakesItsPlace()
{
    TrainingForecaster forecaster(program("[ $network = inception_v4 ] || await never 1"));
    forecaster.request(choice());
    AWAIT_EQUAL(forecaster.text(), "Inception-v4" + line);
    TrainingChoice alone = choice();
    alone.variants.pop_back();
    forecaster.request(alone);
    QCOMPARE(forecaster.text(), QString());
    AWAIT(!forecaster.isBusy());
    QCOMPARE(forecaster.text(), "Inception-v4" + line);
    QSignalSpy changed(&forecaster, &TrainingForecaster::changed);
    forecaster.clear();
    QCOMPARE(forecaster.text(), QString());
    forecaster.clear();
    QCOMPARE(changed.count(), 1);
}

QTEST_GUILESS_MAIN(TestForecaster)
#include "tst_forecaster.moc"
