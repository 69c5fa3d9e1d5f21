#include "engine/engine.h"
#include "explorer/explorer.h"
#include "images/imageconversion.h"
#include "overlay/overlaycontroller.h"
#include "support/await.h"
#include "support/plainphotos.h"
#include "support/temporaryfolder.h"
#include "support/tinycatalogue.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace inceptoscope;
using namespace inceptoscope::test;

class TestExplorer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void answersTheFirstPhotoThatComes();
    void keepsEveryBlockAndTheLayersOfTheSelectedOne();
    void busyWhileAPhotoIsReadAndAnswered();
    void aSecondPhotoOvertakesTheFirst();
    void anotherNetworkAnswersAnew();
    void theGridsFollowTheInputSize();
    void aChosenSizeIsOneNetworksAlone();
    void theCropIsWhatTheNetworkSaw_data();
    void theCropIsWhatTheNetworkSaw();
    void aTooSmallInputSaysWhatWorks();
    void withoutWeightsThereIsNoAnswer();
    void aBrokenPhotoLeavesTheOthersAlone();
    void everyPhotoGetsItsLabel();
    void removingThePhotoEmptiesThePage();
    void opensWeights();
    void weightsThatChangedOnTheDiskAreReadAgain();
    void openedWeightsLeaveTheOthersInTheList();
    void findsWhatWasInstalledMeanwhile();
    void brokenWeightsChangeNothing();
    void takesLabelsFromAFile();
    void labelsThatDoNotFitChangeNothing();
    void cancelledAndAskedAgain();
    void overlaysOfActivationsAskForEveryLayersFigures();
    void timesAreMeasuredAfterTheAnswerAndOnce();
    void overlaysSayWhatTheyLack();
    void figuresFollowTheAnswer();
    void figuresGoWithTheAnswer();
    void labelsFollowTheScaleThatRests();
    void asksTheWeightsThatAreBeingOpened();
    void asksTheOthersWhereWeightsCannotBeOpened();

private:
    QString photo(const QString &name, const QColor &colour)
    {
        return savePlainPhoto(m_folder.path(), name, colour);
    }
    QStringList labels() const;

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<Explorer> m_explorer;
};

void TestExplorer::initTestCase()
{
    for (const char *network : {"inception_v4", "inception_resnet_v2"})
        QVERIFY(addTinyNetwork(m_catalogue, m_folder.path(), tinyDescription(network)));
    m_catalogue.entries.push_back(entryWithoutWeights());
}

void TestExplorer::init()
{
    m_explorer = std::make_unique<Explorer>(m_catalogue);
}

QStringList TestExplorer::labels() const
{
    QStringList labels;
    for (int row = 0; row < m_explorer->photos()->rowCount(); ++row)
        labels << m_explorer->photos()->index(row).data(PhotoTopLabelRole).toString();
    return labels;
}

void TestExplorer::answersTheFirstPhotoThatComes()
{
    QCOMPARE(m_explorer->network().id, "tiny_inception_v4");
    QCOMPARE(m_explorer->inputSize(), 75);
    m_explorer->photos()->addPaths({photo("a.png", Qt::red), photo("b.png", Qt::blue)});

    AWAIT(m_explorer->answer());
    const Answer &answer = *m_explorer->answer();
    QCOMPARE(answer.photo, m_explorer->selection()->photo());
    QCOMPARE(answer.crop.size(), QSize(75, 75));
    QCOMPARE(answer.crop.pixelColor(40, 40), QColor(Qt::red));
    QCOMPARE(answer.predictions.size(), 4u);
    double sum = 0.0;
    for (std::size_t i = 0; i < 4; ++i) {
        sum += answer.predictions[i].probability;
        QVERIFY(i == 0
                || answer.predictions[i].probability <= answer.predictions[i - 1].probability);
    }
    QVERIFY(qAbs(sum - 1.0) < 1e-5);
}

void TestExplorer::keepsEveryBlockAndTheLayersOfTheSelectedOne()
{
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(m_explorer->answer());
    for (const Stage &stage : m_explorer->graph()->stages()) {
        m_explorer->selection()->setElement(QString::fromStdString(stage.id));
        const Activation *activation = m_explorer->selectedActivation();
        QVERIFY2(activation, stage.id.c_str());
        QCOMPARE(activation->shape, m_explorer->graph()->layer(stage.output()).out);
    }

    QSignalSpy answers(m_explorer.get(), &Explorer::answerChanged);
    m_explorer->selection()->setElement(QStringLiteral("inception_b.0.branch2.1"));
    QVERIFY(!m_explorer->selectedActivation());
    AWAIT(m_explorer->selectedActivation());
    QCOMPARE(answers.count(), 1);
    QCOMPARE(m_explorer->selectedActivation()->shape.grid(), (Extent{3, 3}));
}

void TestExplorer::busyWhileAPhotoIsReadAndAnswered()
{
    QSignalSpy busy(m_explorer.get(), &Explorer::busyChanged);
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(m_explorer->answer());
    AWAIT(!m_explorer->isBusy());
    QCOMPARE(busy, (QList<QVariantList>{{true}, {false}}));
}

void TestExplorer::aSecondPhotoOvertakesTheFirst()
{
    PhotoListModel *photos = m_explorer->photos();
    photos->addPaths({photo("a.png", Qt::red), photo("b.png", Qt::blue)});
    AWAIT_EQUAL(labels().size(), 2);
    AWAIT_EQUAL(labels().count(QString()), 0);
    const int first = photos->index(0).data(PhotoIdRole).toInt();
    const int second = photos->index(1).data(PhotoIdRole).toInt();
    m_explorer->selection()->setPhoto(second);
    m_explorer->selection()->setPhoto(first);
    m_explorer->selection()->setPhoto(second);
    AWAIT(m_explorer->answer());
    QCOMPARE(m_explorer->answer()->photo, second);
    QCOMPARE(m_explorer->answer()->crop.pixelColor(40, 40), QColor(Qt::blue));
}

void TestExplorer::anotherNetworkAnswersAnew()
{
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(m_explorer->answer());
    m_explorer->selection()->setElement(QStringLiteral("inception_a.0"));

    m_explorer->setNetwork(QStringLiteral("tiny_inception_resnet_v2"));
    QVERIFY(!m_explorer->answer());
    // The other network has no such block, but one at the same place.
    QCOMPARE(m_explorer->selection()->element(), QStringLiteral("inception_resnet_a.0"));
    QCOMPARE(labels(), QStringList{QString()});
    AWAIT(m_explorer->answer());
    QCOMPARE(m_explorer->answer()->graph.id(), "inception_resnet_v2");
    QVERIFY(!labels().contains(QString()));
}

void TestExplorer::theGridsFollowTheInputSize()
{
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(m_explorer->answer());
    m_explorer->setInputSize(139);
    const int stem = m_explorer->graph()->stages().front().output();
    QCOMPARE(m_explorer->graph()->layer(stem).out.grid(), (Extent{15, 15}));
    AWAIT(m_explorer->answer());
    QCOMPARE(m_explorer->answer()->crop.size(), QSize(139, 139));
}

void TestExplorer::aChosenSizeIsOneNetworksAlone()
{
    m_explorer->setInputSize(90);
    QCOMPARE(m_explorer->ownInputSize(), 75);
    m_explorer->setNetwork(QStringLiteral("tiny_inception_resnet_v2"));
    QCOMPARE(m_explorer->inputSize(), 75);
    m_explorer->setInputSize(60); // too small
    m_explorer->setNetwork(QStringLiteral("inception_v3"));
    QCOMPARE(m_explorer->inputSize(), 299);
    // Each has its own again, while the program runs.
    m_explorer->setNetwork(QStringLiteral("tiny_inception_v4"));
    QCOMPARE(m_explorer->inputSize(), 90);
    m_explorer->setInputSize(75);
    m_explorer->setNetwork(QStringLiteral("tiny_inception_resnet_v2"));
    QCOMPARE(m_explorer->inputSize(), 60);
    QVERIFY(!m_explorer->graph());
    m_explorer->setNetwork(QStringLiteral("tiny_inception_v4"));
    QCOMPARE(m_explorer->inputSize(), 75);
}

void TestExplorer::theCropIsWhatTheNetworkSaw_data()
{
    QTest::addColumn<double>("cropShare");
    QTest::addColumn<bool>("bilinear");
    QTest::addColumn<bool>("raw"); ///< blue, green, red, 0 to 255
    QTest::addColumn<int>("inputSize");
    QTest::newRow("timm") << 0.875 << false << false << 75;
    QTest::newRow("timm at another size") << 0.8975 << false << false << 112;
    QTest::newRow("torchvision at another size") << 0.0 << true << false << 131;
    QTest::newRow("Cadene's BN-Inception") << 0.875 << true << true << 75;
    QTest::newRow("faces") << 1.0 << true << false << 90;
}

/// What it answers is what the crop gives when the engine is asked directly.
void TestExplorer::theCropIsWhatTheNetworkSaw()
{
    QFETCH(double, cropShare);
    QFETCH(bool, bilinear);
    QFETCH(bool, raw);
    QFETCH(int, inputSize);
    ModelDescription description = tinyDescription();
    description.id = "variant";
    Preprocessing &preprocessing = description.preprocessing;
    preprocessing.cropShare = cropShare;
    preprocessing.interpolation = bilinear ? Interpolation::Bilinear : Interpolation::Bicubic;
    preprocessing.bgr = raw;
    if (raw)
        preprocessing.pixelDivisor = 1.0;
    const auto file = m_folder / "variant.safetensors";
    QVERIFY(saveTinyModel(file, description));
    QImage picture(251, 187, QImage::Format_RGB32);
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x)
            picture.setPixel(x, y, qRgb(x, y, (x * y) % 256));
    }
    const QString path = QString::fromStdString((m_folder / "pattern.png").string());
    QVERIFY(picture.save(path));

    m_explorer->openWeights(QString::fromStdString(file.string()));
    AWAIT_EQUAL(m_explorer->network().id, "variant");
    m_explorer->setInputSize(inputSize);
    m_explorer->photos()->addPaths({path});
    AWAIT(m_explorer->answer());
    const Preprocessing used = preprocessing.withInputSize(inputSize);
    const RgbImage crop = cropSeen(toRgb(picture), used);
    QCOMPARE(m_explorer->answer()->crop, toQImage(crop));
    const auto model = loadModel(file);
    const auto engine = makeTorchEngine(*m_explorer->graph(), model->weights);
    const std::vector<float> input = normalised(crop, used);
    const auto direct = (*engine)->run({&input, 1}, {});
    for (std::size_t i = 0; i < 4; ++i)
        QVERIFY(std::abs(direct->front().logits[i] - m_explorer->answer()->activations.logits[i])
                < 1e-4F * std::max(1.0F, std::abs(direct->front().logits[i])));
}

void TestExplorer::aTooSmallInputSaysWhatWorks()
{
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(m_explorer->answer());
    m_explorer->setInputSize(50);
    QVERIFY(!m_explorer->graph());
    QVERIFY2(m_explorer->networkProblem().contains(QStringLiteral("75")),
             qPrintable(m_explorer->networkProblem()));
    QVERIFY(!m_explorer->answer());
    m_explorer->setInputSize(75);
    QCOMPARE(m_explorer->networkProblem(), QString());
    AWAIT(m_explorer->answer());
}

void TestExplorer::withoutWeightsThereIsNoAnswer()
{
    m_explorer->setNetwork(QStringLiteral("inception_v3"));
    QVERIFY(!m_explorer->hasWeights());
    QVERIFY(m_explorer->graph());
    QSignalSpy busy(m_explorer.get(), &Explorer::busyChanged);
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(!m_explorer->picture().isNull());
    QCOMPARE(busy, (QList<QVariantList>{{true}, {false}})); // while it was read
    QVERIFY(!m_explorer->answer());
}

void TestExplorer::aBrokenPhotoLeavesTheOthersAlone()
{
    const QString broken = QString::fromStdString((m_folder.path() / "text.jpg").string());
    QFile file(broken);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("this is no picture");
    file.close();
    QSignalSpy failures(m_explorer.get(), &Explorer::pictureFailed);
    m_explorer->photos()->addPaths({broken, photo("a.png", Qt::red)});
    AWAIT_EQUAL(failures.count(), 1);
    QVERIFY(failures.constFirst().constFirst().toString().contains(QStringLiteral("text.jpg")));
    AWAIT(!labels().at(1).isEmpty());
    QCOMPARE(labels().at(0), QString());
}

void TestExplorer::everyPhotoGetsItsLabel()
{
    QStringList paths;
    for (int i = 0; i < 12; ++i)
        paths << photo(QStringLiteral("%1.png").arg(i), QColor::fromHsv(i * 30, 255, 200));
    m_explorer->photos()->addPaths(paths);
    AWAIT_EQUAL(labels().size(), 12);
    AWAIT_EQUAL(labels().count(QString()), 0);
    m_explorer->setNetwork(QStringLiteral("tiny_inception_resnet_v2"));
    QCOMPARE(labels().count(QString()), 12);
    AWAIT_EQUAL(labels().count(QString()), 0);
}

void TestExplorer::removingThePhotoEmptiesThePage()
{
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(m_explorer->answer());
    QVERIFY(m_explorer->photos()->removeRows(0, 1));
    QCOMPARE(m_explorer->selection()->photo(), 0);
    QVERIFY(!m_explorer->answer());
    QVERIFY(m_explorer->picture().isNull());
}

void TestExplorer::opensWeights()
{
    ModelDescription description = tinyDescription("inception_resnet_v1");
    description.id = "mine";
    const auto file = m_folder.path() / "mine.safetensors";
    QVERIFY(saveTinyModel(file, description));
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    m_explorer->openWeights(QString::fromStdString(file.string()));
    AWAIT_EQUAL(m_explorer->network().id, "mine");
    AWAIT(m_explorer->answer());
    QCOMPARE(m_explorer->answer()->graph.id(), "inception_resnet_v1");
    QVERIFY(m_explorer->catalogue().find("mine"));
}

void TestExplorer::weightsThatChangedOnTheDiskAreReadAgain()
{
    ModelDescription description = tinyDescription();
    description.id = "growing";
    const auto file = m_folder.path() / "growing.safetensors";
    QVERIFY(saveTinyModel(file, description, 1));
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    m_explorer->openWeights(QString::fromStdString(file.string()));
    AWAIT_EQUAL(m_explorer->network().id, "growing");
    AWAIT(m_explorer->answer());
    const std::vector<float> before = m_explorer->answer()->activations.logits;

    QVERIFY(saveTinyModel(file, description, 2));
    QSignalSpy changes(m_explorer.get(), &Explorer::networkChanged);
    m_explorer->openWeights(QString::fromStdString(file.string()));
    AWAIT_EQUAL(changes.count(), 1);
    AWAIT(m_explorer->answer());
    QVERIFY(m_explorer->answer()->activations.logits != before);
}

void TestExplorer::openedWeightsLeaveTheOthersInTheList()
{
    const auto file = m_folder.path() / "again.safetensors";
    QVERIFY(saveTinyModel(file, tinyDescription(), 3)); // has the id of one that is there
    const std::size_t before = m_explorer->catalogue().entries.size();
    m_explorer->openWeights(QString::fromStdString(file.string()));
    AWAIT_EQUAL(m_explorer->network().id, "tiny_inception_v4_2");
    QCOMPARE(m_explorer->network().title, "Tiny inception_v4 · again.safetensors");
    QCOMPARE(m_explorer->catalogue().entries.size(), before + 1);
    QVERIFY(m_explorer->catalogue().find("tiny_inception_v4"));
}

void TestExplorer::findsWhatWasInstalledMeanwhile()
{
    const auto data = m_folder / "data";
    qputenv("XDG_DATA_HOME", QByteArray::fromStdString(data.string()));
    const auto opened = m_folder / "opened.safetensors";
    ModelDescription description = tinyDescription();
    description.id = "opened";
    QVERIFY(saveTinyModel(opened, description));
    QSignalSpy changed(m_explorer.get(), &Explorer::catalogueChanged);
    m_explorer->openWeights(QString::fromStdString(opened.string()));
    AWAIT(changed.size() == 1);
    QCOMPARE(m_explorer->network().id, "opened");

    const auto folder = data / "inceptoscope" / "networks";
    std::filesystem::create_directories(folder);
    description.id = "fetched";
    QVERIFY(saveTinyModel(folder / "fetched.safetensors", description));
    m_explorer->rescan();
    AWAIT(changed.size() == 2);
    QVERIFY(m_explorer->catalogue().find("fetched"));
    QVERIFY(m_explorer->catalogue().find("inception_v4_imagenette"));
    QCOMPARE(m_explorer->network().id, "opened"); // still there, still chosen
    QCOMPARE(m_explorer->network().file, opened);
    m_explorer->rescan("fetched");
    AWAIT(changed.size() == 3);
    QCOMPARE(m_explorer->network().id, "fetched");
    QVERIFY(m_explorer->hasWeights());
    QVERIFY(m_explorer->catalogue().find("opened"));

    std::filesystem::remove(folder / "fetched.safetensors");
    m_explorer->rescan("fetched"); // gone: its family is left
    AWAIT(changed.size() == 4);
    QVERIFY(!m_explorer->catalogue().find("fetched"));
    QCOMPARE(m_explorer->network().id, "inception_v4");
    QVERIFY(!m_explorer->hasWeights());
    qunsetenv("XDG_DATA_HOME");
}

void TestExplorer::brokenWeightsChangeNothing()
{
    QFile file(QString::fromStdString((m_folder.path() / "bad.safetensors").string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\x10\0\0\0\0\0\0\0{}", 10);
    file.close();
    const std::string before = m_explorer->network().id;
    QSignalSpy failures(m_explorer.get(), &Explorer::weightsFailed);
    m_explorer->openWeights(file.fileName());
    AWAIT_EQUAL(failures.count(), 1);
    QVERIFY(
        failures.constFirst().constFirst().toString().contains(QStringLiteral("bad.safetensors")));
    QCOMPARE(failures.constFirst().at(1).toString(), QString()); // there is nothing to look into
    QCOMPARE(m_explorer->network().id, before);
}

static QStringList classesOf(const Answer &answer)
{
    QStringList classes;
    for (const Prediction &prediction : answer.predictions)
        classes << QStringLiteral("%1 %2").arg(prediction.index).arg(prediction.label);
    classes.sort();
    return classes;
}

void TestExplorer::takesLabelsFromAFile()
{
    writeFile(m_folder / "animals.txt", "cat\ndog\ncow\nhen\n");
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(m_explorer->answer());
    m_explorer->setInputSize(80);
    AWAIT(m_explorer->answer());
    const std::vector<float> logits = m_explorer->answer()->activations.logits;
    const QStringList animals{"0 cat", "1 dog", "2 cow", "3 hen"};
    m_explorer->openLabels(QString::fromStdString((m_folder / "animals.txt").string()));
    AWAIT(m_explorer->answer() && classesOf(*m_explorer->answer()) == animals);
    QCOMPARE(m_explorer->answer()->activations.logits, logits);
    QCOMPARE(m_explorer->inputSize(), 80);
    AWAIT(animals.filter(labels().value(0)).size() == 1);

    m_explorer->setNetwork(QStringLiteral("tiny_inception_resnet_v2"));
    AWAIT(m_explorer->answer());
    QVERIFY(classesOf(*m_explorer->answer()) != animals);
    m_explorer->setNetwork(QStringLiteral("tiny_inception_v4"));
    AWAIT(m_explorer->answer());
    QCOMPARE(classesOf(*m_explorer->answer()), animals);
}

void TestExplorer::labelsThatDoNotFitChangeNothing()
{
    writeFile(m_folder / "two.txt", "cat\ndog\n");
    const QString path = QString::fromStdString((m_folder / "two.txt").string());
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(m_explorer->answer());
    const AnswerPtr before = m_explorer->answer();
    QSignalSpy failures(m_explorer.get(), &Explorer::labelsFailed);
    m_explorer->openLabels(path);
    AWAIT_EQUAL(failures.count(), 1);
    QCOMPARE(failures.first().at(0).toString(),
             path + " cannot be used as labels: there are 2 labels for 4 classes");
    QCOMPARE(m_explorer->answer(), before);
}

void TestExplorer::cancelledAndAskedAgain()
{
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(m_explorer->answer());
    m_explorer->setInputSize(203);
    QVERIFY(!m_explorer->answer());
    m_explorer->cancel();
    m_explorer->retry();
    AWAIT(m_explorer->answer());
    QCOMPARE(m_explorer->answer()->crop.size(), QSize(203, 203));
}

/// Every id of a network: stages, blocks, layers.
static QSet<QString> idsOf(const NetworkGraph &graph)
{
    QSet<QString> ids;
    for (const Stage &stage : graph.stages()) {
        ids << QString::fromStdString(stage.id);
        for (const Block &block : stage.blocks) {
            ids << QString::fromStdString(block.id);
            for (const int layer : block.layers)
                ids << QString::fromStdString(graph.layer(layer).id);
        }
    }
    return ids;
}

static QSet<QString> idsOf(const OverlayValues &overlay)
{
    const QStringList ids = overlay.values.keys();
    return {ids.begin(), ids.end()};
}

void TestExplorer::overlaysOfActivationsAskForEveryLayersFigures()
{
    OverlayController overlay(m_explorer.get());
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(m_explorer->answer());
    const AnswerPtr plain = m_explorer->answer();
    QVERIFY(plain->figures.empty());
    overlay.setOverlay(Overlay::Zeros);
    QCOMPARE(m_explorer->answer(), plain); // stays meanwhile
    AWAIT(!m_explorer->answer()->figures.empty());
    const Answer &answer = *m_explorer->answer();
    QCOMPARE(idsOf(overlay.values()), idsOf(*m_explorer->graph()));
    // Nothing more is kept for it than before.
    QCOMPARE(answer.activations.captured.size(), plain->activations.captured.size());
    const int stem = answer.graph.outputOf("stem");
    QCOMPARE(answer.figures.at(stem), outputFigures(answer.activations.captured.at(stem)));
    QCOMPARE(overlay.values().values.value("stem"), answer.figures.at(stem).zeros);
    QVERIFY(overlay.lack().isEmpty());

    overlay.setOverlay(Overlay::Energy);
    QVERIFY(!m_explorer->isBusy()); // it is there already
    QCOMPARE(overlay.values().values.value("stem"), answer.figures.at(stem).energy);
}

void TestExplorer::timesAreMeasuredAfterTheAnswerAndOnce()
{
    OverlayController overlay(m_explorer.get());
    overlay.setOverlay(Overlay::Time);
    std::vector<bool> areThere; // with each answer
    connect(m_explorer.get(), &Explorer::answerChanged, &overlay, [&] {
        if (m_explorer->answer())
            areThere.push_back(!m_explorer->layerMilliseconds().empty());
    });
    m_explorer->photos()->addPaths({photo("a.png", Qt::red), photo("b.png", Qt::blue)});
    AWAIT(!m_explorer->layerMilliseconds().empty());
    QCOMPARE(areThere, (std::vector<bool>{false, true}));
    QCOMPARE(idsOf(overlay.values()), idsOf(*m_explorer->graph()));
    QVERIFY(overlay.values().values.value("stem") > 0.0);
    const std::vector<double> times = m_explorer->layerMilliseconds();
    m_explorer->selection()->setPhoto(m_explorer->photos()->index(1).data(PhotoIdRole).toInt());
    AWAIT(m_explorer->answer() && !m_explorer->isBusy());
    QCOMPARE(m_explorer->layerMilliseconds(), times);
    m_explorer->setInputSize(99);
    QVERIFY(m_explorer->layerMilliseconds().empty());
    AWAIT(!m_explorer->layerMilliseconds().empty());
}

void TestExplorer::overlaysSayWhatTheyLack()
{
    OverlayController overlay(m_explorer.get());
    QCOMPARE(overlay.lack(), QString());
    overlay.setOverlay(Overlay::Energy);
    QCOMPARE(overlay.lack(), "This needs a photo");
    overlay.setOverlay(Overlay::ResidualRatio);
    QCOMPARE(overlay.lack(), "This network has no residual blocks");
    m_explorer->setNetwork("inception_v3");
    overlay.setOverlay(Overlay::Time);
    QCOMPARE(overlay.lack(), "This needs weights, which the network has not");
    overlay.setOverlay(Overlay::Parameters);
    QCOMPARE(overlay.lack(), QString());
    QCOMPARE(idsOf(overlay.values()), idsOf(*m_explorer->graph()));
}

void TestExplorer::figuresFollowTheAnswer()
{
    m_explorer->setNetwork(QStringLiteral("tiny_inception_resnet_v2"));
    QStringList events;
    connect(m_explorer.get(), &Explorer::answerChanged, this, [&] {
        if (m_explorer->answer())
            events << QStringLiteral("answer");
    });
    connect(m_explorer.get(), &Explorer::networkFiguresChanged, this,
            [&] { events << QStringLiteral("figures"); });
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(m_explorer->networkFigures());
    QCOMPARE(events, QStringList({"answer", "figures"}));
    const Answer &answer = *m_explorer->answer();
    QCOMPARE(*m_explorer->networkFigures(), networkFigures(answer.graph, answer.activations));
    QCOMPARE(m_explorer->networkFigures()->residuals.size(), 3U);

    m_explorer->setResidualScale({}, 0.5);
    QVERIFY(m_explorer->networkFigures()); // those before, as the answer before
    AWAIT(m_explorer->networkFigures()->residuals.front().scale == 0.5);
}

void TestExplorer::figuresGoWithTheAnswer()
{
    m_explorer->photos()->addPaths({photo("a.png", Qt::red)});
    AWAIT(m_explorer->networkFigures());
    QSignalSpy changes(m_explorer.get(), &Explorer::networkFiguresChanged);
    m_explorer->setNetwork(QStringLiteral("inception_v3"));
    QVERIFY(!m_explorer->networkFigures());
    QCOMPARE(changes.count(), 1);
}

void TestExplorer::labelsFollowTheScaleThatRests()
{
    m_explorer->setNetwork(QStringLiteral("tiny_inception_resnet_v2"));
    m_explorer->photos()->addPaths({photo("a.png", Qt::red), photo("b.png", Qt::blue)});
    AWAIT_EQUAL(labels().size(), 2);
    AWAIT_EQUAL(labels().count(QString()), 0);
    AWAIT(m_explorer->answer());
    m_explorer->setResidualScale({}, 0.7, true);
    QCOMPARE(labels().count(QString()), 0); // it may go on
    m_explorer->settleResidualScale();
    QCOMPARE(labels().count(QString()), 2);
    AWAIT_EQUAL(labels().count(QString()), 0);
    m_explorer->resetResidualScales();
    QCOMPARE(labels().count(QString()), 2);
    AWAIT_EQUAL(labels().count(QString()), 0);
}

/// The default network is neither made ready nor asked meanwhile, nor for labels.
void TestExplorer::asksTheWeightsThatAreBeingOpened()
{
    ModelDescription description = tinyDescription("inception_resnet_v1");
    description.id = "begun_with";
    const auto file = m_folder.path() / "begun.safetensors";
    QVERIFY(saveTinyModel(file, description));
    // Were it asked, it could not be read: that would be told.
    m_explorer = std::make_unique<Explorer>(NetworkCatalogue{{{"absent",
                                                               "Absent",
                                                               "inception_v4",
                                                               {},
                                                               CatalogueEntry::Weights::Installed,
                                                               m_folder / "absent.safetensors",
                                                               {}}},
                                                             {}});
    QSignalSpy failures(m_explorer.get(), &Explorer::answerFailed);
    m_explorer->openWeights(QString::fromStdString(file.string()));
    m_explorer->openPhotos({photo("a.png", Qt::red), photo("b.png", Qt::blue)});
    AWAIT_EQUAL(labels().size(), 2);
    AWAIT_EQUAL(labels().count(QString()), 0);
    QCOMPARE(m_explorer->network().id, "begun_with");
    QVERIFY(m_explorer->answer());
    QCOMPARE(failures.count(), 0);
}

void TestExplorer::asksTheOthersWhereWeightsCannotBeOpened()
{
    writeFile(m_folder / "broken.safetensors", "nothing");
    QSignalSpy failures(m_explorer.get(), &Explorer::weightsFailed);
    m_explorer->openWeights(QString::fromStdString((m_folder / "broken.safetensors").string()));
    m_explorer->openPhotos({photo("a.png", Qt::red), photo("b.png", Qt::blue)});
    AWAIT(m_explorer->answer());
    QCOMPARE(failures.count(), 1);
    QCOMPARE(m_explorer->network().id, "tiny_inception_v4");
    AWAIT_EQUAL(labels().count(QString()), 0);
}

QTEST_GUILESS_MAIN(TestExplorer)
#include "tst_explorer.moc"
