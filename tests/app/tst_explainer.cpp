#include "explain/classactivation.h"
#include "explain/explainer.h"
#include "explain/trunkblocks.h"
#include "explorer/explorer.h"
#include "images/imageconversion.h"
#include "render/saliencyimage.h"
#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/tinycatalogue.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <sched.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

class TestExplainer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void computesNothingWhileItIsOff();
    void gradCamOfTheTopClassInTheLastBlock();
    void gradCamOfAnyClassInAnyBlock();
    void followsTheSelection();
    void classActivationOfTheLastBlock();
    void saysWhereThereIsNone();
    void occlusionFillsIn();
    void theNewestWins();
    void whatIsKnownIsNotComputedAgain();
    void cancelledAndAskedAgain();
    void anotherPhotoIsExplainedAnew();
    void otherResidualScalesAreExplainedAnew();
    void anotherAnswerToTheSameIsNot();

private:
    ExplanationPtr explained();
    std::vector<float> input() const;
    LoadedModel model() const { return loadModel(m_explorer->network().file).value(); }
    void addPhoto(int seed);

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<Explorer> m_explorer;
    std::unique_ptr<Explainer> m_explainer;
};

/// Occlusion takes as many windows at a time as processors can share: with few of them it takes
/// several turns on any machine.
static void useTwoProcessors()
{
    cpu_set_t all;
    QCOMPARE(sched_getaffinity(0, sizeof all, &all), 0);
    cpu_set_t two;
    CPU_ZERO(&two);
    for (int processor = 0; processor < CPU_SETSIZE && CPU_COUNT(&two) < 2; ++processor) {
        if (CPU_ISSET(processor, &all))
            CPU_SET(processor, &two);
    }
    QCOMPARE(sched_setaffinity(0, sizeof two, &two), 0);
}

void TestExplainer::initTestCase()
{
    useTwoProcessors();
    for (const char *network :
         {"inception_v4", "inception_resnet_v2", "inception_resnet_v1_facenet"}) {
        ModelDescription description = tinyDescription(network);
        description.options.input = {107, 107};
        description.preprocessing.shorterSide = 122;
        description.preprocessing.inputSize = 107;
        QVERIFY(addTinyNetwork(m_catalogue, m_folder.path(), description));
    }
}

void TestExplainer::init()
{
    m_explorer = std::make_unique<Explorer>(m_catalogue);
    m_explainer = std::make_unique<Explainer>(m_explorer.get());
    addPhoto(3);
    AWAIT(m_explorer->answer());
}

void TestExplainer::cleanup()
{
    m_explainer.reset();
    m_explorer.reset();
}

void TestExplainer::addPhoto(int seed)
{
    QImage image(100, 90, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            image.setPixel(x, y, qRgb(seed * x % 256, seed * y % 256, x * y % 256));
    }
    m_explorer->photos()->addImage(image, PhotoListModel::Origin::Pasted);
}

/// What it comes to, once nothing is under way.
ExplanationPtr TestExplainer::explained()
{
    const bool isDone = QTest::qWaitFor([this] { return !m_explainer->isBusy(); }, 60'000);
    return isDone ? m_explainer->explanation() : nullptr;
}

/// What the network was given.
std::vector<float> TestExplainer::input() const
{
    const Answer &answer = *m_explorer->answer();
    return normalised(toRgb(answer.crop), answer.preprocessing);
}

void TestExplainer::computesNothingWhileItIsOff()
{
    QSignalSpy busy(m_explainer.get(), &Explainer::busyChanged);
    m_explainer->setMethod(SaliencyMethod::Occlusion);
    m_explainer->setClass(2);
    QCOMPARE(busy.count(), 0);
    QVERIFY(!m_explainer->explanation());
    m_explainer->setOn(true);
    QCOMPARE(busy.count(), 1);
    m_explainer->setOn(false);
    QCOMPARE(busy.count(), 2);
    QVERIFY(!m_explainer->isBusy());
}

void TestExplainer::gradCamOfTheTopClassInTheLastBlock()
{
    m_explainer->setOn(true);
    QVERIFY(m_explainer->isBusy());
    const ExplanationPtr explanation = explained();
    QVERIFY(explanation);
    const Answer &answer = *m_explorer->answer();
    const int top = answer.predictions.front().index;
    QCOMPARE(m_explainer->classIndex(), top);
    const int layer = blocksBeforePooling(answer.graph).back()->output;
    const LoadedModel loaded = model();
    auto engine = makeGradientEngine(loaded.graph, loaded.weights).value();
    const SaliencyMap expected =
        gradCam(answer.graph, layer, top, engine->classGradient(input(), layer, top).value());
    QCOMPARE(explanation->map.element, expected.element);
    QCOMPARE(explanation->map.grid, expected.grid);
    for (std::size_t i = 0; i < expected.values.size(); ++i)
        QVERIFY(std::abs(explanation->map.values[i] - expected.values[i]) < 1e-4F);
    QCOMPARE(explanation->picture, saliencyImage(explanation->map, {107, 107}));
    QVERIFY(explanation->isComplete());
    QVERIFY(explanation->milliseconds > 0.0);
}

void TestExplainer::gradCamOfAnyClassInAnyBlock()
{
    m_explainer->setOn(true);
    m_explainer->setClass(2);
    m_explainer->setPlace(Explainer::Place::Block, "inception_a.0");
    const ExplanationPtr explanation = explained();
    QCOMPARE(explanation->map.classIndex, 2);
    QVERIFY(explanation->map.element.starts_with("inception_a.0."));
    QCOMPARE(explanation->map.grid,
             m_explorer->graph()->layer(m_explorer->graph()->outputOf("inception_a.0")).out.grid());
}

void TestExplainer::followsTheSelection()
{
    QSignalSpy problems(m_explainer.get(), &Explainer::problemChanged);
    m_explainer->setOn(true);
    m_explainer->setPlace(Explainer::Place::Selection);
    QVERIFY(!explained());
    QCOMPARE(problems.last().first().toString(),
             "Nothing is selected in the diagram that Grad-CAM could look at");
    m_explorer->selection()->setElement("inception_b.0.branch1");
    AWAIT(explained());
    QVERIFY(explained()->map.element.starts_with("inception_b.0.branch1."));
    m_explorer->selection()->setElement("average_pool");
    AWAIT(problems.last().first().toString().startsWith("average_pool has a single cell"));
    QVERIFY(!m_explainer->explanation());
    m_explorer->selection()->setElement("inception_c");
    AWAIT(explained());
    QVERIFY(explained()->map.element.starts_with("inception_c.0."));
    QCOMPARE(problems.last().first().toString(), "");
}

void TestExplainer::classActivationOfTheLastBlock()
{
    m_explainer->setMethod(SaliencyMethod::ClassActivation);
    m_explainer->setClass(1);
    m_explainer->setOn(true);
    const ExplanationPtr explanation = explained();
    const Answer &answer = *m_explorer->answer();
    const int features = classActivationLayers(answer.graph)->features;
    QCOMPARE(explanation->map,
             classActivationMap(answer.graph, model().weights,
                                answer.activations.captured.at(features), 1)
                 .value());
}

void TestExplainer::saysWhereThereIsNone()
{
    QSignalSpy problems(m_explainer.get(), &Explainer::problemChanged);
    m_explorer->setNetwork("tiny_inception_resnet_v1_facenet");
    AWAIT(m_explorer->answer());
    m_explainer->setMethod(SaliencyMethod::ClassActivation);
    m_explainer->setOn(true);
    QVERIFY(!explained());
    QVERIFY(problems.last().first().toString().startsWith(
        "Tiny inception_resnet_v1_facenet has no exact class activation map: embedding "
        "stands between"));
    m_explainer->setMethod(SaliencyMethod::GradCam);
    QVERIFY(explained());
    QCOMPARE(problems.last().first().toString(), "");
}

void TestExplainer::occlusionFillsIn()
{
    int before = 0;
    int partial = 0;
    connect(m_explainer.get(), &Explainer::explanationChanged, this, [&] {
        const Explanation &explanation = *m_explainer->explanation();
        QVERIFY(explanation.done > before);
        before = explanation.done;
        partial += explanation.isComplete() ? 0 : 1;
    });
    QSignalSpy progress(m_explainer.get(), &Explainer::progressChanged);
    m_explainer->setMethod(SaliencyMethod::Occlusion);
    m_explainer->setWindow({20, 10});
    m_explainer->setClass(3);
    m_explainer->setOn(true);
    const ExplanationPtr explanation = explained();
    QCOMPARE(explanation->map.grid, (Extent{11, 11}));
    QCOMPARE(before, 121);
    QVERIFY(partial > 1);
    QCOMPARE(progress.count(), partial);
    const LoadedModel loaded = model();
    auto engine = makeEngine(loaded.graph, loaded.weights).value();
    const SaliencyMap expected = occlusionSensitivity(*engine, input(), {20, 10}, 3).value();
    for (std::size_t i = 0; i < expected.values.size(); ++i)
        QVERIFY(std::abs(explanation->map.values[i] - expected.values[i]) < 1e-4F);
}

void TestExplainer::theNewestWins()
{
    QList<int> shown;
    connect(m_explainer.get(), &Explainer::explanationChanged, this,
            [&] { shown << m_explainer->explanation()->map.classIndex; });
    m_explainer->setOn(true);
    const int top = m_explainer->classIndex();
    const int last = (top + 1) % 4;
    for (int index : {(top + 3) % 4, (top + 2) % 4, last})
        m_explainer->setClass(index);
    QVERIFY(explained());
    QCOMPARE(shown, QList<int>{last});
    QSignalSpy busy(m_explainer.get(), &Explainer::busyChanged);
    m_explainer->setClass(last); // known already
    QCOMPARE(busy.count(), 0);
}

void TestExplainer::whatIsKnownIsNotComputedAgain()
{
    m_explainer->setOn(true);
    const ExplanationPtr first = explained();
    m_explainer->setMethod(SaliencyMethod::ClassActivation);
    const ExplanationPtr second = explained();
    QVERIFY(first && second && first != second);
    QSignalSpy busy(m_explainer.get(), &Explainer::busyChanged);
    m_explainer->setOn(false);
    QVERIFY(!m_explainer->explanation());
    m_explainer->setOn(true);
    QCOMPARE(m_explainer->explanation(), second);
    m_explainer->setMethod(SaliencyMethod::GradCam);
    QCOMPARE(m_explainer->explanation(), first);
    QCOMPARE(busy.count(), 0);
}

void TestExplainer::cancelledAndAskedAgain()
{
    QSignalSpy problems(m_explainer.get(), &Explainer::problemChanged);
    m_explainer->setMethod(SaliencyMethod::Occlusion);
    m_explainer->setWindow({12, 8});
    // At the first part, for all of it may be there before anybody looks.
    connect(
        m_explainer.get(), &Explainer::explanationChanged, m_explainer.get(),
        [this] { m_explainer->cancel(); }, Qt::SingleShotConnection);
    m_explainer->setOn(true);
    AWAIT(m_explainer->explanation());
    QVERIFY(!m_explainer->isBusy());
    QCOMPARE(problems.last().first().toString(), "Cancelled.");
    const ExplanationPtr partial = m_explainer->explanation();
    QVERIFY(partial && !partial->isComplete());
    emit m_explorer->answerChanged(); // is no reason to go on
    QVERIFY(!m_explainer->isBusy());
    m_explainer->retry();
    QCOMPARE(problems.last().first().toString(), "");
    QVERIFY(explained()->isComplete());
    QVERIFY(m_explainer->explanation() != partial);
}

void TestExplainer::anotherPhotoIsExplainedAnew()
{
    m_explainer->setOn(true);
    const int top = m_explainer->classIndex();
    m_explainer->setClass((top + 1) % 4);
    const ExplanationPtr first = explained();
    const int photo = m_explorer->selection()->photo();
    addPhoto(7);
    const int second = m_explorer->selection()->photo();
    QVERIFY(second != photo);
    QVERIFY(!m_explainer->explanation()); // it would lie over another photo
    AWAIT(m_explorer->answer() && m_explorer->answer()->photo == second);
    QCOMPARE(m_explainer->classIndex(), m_explorer->answer()->predictions.front().index);
    QCOMPARE(explained()->request.answer->photo, second);
    QVERIFY(explained()->map != first->map);
}

void TestExplainer::otherResidualScalesAreExplainedAnew()
{
    m_explorer->setNetwork("tiny_inception_resnet_v2");
    AWAIT(m_explorer->answer());
    m_explainer->setOn(true);
    const ExplanationPtr before = explained();
    QVERIFY(before);
    m_explorer->setResidualScale({}, 0.9);
    QCOMPARE(m_explainer->explanation(), before); // until there is another
    AWAIT(m_explorer->answer()->graph == *m_explorer->graph());
    QVERIFY(explained()->request.answer->graph == *m_explorer->graph());
    QVERIFY(explained()->request.answer->activations.captured.empty());
    QVERIFY(explained()->map.values != before->map.values);
}

/// Another element is selected: the answer keeps other layers, and its classes are the same.
void TestExplainer::anotherAnswerToTheSameIsNot()
{
    m_explainer->setOn(true);
    const ExplanationPtr before = explained();
    QSignalSpy busy(m_explainer.get(), &Explainer::busyChanged);
    const AnswerPtr answer = m_explorer->answer();
    m_explorer->selection()->setElement("inception_b.0.branch1");
    AWAIT(m_explorer->answer() != answer);
    QCOMPARE(busy.count(), 0);
    QCOMPARE(m_explainer->explanation(), before);
}

QTEST_GUILESS_MAIN(TestExplainer)
#include "tst_explainer.moc"
