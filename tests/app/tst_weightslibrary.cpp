#include "support/await.h"
#include "support/misbehavingserver.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"
#include "support/weightsindex.h"
#include "weights/downloadtexts.h"
#include "weights/weightsfilter.h"
#include "weights/weightslibrary.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;
using namespace std::chrono_literals;

namespace fs = std::filesystem;

/// The weights that can be had and are here, against a real server.
class TestWeightsLibrary : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void listsWhatThereIs();
    void sayWhatIsHere();
    void getting();
    void pausingAndGoingOn();
    void leftByAnotherRun();
    void discarding();
    void failing();
    void importing();
    void importingFails();
    void removing();
    void tableThatCannotBeRead();
    void filtering();
    void sorting();

private:
    void makeLibrary();
    QString state(const QString &id = "inception_v4.school") const;
    QStringList printed(const QAbstractItemModel &model) const;
    QStringList files() const;
    fs::path modelFile(std::string_view name, const ModelDescription &description);
    Behaviour slowly() const;

    std::unique_ptr<TemporaryFolder> m_folder;
    std::unique_ptr<MisbehavingServer> m_server;
    std::unique_ptr<WeightsLibrary> m_library;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    QByteArray m_body;
};

void TestWeightsLibrary::init()
{
    m_folder = std::make_unique<TemporaryFolder>();
    m_server = std::make_unique<MisbehavingServer>();
    m_body =
        QByteArray::fromStdString(readFile(modelFile("published.safetensors", tinyDescription())));
    m_server->serve("/a.safetensors", {whole(m_body)});
    useWeightsIndex(*m_folder / "index.json",
                    {schoolWeights("inception_v4.school", m_server->url("/a.safetensors")),
                     schoolWeights("inception_v4.gone", m_server->url("/gone.safetensors"))});
    makeLibrary();
}

void TestWeightsLibrary::cleanup()
{
    m_tester.reset();
    m_library.reset();
    m_server.reset();
    m_folder.reset();
    qunsetenv("INCEPTOSCOPE_WEIGHTS_INDEX");
}

void TestWeightsLibrary::makeLibrary()
{
    m_tester.reset();
    m_library = std::make_unique<WeightsLibrary>(
        WeightStore(*m_folder / "installed"),
        DownloadLimits{.stall = 60s, .firstWait = 1ms, .longestWait = 10ms, .tries = 3});
    m_tester = std::make_unique<QAbstractItemModelTester>(m_library->model());
    const QSignalSpy refreshed(m_library.get(), &WeightsLibrary::refreshed);
    m_library->refresh();
    AWAIT(!refreshed.isEmpty());
}

fs::path TestWeightsLibrary::modelFile(std::string_view name, const ModelDescription &description)
{
    saveTinyModel(*m_folder / name, description);
    return *m_folder / name;
}

/// Half of it, then nothing more.
Behaviour TestWeightsLibrary::slowly() const
{
    Behaviour behaviour = whole(m_body);
    behaviour.stallAfter = m_body.size() / 2;
    return behaviour;
}

QString TestWeightsLibrary::state(const QString &id) const
{
    const int row = m_library->model()->rowOf(id.toStdString());
    return m_library->model()->index(row, WeightsStateColumn).data().toString();
}

QStringList TestWeightsLibrary::printed(const QAbstractItemModel &model) const
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells{model.index(row, 0).data(WeightsIdRole).toString()};
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(row, column).data().toString();
        lines << cells.join(" | ");
    }
    return lines;
}

QStringList TestWeightsLibrary::files() const
{
    QStringList names;
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator(*m_folder / "installed", ignored))
        names << QString::fromStdString(entry.path().filename().string());
    names.sort();
    return names;
}

void TestWeightsLibrary::listsWhatThereIs()
{
    qunsetenv("INCEPTOSCOPE_WEIGHTS_INDEX");
    makeLibrary();
    QCOMPARE(m_library->model()->rowCount(), static_cast<int>(builtInPublicWeights().size()));
    const QStringList lines = printed(*m_library->model());
    QCOMPARE(lines.first(),
             QString("inception_v4.tf_in1k | Inception-v4 · timm tf_in1k | Apache-2.0 | "
                     "huggingface.co | 171.0 MB | 80.1 % | 95.0 % | not here"));
    QCOMPARE(lines.last(),
             QString("inception_resnet_v1.casia_webface | Inception-ResNet-v1 · facenet-pytorch "
                     "casia-webface | MIT | github.com | 116.0 MB | – | – | not here"));
    QCOMPARE(m_library->model()->index(0, 0).data(Qt::AccessibleTextRole).toString(),
             QString("Inception-v4 · timm tf_in1k, not here, top-1 80.1 %, top-5 95.0 %, 171.0 MB, "
                     "licence Apache-2.0, from huggingface.co"));
}

void TestWeightsLibrary::sayWhatIsHere()
{
    const WeightStore store(*m_folder / "installed");
    QVERIFY(store.import(modelFile("mine.safetensors", tinyDescription("inception_resnet_v2"))));
    writeFile(*m_folder / "installed" / "broken.safetensors", "no weights at all");
    makeLibrary();
    const auto size = QString::fromStdString(
        sizeText(static_cast<std::int64_t>(fs::file_size(*m_folder / "mine.safetensors"))));
    QCOMPARE(printed(*m_library->model()),
             (QStringList{
                 "inception_v4.school | The school's inception_v4.school | CC0 | 127.0.0.1 | – | "
                 "71.2 % | – | not here",
                 "inception_v4.gone | The school's inception_v4.gone | CC0 | 127.0.0.1 | – | "
                 "71.2 % | – | not here",
                 "broken | broken | – | your own | 17 bytes | – | – | cannot be used",
                 "tiny_inception_resnet_v2 | Tiny inception_resnet_v2 | – | your own | " + size
                     + " | – | – | installed"}));
}

void TestWeightsLibrary::getting()
{
    QSignalSpy installed(m_library.get(), &WeightsLibrary::installed);
    QSignalSpy downloads(m_library.get(), &WeightsLibrary::downloadsChanged);
    m_library->get("inception_v4.school");
    AWAIT_EQUAL(installed, (QList<QVariantList>{{"inception_v4.school"}}));
    AWAIT(!m_library->isBusy());
    QCOMPARE(state(), QString("installed"));
    QCOMPARE(m_library->downloads(), 0);
    QCOMPARE(downloads.last(), QVariantList{0});
    const WeightsRow *row = m_library->model()->find("inception_v4.school");
    QCOMPARE(row->installed->bytes, m_body.size());
    QVERIFY(row->canUse() && row->canRemove());
    QVERIFY(!row->canGet() && !row->canPause() && !row->canDiscard());
    QCOMPARE(files(),
             (QStringList{"inception_v4.school.json", "inception_v4.school.safetensors",
                          "inception_v4.school.sha256"}));
}

void TestWeightsLibrary::pausingAndGoingOn()
{
    m_server->serve("/a.safetensors", {slowly(), whole(m_body)});
    m_library->get("inception_v4.school");
    const auto received = [this] {
        return m_library->model()->find("inception_v4.school")->progress.received;
    };
    AWAIT(received() == m_body.size() / 2);
    QCOMPARE(m_library->downloads(), 1);
    QVERIFY(m_library->model()->find("inception_v4.school")->canPause());
    m_library->pause("inception_v4.school");
    AWAIT(state().startsWith("paused at "));
    const WeightsRow *row = m_library->model()->find("inception_v4.school");
    QVERIFY(row->canGet() && row->canDiscard() && !row->canPause());
    m_library->get("inception_v4.school");
    AWAIT(state() == "installed" && !m_library->isBusy());
    QCOMPARE(m_server->ranges("/a.safetensors"),
             (QList<QByteArray>{"", "bytes=" + QByteArray::number(m_body.size() / 2) + "-"}));
}

/// The library goes while its download runs, as at the end of the program; the next one goes on.
void TestWeightsLibrary::leftByAnotherRun()
{
    m_server->serve("/a.safetensors", {slowly(), whole(m_body)});
    m_library->get("inception_v4.school");
    AWAIT(m_library->model()->find("inception_v4.school")->progress.received == m_body.size() / 2);
    makeLibrary();
    const auto fraction = m_library->model()->index(0, 0).data(WeightsFractionRole);
    QVERIFY(std::abs(fraction.toDouble() - 0.5) < 0.001);
    QVERIFY2(state().startsWith("paused at "), qPrintable(state()));
    m_library->get("inception_v4.school");
    AWAIT(state() == "installed" && !m_library->isBusy());
    QCOMPARE(m_server->ranges("/a.safetensors").last(),
             "bytes=" + QByteArray::number(m_body.size() / 2) + "-");
}

void TestWeightsLibrary::discarding()
{
    m_server->serve("/a.safetensors", {slowly()});
    m_library->get("inception_v4.school");
    AWAIT(m_library->model()->find("inception_v4.school")->progress.received == m_body.size() / 2);
    m_library->pause("inception_v4.school");
    AWAIT(state().startsWith("paused at "));
    m_library->discard("inception_v4.school");
    AWAIT_EQUAL(state(), QString("not here"));
    QCOMPARE(files(), QStringList());

    // The same with what another run left.
    m_library->get("inception_v4.school");
    AWAIT(m_library->model()->find("inception_v4.school")->progress.received == m_body.size() / 2);
    makeLibrary();
    m_library->discard("inception_v4.school");
    AWAIT_EQUAL(state(), QString("not here"));
    QCOMPARE(files(), QStringList());
}

void TestWeightsLibrary::failing()
{
    m_library->get("inception_v4.gone");
    AWAIT_EQUAL(state("inception_v4.gone"), QString("failed"));
    const WeightsRow *row = m_library->model()->find("inception_v4.gone");
    QVERIFY2(row->message.find("404") != std::string::npos, row->message.c_str());
    QVERIFY(row->canGet() && !row->canDiscard());
    QCOMPARE(m_library->model()
                 ->index(1, WeightsStateColumn)
                 .data(Qt::ToolTipRole)
                 .toString()
                 .contains("404"),
             true);
    QCOMPARE(m_library->downloads(), 0);
    m_server->serve("/gone.safetensors", {whole(m_body)});
    m_library->get("inception_v4.gone");
    AWAIT_EQUAL(state("inception_v4.gone"), QString("installed"));
}

void TestWeightsLibrary::importing()
{
    QSignalSpy busy(m_library.get(), &WeightsLibrary::busyChanged);
    QSignalSpy installed(m_library.get(), &WeightsLibrary::installed);
    m_library->importFile(QString::fromStdString((*m_folder / "published.safetensors").string()));
    AWAIT_EQUAL(installed, (QList<QVariantList>{{"tiny_inception_v4"}}));
    AWAIT_EQUAL(busy, (QList<QVariantList>{{true}, {false}}));
    QCOMPARE(state("tiny_inception_v4"), QString("installed"));
}

void TestWeightsLibrary::importingFails()
{
    QSignalSpy failed(m_library.get(), &WeightsLibrary::failed);
    writeFile(*m_folder / "text.safetensors", "text");
    m_library->importFile(QString::fromStdString((*m_folder / "text.safetensors").string()));
    AWAIT(failed.size() == 1);
    const QString sentence = failed.first().first().toString();
    QVERIFY2(sentence.contains("text.safetensors"), qPrintable(sentence));
    AWAIT(!m_library->isBusy());
    QCOMPARE(m_library->model()->rowCount(), 2);
}

void TestWeightsLibrary::removing()
{
    const QSignalSpy installed(m_library.get(), &WeightsLibrary::installed);
    m_library->importFile(QString::fromStdString((*m_folder / "published.safetensors").string()));
    m_library->get("inception_v4.school");
    AWAIT(installed.size() == 2);
    QCOMPARE(m_library->model()->rowCount(), 3);
    QSignalSpy removed(m_library.get(), &WeightsLibrary::removed);
    m_library->remove("tiny_inception_v4");
    m_library->remove("inception_v4.school");
    AWAIT(removed.size() == 2 && !m_library->isBusy());
    QCOMPARE(m_library->model()->rowCount(), 2);
    QCOMPARE(state(), QString("not here"));
    QCOMPARE(files(), QStringList());
}

void TestWeightsLibrary::tableThatCannotBeRead()
{
    writeFile(*m_folder / "index.json", "no table");
    QSignalSpy failed(m_library.get(), &WeightsLibrary::failed);
    m_library->refresh();
    AWAIT(failed.size() == 1);
    QVERIFY(failed.first().first().toString().contains("index.json"));
    QCOMPARE(m_library->model()->rowCount(), 2); // as it was
}

void TestWeightsLibrary::filtering()
{
    WeightsFilter filter;
    const QAbstractItemModelTester tester(&filter);
    filter.setSourceModel(m_library->model());
    filter.setWords("GONE school");
    QCOMPARE(filter.rowCount(), 1);
    QCOMPARE(filter.rowOf("inception_v4.gone"), 0);
    QCOMPARE(filter.rowOf("inception_v4.school"), -1);
    filter.setWords("not here cc0");
    QCOMPARE(filter.rowCount(), 2);
    filter.setWords("elsewhere");
    QCOMPARE(filter.rowCount(), 0);
}

void TestWeightsLibrary::sorting()
{
    qunsetenv("INCEPTOSCOPE_WEIGHTS_INDEX");
    makeLibrary();
    WeightsFilter filter;
    filter.setSourceModel(m_library->model());
    QCOMPARE(filter.rowOf("inception_v4.tf_in1k"), 0); // the table's order
    filter.sort(WeightsTop1Column, Qt::DescendingOrder);
    QCOMPARE(filter.index(0, WeightsTop1Column).data().toString(), QString("80.4 %"));
    QCOMPARE(filter.index(filter.rowCount() - 1, WeightsTop1Column).data().toString(),
             QString("–"));
    filter.sort(WeightsSizeColumn, Qt::AscendingOrder);
    QCOMPARE(filter.rowOf("bn_inception.cadene"), 0);
}

QTEST_GUILESS_MAIN(TestWeightsLibrary)

#include "tst_weightslibrary.moc"
