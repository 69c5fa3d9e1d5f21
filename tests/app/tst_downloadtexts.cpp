#include "weights/downloadtexts.h"

#include <QTest>

using namespace inceptoscope;

class TestDownloadTexts : public QObject
{
    Q_OBJECT

private slots:
    void sizes_data();
    void sizes();
    void lines_data();
    void lines();
    void inAWindow();
};

void TestDownloadTexts::sizes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64{0} << "0 bytes";
    QTest::newRow("few") << qint64{999} << "999 bytes";
    QTest::newRow("thousand") << qint64{1'000} << "1.0 kB";
    QTest::newRow("nearly a million") << qint64{999'949} << "999.9 kB";
    QTest::newRow("as good as a million") << qint64{999'950} << "1.0 MB";
    QTest::newRow("weights") << qint64{170'973'128} << "171.0 MB";
    QTest::newRow("many") << qint64{1'234'567'890} << "1.2 GB";
}

void TestDownloadTexts::sizes()
{
    QFETCH(const qint64, bytes);
    QFETCH(const QString, text);
    QCOMPARE(QString::fromStdString(sizeText(bytes)), text);
}

void TestDownloadTexts::lines_data()
{
    QTest::addColumn<qint64>("received");
    QTest::addColumn<qint64>("total");
    QTest::addColumn<double>("speed");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, qint64 received, qint64 total, double speed,
                        const QString &text) {
        QTest::newRow(name) << received << total << speed << text;
    };
    row("nothing yet", 0, -1, 0.0, "a  0 bytes");
    row("of unknown length", 42'700'000, -1, 3.4e6, "a  42.7 MB  3.4 MB/s");
    row("under way", 42'750'000, 171'000'000, 3.5e6,
        "a  [#####---------------]  25 %  42.8 of 171.0 MB  3.5 MB/s  0:37 left");
    row("beginning", 42'700, 171'000'000, 1'000.0,
        "a  [--------------------]  0 %  42.7 kB of 171.0 MB  1.0 kB/s  47:29:18 left");
    row("standing", 100, 200, 0.0, "a  [##########----------]  50 %  100 of 200 bytes");
    row("nearly there", 999'999, 1'000'000, 1.0,
        "a  [###################-]  99 %  1.0 of 1.0 MB  1 bytes/s  0:01 left");
    row("all", 200, 200, 0.0, "a  [####################]  100 %  200 of 200 bytes");
    row("hopeless", 0, 171'000'000, 1.0,
        "a  [--------------------]  0 %  0 bytes of 171.0 MB  1 bytes/s");
    row("empty file", 0, 0, 0.0, "a  0 of 0 bytes");
}

void TestDownloadTexts::lines()
{
    QFETCH(const qint64, received);
    QFETCH(const qint64, total);
    QFETCH(const double, speed);
    QFETCH(const QString, text);
    QCOMPARE(QString::fromStdString(progressLine("a", {received, total, speed})), text);
}

void TestDownloadTexts::inAWindow()
{
    QCOMPARE(QString::fromStdString(progressText({42'750'000, 171'000'000, 3.5e6})),
             QString("42.8 of 171.0 MB · 3.5 MB/s · 0:37 left"));
    QCOMPARE(QString::fromStdString(progressText({42'700'000, -1, 0.0})), QString("42.7 MB"));
}

QTEST_GUILESS_MAIN(TestDownloadTexts)

#include "tst_downloadtexts.moc"
