#include "checkpoint/modelfile.h"
#include "checkpoint/publisher.h"
#include "support/temporaryfolder.h"
#include "weights/publicweights.h"
#include "weights/publicweightsjson.h"
#include "zoo/zoo.h"

#include <QTest>
#include <QUrl>

#include <nlohmann/json.hpp>

#include <set>

using namespace inceptoscope;
using inceptoscope::test::TemporaryFolder;
using inceptoscope::test::writeFile;

class TestPublicWeights : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { qunsetenv("INCEPTOSCOPE_WEIGHTS_INDEX"); }
    void table();
    void entriesHoldTogether();
    void idsTellThePreprocessing();
    void firstOfANetwork();
    void printedTableCanBeRead();
    void smallestEntry();
    void brokenTables_data();
    void brokenTables();

private:
    QString useTable(std::string_view text);

    const TemporaryFolder m_folder;
};

QString TestPublicWeights::useTable(std::string_view text)
{
    writeFile(m_folder / "index.json", text);
    qputenv("INCEPTOSCOPE_WEIGHTS_INDEX", (m_folder / "index.json").c_str());
    const auto table = publicWeights();
    return table ? QString() : QString::fromStdString(table.error().message);
}

void TestPublicWeights::table()
{
    const auto table = publicWeights();
    QVERIFY(table.has_value());
    QStringList ids;
    for (const PublicWeights &weights : *table)
        ids += QString::fromStdString(weights.id);
    const QStringList expected{"inception_v4.tf_in1k",
                               "inception_v4.cadene",
                               "inception_resnet_v2.tf_in1k",
                               "inception_resnet_v2.tf_ens_adv_in1k",
                               "inception_resnet_v2.cadene",
                               "inception_resnet_v2-940b1cd6",
                               "ens_adv_inception_resnet_v2-2592a550",
                               "inception_v3.tv_in1k",
                               "inception_v3.tf_in1k",
                               "inception_v3.tf_adv_in1k",
                               "inception_v3.gluon_in1k",
                               "inception_v3.torchvision",
                               "tf_inception_v3-e0069de4",
                               "adv_inception_v3-9e27bd63",
                               "gluon_inception_v3-9f746940",
                               "bn_inception.cadene",
                               "inception_resnet_v1.vggface2",
                               "inception_resnet_v1.casia_webface"};
    QCOMPARE(ids, expected);
}

/// "8e4777a0" of "inceptionv4-8e4777a0.pth", as PyTorch has it.
static std::string startInName(const std::string &name)
{
    const auto start = name.rfind('-') + 1;
    return name.substr(start, name.rfind('.') - start);
}

void TestPublicWeights::entriesHoldTogether()
{
    std::set<std::string> titles;
    for (const PublicWeights &weights : builtInPublicWeights()) {
        const QByteArray id = QByteArray::fromStdString(weights.id);
        QVERIFY2(isModelId(weights.id), id);
        QVERIFY2(findNetworkFamily(weights.network), id);
        QVERIFY2(titles.insert(weights.title).second, id);
        const QUrl url(QString::fromStdString(weights.url), QUrl::StrictMode);
        QVERIFY2(url.isValid() && url.scheme() == "https", id);
        QCOMPARE(url.fileName().toStdString(), weights.fileName);
        QVERIFY2(weights.size > 40'000'000 && weights.size < 230'000'000, id);
        QVERIFY2(!weights.licence.empty() && !weights.publisher.empty(), id);
        QVERIFY2(weights.top1.has_value() == weights.imagenetLabels, id);
        QVERIFY2(weights.sizeIsApproximate || weights.sha256.size() == 64, id);
        QVERIFY2(weights.fileName == "model.safetensors" || weights.sha256.empty()
                     || weights.sha256.starts_with(startInName(weights.fileName)),
                 id);
        QCOMPARE(QUrl(QString::fromStdString(weights.page), QUrl::StrictMode).scheme(), "https");
    }
}

/// Files are installed under their ids; where publishers share names of tensors, the ids have to
/// tell whose they are.
void TestPublicWeights::idsTellThePreprocessing()
{
    QStringList told;
    for (const PublicWeights &weights : builtInPublicWeights()) {
        if (weights.network != "inception_v3" && weights.network != "inception_v4")
            continue;
        PublisherSigns signs;
        signs.network = weights.network;
        signs.names =
            weights.network == "inception_v3" ? WeightSource::Torchvision : WeightSource::Timm;
        signs.classes = 1000;
        signs.hints = {weights.id};
        told += QString::fromStdString(weights.id + ": " + publicationOf(signs).title);
    }
    QCOMPARE(
        told,
        (QStringList{
            "inception_v4.tf_in1k: timm tf_in1k", "inception_v4.cadene: Cadene",
            "inception_v3.tv_in1k: timm tv_in1k", "inception_v3.tf_in1k: timm tf_in1k",
            "inception_v3.tf_adv_in1k: timm tf_adv_in1k",
            "inception_v3.gluon_in1k: timm gluon_in1k", "inception_v3.torchvision: torchvision",
            "tf_inception_v3-e0069de4: timm tf_in1k", "adv_inception_v3-9e27bd63: timm tf_adv_in1k",
            "gluon_inception_v3-9f746940: timm gluon_in1k"}));
}

void TestPublicWeights::firstOfANetwork()
{
    QCOMPARE(publicWeightsFor("inception_v4")->id, std::string("inception_v4.tf_in1k"));
    QCOMPARE(publicWeightsFor("inception_v3")->url,
             std::string("https://huggingface.co/timm/inception_v3.tv_in1k/resolve/main/"
                         "model.safetensors"));
    QVERIFY(!publicWeightsFor("inception_resnet_v2"));
    const auto mine = R"({"weights":[{"id":"mine","network":"inception_resnet_v2",
                         "url":"http://school/a.pth"}]})";
    QCOMPARE(useTable(mine), QString());
    QCOMPARE(publicWeightsFor("inception_resnet_v2")->url, std::string("http://school/a.pth"));
    QVERIFY(!publicWeightsFor("inception_v4"));
}

void TestPublicWeights::printedTableCanBeRead()
{
    auto list = nlohmann::ordered_json::array();
    for (const PublicWeights &weights : builtInPublicWeights()) {
        list.push_back(publicWeightsJson(weights));
        list.back()["installed"] = nullptr;
    }
    QCOMPARE(useTable(nlohmann::ordered_json{{"weights", list}}.dump()), QString());
    QVERIFY(publicWeights().value() == builtInPublicWeights());
}

void TestPublicWeights::smallestEntry()
{
    const auto text = R"({"weights":[{"id":"a","network":"inception_v3",
                         "url":"https://host/folder/b.pth?download=true"}]})";
    QCOMPARE(useTable(text), QString());
    PublicWeights expected;
    expected.id = "a";
    expected.network = "inception_v3";
    expected.title = "a";
    expected.url = "https://host/folder/b.pth?download=true";
    expected.fileName = "b.pth";
    expected.imagenetLabels = false;
    QVERIFY(publicWeights().value() == std::vector{expected});
}

void TestPublicWeights::brokenTables_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("reason");
    const auto entry = [](const QByteArray &more) {
        return R"({"weights":[{"network":"inception_v3","url":"https://h/a",)" + more + "}]}";
    };
    QTest::newRow("no JSON") << QByteArray("<html>")
                             << "it is no JSON object with a list \"weights\"";
    QTest::newRow("no list") << QByteArray(R"({"weights":{}})")
                             << "it is no JSON object with a list \"weights\"";
    QTest::newRow("no object") << QByteArray(R"({"weights":[1]})") << "entry 1 is no JSON object";
    QTest::newRow("no id") << entry(R"("title":"a")")
                           << "the fields of entry 1 have no \"id\" that is made of 1 to 100 "
                              "letters, digits, _, - and .";
    QTest::newRow("id that climbs")
        << entry(R"("id":"../../a")")
        << "the fields of entry 1 have no \"id\" that is made of 1 to 100 letters, digits, _, - "
           "and .";
    QTest::newRow("unknown network")
        << QByteArray(R"({"weights":[{"id":"a","network":"b","url":"https://h/a"}]})")
        << "the fields of entry 1 have an unknown \"network\": b";
    QTest::newRow("local file")
        << QByteArray(
               R"({"weights":[{"id":"a","network":"inception_v3","url":"file:///etc/passwd"}]})")
        << "the fields of entry 1 have no \"url\" that begins with https:// or http://";
    QTest::newRow("short hash") << entry(R"("id":"a","sha256":"abc")")
                                << "the fields of entry 1 have a \"sha256\" that is not made of 8 "
                                   "to 64 digits 0-9 and a-f";
    QTest::newRow("hash") << entry(R"("id":"a","sha256":"ABCDEF0123")")
                          << "the fields of entry 1 have a \"sha256\" that is not made of 8 to 64 "
                             "digits 0-9 and a-f";
    QTest::newRow("size") << entry(R"("id":"a","size":-1)")
                          << "the fields of entry 1 have a \"size\" that is no number of bytes";
    QTest::newRow("accuracy") << entry(R"("id":"a","top1":101)")
                              << "the fields of entry 1 have a \"top1\" that is no percentage";
    QTest::newRow("twice") << QByteArray(
        R"({"weights":[{"id":"a","network":"inception_v3","url":"https://h/a"},)"
        R"({"id":"a","network":"inception_v4","url":"https://h/b"}]})")
                           << "the id \"a\" is there twice";
}

void TestPublicWeights::brokenTables()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, reason);
    QCOMPARE(useTable(text.toStdString()),
             QString::fromStdString((m_folder / "index.json").string())
                 + " cannot be used as a table of weights: " + reason);
}

QTEST_GUILESS_MAIN(TestPublicWeights)

#include "tst_publicweights.moc"
