#include "networks/networkcatalogue.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"
#include "support/torchfiles.h"

#include <QTest>

using namespace inceptoscope;
using inceptoscope::test::saveTinyModel;
using inceptoscope::test::TemporaryFolder;
using inceptoscope::test::tinyDescription;
using inceptoscope::test::writeFile;
using inceptoscope::test::writeTorchZip;

namespace fs = std::filesystem;

/// Resources and a data folder of the test's own.
class TestNetworkCatalogue : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void emptyFoldersLeaveTheFamilies();
    void bundledComeFirstThenInstalled();
    void brokenFilesAreProblems();
    void collidingIdsAreProblems();
    void installedWeightsTakeTheFamilysPlace();
    void graphsAreAtAnyInputSize();
    void loading();

private:
    ModelDescription named(const std::string &id, const std::string &network = "inception_v4");
    std::string without(std::string text) const;
    QStringList listed() const;
    QStringList problems() const;

    std::unique_ptr<TemporaryFolder> m_folder;
    fs::path m_bundled;
    fs::path m_installed;
};

static const QStringList families{"inception_v3 none",        "inception_v4 none",
                                  "inception_resnet_v1 none", "inception_resnet_v1_facenet none",
                                  "inception_resnet_v2 none", "inception_resnet_v2_tfslim none",
                                  "bn_inception none"};

void TestNetworkCatalogue::init()
{
    m_folder = std::make_unique<TemporaryFolder>();
    m_bundled = *m_folder / "resources" / "networks";
    m_installed = *m_folder / "data" / "inceptoscope" / "networks";
    fs::create_directories(m_bundled);
    fs::create_directories(m_installed);
    qputenv("INCEPTOSCOPE_RESOURCES", (*m_folder / "resources").c_str());
    qputenv("XDG_DATA_HOME", (*m_folder / "data").c_str());
}

void TestNetworkCatalogue::cleanup()
{
    m_folder.reset();
}

ModelDescription TestNetworkCatalogue::named(const std::string &id, const std::string &network)
{
    ModelDescription description = tinyDescription(network);
    description.id = id;
    description.title = "Title of " + id;
    return description;
}

/// The temporary folder's name taken out.
std::string TestNetworkCatalogue::without(std::string text) const
{
    const std::string folder = m_folder->path().string() + "/";
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
        text.erase(at, folder.size());
    return text;
}

QStringList TestNetworkCatalogue::listed() const
{
    QStringList lines;
    for (const CatalogueEntry &entry : scanNetworks().entries) {
        std::string line = entry.id;
        line += entry.weights == CatalogueEntry::Weights::None  ? " none"
            : entry.weights == CatalogueEntry::Weights::Bundled ? " bundled "
                                                                : " installed ";
        lines += QString::fromStdString(line + without(entry.file.string())
                                        + (entry.card.empty() ? "" : " with card"));
    }
    return lines;
}

QStringList TestNetworkCatalogue::problems() const
{
    QStringList lines;
    for (const std::string &problem : scanNetworks().problems)
        lines += QString::fromStdString(without(problem));
    return lines;
}

void TestNetworkCatalogue::emptyFoldersLeaveTheFamilies()
{
    QCOMPARE(listed(), families);
    m_folder = std::make_unique<TemporaryFolder>(); // and so do absent ones
    QCOMPARE(listed(), families);
    QCOMPARE(problems(), QStringList());
}

void TestNetworkCatalogue::bundledComeFirstThenInstalled()
{
    ModelDescription carded = named("b");
    carded.card = "b.md";
    QVERIFY(saveTinyModel(m_bundled / "b.safetensors", carded));
    writeFile(m_bundled / "b.md", "# A card");
    QVERIFY(saveTinyModel(m_bundled / "a.safetensors", named("a", "inception_resnet_v2")));
    QVERIFY(saveTinyModel(m_installed / "0.safetensors", named("c", "inception_resnet_v1")));
    writeFile(m_installed / "notes.txt", "not looked at");
    fs::create_directories(m_installed / "folder.safetensors");
    QCOMPARE(listed(),
             QStringList({"a bundled resources/networks/a.safetensors",
                          "b bundled resources/networks/b.safetensors with card",
                          "c installed data/inceptoscope/networks/0.safetensors"})
                 + families);
    QCOMPARE(problems(), QStringList());

    const NetworkCatalogue catalogue = scanNetworks();
    const CatalogueEntry *entry = catalogue.find("a");
    QVERIFY(entry);
    QCOMPARE(entry->title, std::string("Title of a"));
    QCOMPARE(entry->network, std::string("inception_resnet_v2"));
    QVERIFY(entry->options == named("a").options);
    QVERIFY(!catalogue.find("nothing"));
}

void TestNetworkCatalogue::brokenFilesAreProblems()
{
    writeFile(m_bundled / "a.safetensors", "");
    writeFile(m_installed / "b.safetensors", "not weights at all");
    ModelDescription contradiction = named("c");
    QVERIFY(saveTinyModel(m_installed / "c.safetensors", contradiction));
    auto file = readSafetensors(m_installed / "c.safetensors");
    QVERIFY(file);
    contradiction.labels = {"one"};
    writeModelDescription(contradiction, *file);
    QVERIFY(writeSafetensors(m_installed / "c.safetensors", *file));
    QCOMPARE(problems(),
             QStringList({"resources/networks/a.safetensors cannot be read: it is empty",
                          "data/inceptoscope/networks/b.safetensors cannot be read: it is "
                          "neither a safetensors file nor one of PyTorch's",
                          "data/inceptoscope/networks/c.safetensors cannot be used: it has 1 "
                          "labels for 4 classes"}));
    QCOMPARE(listed(), families);
}

void TestNetworkCatalogue::collidingIdsAreProblems()
{
    QVERIFY(saveTinyModel(m_bundled / "a.safetensors", named("same")));
    QVERIFY(saveTinyModel(m_installed / "b.safetensors", named("same")));
    QVERIFY(saveTinyModel(m_installed / "c.safetensors", named("inception_v4")));
    QCOMPARE(listed(), QStringList("same bundled resources/networks/a.safetensors") + families);
    QCOMPARE(problems(),
             QStringList({"data/inceptoscope/networks/b.safetensors is left out: its id \"same\" "
                          "is already that of resources/networks/a.safetensors",
                          "data/inceptoscope/networks/c.safetensors is left out: its id "
                          "\"inception_v4\" is that of Inception-v4 as published"}));
}

void TestNetworkCatalogue::installedWeightsTakeTheFamilysPlace()
{
    // The names and shapes are all that is looked at: halves of zeros make a small file.
    const auto graph = buildNetwork("bn_inception");
    QVERIFY(graph);
    TensorFile file;
    for (const ParameterSpec &spec : graph->parameterSpecs()) {
        const std::vector<float> zeros(static_cast<std::size_t>(spec.elements()));
        file.tensors.emplace(sourceNames(WeightSource::Cadene)(*graph, spec),
                             makeTensor(zeros, spec.shape, DType::Float16));
    }
    QVERIFY(writeSafetensors(m_installed / "bn_inception.safetensors", file));
    QCOMPARE(listed(),
             QStringList("bn_inception installed "
                         "data/inceptoscope/networks/bn_inception.safetensors")
                 + families.first(6));
    QCOMPARE(problems(), QStringList());

    fs::remove(m_installed / "bn_inception.safetensors");
    writeTorchZip(m_installed / "bn_inception.PTH", file);
    QCOMPARE(listed(),
             QStringList("bn_inception installed data/inceptoscope/networks/bn_inception.PTH")
                 + families.first(6));
    QCOMPARE(problems(), QStringList());
    const auto loaded = loadNetwork(scanNetworks().entries.front());
    QVERIFY2(loaded, loaded ? "" : loaded.error().message.c_str());
    QCOMPARE(loaded->description.title, std::string("BN-Inception · Cadene"));
}

void TestNetworkCatalogue::graphsAreAtAnyInputSize()
{
    const NetworkCatalogue catalogue = scanNetworks();
    const CatalogueEntry &entry = *catalogue.find("inception_v4");
    QVERIFY(*graphOf(entry) == *buildNetwork("inception_v4"));
    QVERIFY(*graphOf(entry, 160) == *buildNetwork("inception_v4", {.input = {160, 160}}));
    const auto small = graphOf(entry, 20);
    QVERIFY(!small);
    QVERIFY(small.error().message.find("75") != std::string::npos);

    QVERIFY(saveTinyModel(m_bundled / "a.safetensors", named("a")));
    const auto tiny = graphOf(*scanNetworks().find("a"), 20);
    QVERIFY(!tiny);
    QVERIFY2(tiny.error().message.starts_with("Title of a cannot take an input of 20×20: "),
             tiny.error().message.c_str());
}

void TestNetworkCatalogue::loading()
{
    QVERIFY(saveTinyModel(m_bundled / "a.safetensors", named("a")));
    const NetworkCatalogue catalogue = scanNetworks();
    const auto loaded = loadNetwork(*catalogue.find("a"));
    QVERIFY(loaded);
    QVERIFY(loaded->description == named("a"));
    QCOMPARE(
        without(loadNetwork(*catalogue.find("inception_v4")).error().message),
        std::string("there are no weights for Inception-v4 here: download some with \"inceptoscope "
                    "weights get inception_v4.tf_in1k\""));
    QCOMPARE(
        without(loadNetwork(*catalogue.find("inception_resnet_v1")).error().message),
        std::string(
            "there are no weights for Inception-ResNet-v1 (paper) here: put a "
            "safetensors or PyTorch file with some into data/inceptoscope/networks, or choose a "
            "network that comes with weights"));
}

QTEST_GUILESS_MAIN(TestNetworkCatalogue)

#include "tst_networkcatalogue.moc"
