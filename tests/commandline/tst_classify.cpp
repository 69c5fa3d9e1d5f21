#include "commandline/programfolder.h"
#include "commandline/programrun.h"

#include <QTest>

#include <cmath>
#include <csignal>

using namespace inceptoscope;
using namespace inceptoscope::test;
using nlohmann::ordered_json;

namespace fs = std::filesystem;

/// Against the engine, asked directly.
class TestClassify : public QObject
{
    Q_OBJECT

private slots:
    void classifyAsJson();
    void classifyAsText();
    void classifyWithAnotherNetwork_data();
    void classifyWithAnotherNetwork();
    void classifyWithOtherLabels_data();
    void classifyWithOtherLabels();
    void classifyToAFullDisk();
    void classifyEndsCleanlyAtCtrlC();

private:
    const ProgramFolder m_folder;
};

void TestClassify::classifyAsJson()
{
    const QString photos = m_folder.path("photos");
    const ProgramRun run =
        runProgram({"classify", "--json", "--logits", "--top", "3", "--batch", "2",
                    m_folder.path("7.png"), photos, m_folder.path("nowhere.png")});
    QCOMPARE(run.status, 1);
    QCOMPARE(run.err, QByteArray());
    const QStringList expected{
        m_folder.path("7.png"), photos + "/1 quotes \"'.png", photos + "/2\nline.png",
        photos + "/3 text.jpg", photos + "/4 empty.jpg",      photos + "/4 short.jpg",
        photos + "/5 한글.png", photos + "/more/6.png",       m_folder.path("nowhere.png")};
    QStringList images;
    QStringList failed;
    for (const QByteArray &line : run.lines()) {
        const ordered_json answer = parsed(line);
        const QString image = QString::fromStdString(answer["image"]);
        images += image;
        if (answer.contains("error")) {
            failed += image;
            QCOMPARE(answer.size(), std::size_t{2});
            QVERIFY(!answer["error"].get<std::string>().empty());
            continue;
        }
        const auto direct = m_folder.answerTo(image);
        QVERIFY(direct);
        QCOMPARE(answer["network"].get<std::string>(), std::string("tiny_inception_resnet_v2"));
        QCOMPARE(answer["weights"].get<std::string>(), std::string("tiny_inception_resnet_v2"));
        QCOMPARE(answer["logits"].size(), std::size_t{4});
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY(std::abs(answer["logits"][i].get<float>() - direct->logits[i]) < 1e-4F);
        QCOMPARE(answer["top"].size(), std::size_t{3});
        float last = 1.0F;
        for (const ordered_json &top : answer["top"]) {
            const auto index = top["index"].get<std::size_t>();
            const auto probability = top["probability"].get<float>();
            QVERIFY(std::abs(probability - direct->probabilities.at(index)) < 1e-4F);
            QVERIFY(probability <= last);
            last = probability;
            QCOMPARE(top["label"].get<std::string>(), tinyDescription().labels.at(index));
        }
        for (const char *step : {"decode", "preprocess", "forward"})
            QVERIFY(answer["ms"][step].get<double>() > 0.0);
    }
    QCOMPARE(images, expected);
    QCOMPARE(failed, (expected.sliced(3, 3) << expected.last()));
}

void TestClassify::classifyAsText()
{
    const QString image = m_folder.path("photos/2\nline.png");
    const ProgramRun run =
        runProgram({"classify", "--top", "1", image, m_folder.path("photos/3 text.jpg"),
                    m_folder.path("data"), m_folder.path("nothing\nthere")});
    QCOMPARE(run.status, 1);
    const auto answer = m_folder.answerTo(image);
    QVERIFY(answer);
    const auto best = std::ranges::max_element(answer->probabilities);
    const auto index = static_cast<std::size_t>(best - answer->probabilities.begin());
    QString shown = image;
    shown.replace(u'\n', "\\n");
    QCOMPARE(QString::fromUtf8(run.out),
             QStringLiteral("%1: %2 %3 %\n")
                 .arg(shown, QString::fromStdString(tinyDescription().labels.at(index)),
                      QString::number(100.0 * *best, 'f', 1)));
    const QList<QByteArray> errors = run.errorLines();
    QCOMPARE(errors.size(), 3);
    QVERIFY2(errors[0].startsWith("inceptoscope: " + m_folder.path("photos/3 text.jpg").toUtf8()),
             errors[0]);
    QVERIFY2(errors[1].contains("nothing\\nthere"), errors[1]);
    QCOMPARE(errors[2],
             QByteArray("inceptoscope: data has no pictures in it; choose a folder with JPEG, PNG "
                        "or other photos"));
}

void TestClassify::classifyWithAnotherNetwork_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("told"); ///< network and weights, or the sentence
    const QString file = m_folder.path("v4.safetensors");
    QTest::newRow("file") << QStringList{"--weights", file} << 0 << "inception_v4 " + file;
    QTest::newRow("file for a network")
        << QStringList{"--network", "inception_v4", "--weights", file} << 0
        << "inception_v4 " + file;
    QTest::newRow("id for a network")
        << QStringList{"--network", "inception_resnet_v2", "--weights", "tiny_inception_resnet_v2"}
        << 0 << "inception_resnet_v2 tiny_inception_resnet_v2";
    QTest::newRow("file for another network")
        << QStringList{"--network", "inception_v3", "--weights", file} << 1
        << file + " cannot be used: it is for inception_v4, not for inception_v3";
    QTest::newRow("no weights")
        << QStringList{"--network", "bn_inception"} << 1
        << "there are no weights for BN-Inception here: download some with \"inceptoscope weights "
           "get bn_inception.cadene\"";
    QTest::newRow("no file") << QStringList{"--weights", m_folder.path("none.safetensors")} << 1
                             << m_folder.path("none.safetensors")
            + " cannot be read: No such file or directory";
}

void TestClassify::classifyWithAnotherNetwork()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, told);
    const ProgramRun run =
        runProgram(QStringList{"classify", "--json", m_folder.path("7.png")} + arguments);
    QTEST(run.status, "status");
    if (run.status != 0) {
        QCOMPARE(QString::fromUtf8(run.err), "inceptoscope: " + told + "\n");
        QCOMPARE(run.out, QByteArray());
        return;
    }
    const ordered_json answer = parsed(run.out);
    QCOMPARE(QString::fromStdString(answer["network"].get<std::string>() + " "
                                    + answer["weights"].get<std::string>()),
             told);
    QCOMPARE(answer["top"].size(), std::size_t{4}); // of five asked for
    QVERIFY(!answer.contains("logits"));
}

void TestClassify::classifyWithOtherLabels_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("told"); ///< labels in the order of the classes, or the sentence
    QTest::newRow("text") << QByteArray("cat\ndog\n\ncow\n") << "cat;dog;class 2;cow";
    QTest::newRow("one less") << QByteArray("cat\ndog\ncow\n") << "background;cat;dog;cow";
    QTest::newRow("table") << QByteArray(R"({"0":"cat","3":["n1","cow"]})")
                           << "cat;class 1;class 2;cow";
    QTest::newRow("too many") << QByteArray("1\n2\n3\n4\n5\n")
                              << m_folder.path("names")
            + " cannot be used as labels: there are 5 labels for 4 classes";
    QTest::newRow("empty") << QByteArray()
                           << m_folder.path("names")
            + " cannot be used as labels: it has no labels";
}

void TestClassify::classifyWithOtherLabels()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QString, told);
    writeFile(m_folder / "names", content.toStdString());
    const ProgramRun run = runProgram(
        {"classify", "--json", "--labels", m_folder.path("names"), m_folder.path("7.png")});
    if (run.status != 0) {
        QCOMPARE(QString::fromUtf8(run.err), "inceptoscope: " + told + "\n");
        return;
    }
    const ordered_json answer = parsed(run.out);
    QStringList labels(4);
    for (const ordered_json &top : answer["top"])
        labels[top["index"].get<qsizetype>()] =
            QString::fromStdString(top["label"].get<std::string>());
    QCOMPARE(labels.join(u';'), told);
}

void TestClassify::classifyToAFullDisk()
{
    QProcess process;
    process.setStandardOutputFile("/dev/full");
    startProgram(process, {"classify", m_folder.path("7.png")});
    const ProgramRun run = finished(process);
    QCOMPARE(run.err, QByteArray("inceptoscope: standard output could not be written\n"));
    QCOMPARE(run.status, 1);
}

void TestClassify::classifyEndsCleanlyAtCtrlC()
{
    fs::create_directories(m_folder / "many");
    constexpr int count = 3000;
    for (int i = 0; i < count; ++i)
        fs::create_hard_link(m_folder / "7.png", m_folder / ("many/" + std::to_string(i) + ".png"));
    QProcess process;
    startProgram(process, {"classify", "--json", m_folder.path("many")});
    QVERIFY(process.waitForReadyRead(300'000)); // the first answer
    QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    const ProgramRun run = finished(process);
    QCOMPARE(run.status, 1);
    QCOMPARE(run.err, QByteArray("inceptoscope: interrupted; what was finished is there\n"));
    QVERIFY(run.out.endsWith("\n"));
    QVERIFY(run.lines().size() < count);
    for (const QByteArray &line : run.lines())
        QVERIFY2(parsed(line).contains("top"), line);
}

QTEST_GUILESS_MAIN(TestClassify)
#include "tst_classify.moc"
