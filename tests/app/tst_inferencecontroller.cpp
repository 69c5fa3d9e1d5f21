#include "explain/residualfigures.h"
#include "inference/inferencecontroller.h"
#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"

#include <QSignalSpy>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

class TestInferenceController : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void theNewestRequestWins();
    void aPersonOvertakesTheBackground();
    void busyFromTheFirstRequestToTheLastAnswer();
    void theAnswerComesBeforeTheWaitingEnds();
    void aPreparedNetworkNeedsItsFileNoMore();
    void preparingLeavesProblemsToTheRequest();
    void anotherRequestEndsPreparing();
    void whatIsPreparedForItGoesOn();
    void anotherPreparationEndsTheFirst();
    void endsWhileItPrepares();
    void whatIsDraggedIsAnsweredOnTheWay();
    void hurryingDropsWhatIsOnTheWay();
    void aCancelledRequestIsNotAnswered();
    void aNetworkThatCannotBeReadSaysWhy();
    void endsWhileItComputes();
    void layersToKeep();

private:
    InferenceRequest request(int photo) const;
    InferenceRequest realRequest(const char *name) const;

    TemporaryFolder m_folder;
    CatalogueEntry m_entry;
};

void TestInferenceController::initTestCase()
{
    const ModelDescription description = tinyDescription();
    m_entry =
        entryFor(description, m_folder / "tiny.safetensors", CatalogueEntry::Weights::Bundled);
    QVERIFY(saveTinyModel(m_entry.file, description));
}

InferenceRequest TestInferenceController::request(int photo) const
{
    QImage picture(90, 90, QImage::Format_RGB32);
    picture.fill(QColor::fromHsv(photo * 20, 255, 255));
    return {m_entry, 0, photo, picture, {}};
}

void TestInferenceController::theNewestRequestWins()
{
    InferenceController controller;
    QSignalSpy answers(&controller, &InferenceController::answered);
    QSignalSpy idle(&controller, &InferenceController::idle);
    for (int photo = 1; photo <= 5; ++photo)
        controller.ask(request(photo));
    AWAIT(!idle.isEmpty());
    QCOMPARE(answers.count(), 1);
    QCOMPARE(answers.constFirst().constFirst().value<AnswerPtr>()->photo, 5);
}

void TestInferenceController::aPersonOvertakesTheBackground()
{
    InferenceController controller;
    QSignalSpy answers(&controller, &InferenceController::answered);
    QSignalSpy background(&controller, &InferenceController::answeredInBackground);
    controller.askInBackground(request(1));
    controller.ask(request(2));
    controller.askInBackground(request(3)); // there is something to do: not taken
    AWAIT_EQUAL(answers.count(), 1);
    AWAIT(controller.isIdle());
    QCOMPARE(background.count(), 0);
    controller.askInBackground(request(4));
    AWAIT_EQUAL(background.count(), 1);
    QCOMPARE(background.constFirst().constFirst().value<AnswerPtr>()->photo, 4);
    QCOMPARE(answers.count(), 1);
}

void TestInferenceController::busyFromTheFirstRequestToTheLastAnswer()
{
    InferenceController controller;
    QSignalSpy busy(&controller, &InferenceController::busyChanged);
    QSignalSpy progress(&controller, &InferenceController::progressChanged);
    controller.ask(request(1));
    controller.ask(request(2));
    AWAIT_EQUAL(busy.count(), 2);
    QCOMPARE(busy.at(0), QVariantList{true});
    QCOMPARE(busy.at(1), QVariantList{false});
    AWAIT(!progress.isEmpty());
    for (const QVariantList &arguments : std::as_const(progress))
        QVERIFY(arguments.constFirst().toDouble() > 0.0
                && arguments.constFirst().toDouble() <= 1.0);
}

void TestInferenceController::theAnswerComesBeforeTheWaitingEnds()
{
    InferenceController controller;
    QStringList events;
    connect(&controller, &InferenceController::busyChanged, this,
            [&](bool busy) { events << (busy ? QStringLiteral("busy") : QStringLiteral("idle")); });
    connect(&controller, &InferenceController::answered, this, [&](const AnswerPtr &answer) {
        events << QString::number(answer->photo);
        if (answer->photo == 1)
            controller.ask(request(2)); // as one that needs another layer does
    });
    controller.ask(request(1));
    AWAIT(events.endsWith(QStringLiteral("idle")));
    QCOMPARE(events,
             QStringList({QStringLiteral("busy"), QStringLiteral("1"), QStringLiteral("2"),
                          QStringLiteral("idle")}));
}

void TestInferenceController::aPreparedNetworkNeedsItsFileNoMore()
{
    InferenceRequest wanted = request(4);
    wanted.entry.file = m_folder / "prepared.safetensors";
    std::filesystem::copy_file(m_entry.file, wanted.entry.file);
    InferenceController controller;
    QSignalSpy busy(&controller, &InferenceController::busyChanged);
    QSignalSpy idle(&controller, &InferenceController::idle);
    QSignalSpy prepared(&controller, &InferenceController::prepared);
    QSignalSpy answers(&controller, &InferenceController::answered);
    controller.prepare(wanted);
    controller.prepare(wanted); // is under way
    AWAIT(controller.isIdle());
    QCOMPARE(idle.count(), 1);
    QCOMPARE(prepared.count(), 1);
    QCOMPARE(busy.count(), 0);
    writeFile(wanted.entry.file, {});
    controller.ask(wanted);
    AWAIT_EQUAL(answers.count(), 1);
    QCOMPARE(answers.constFirst().constFirst().value<AnswerPtr>()->photo, 4);
}

void TestInferenceController::preparingLeavesProblemsToTheRequest()
{
    InferenceController controller;
    QSignalSpy failures(&controller, &InferenceController::failed);
    QSignalSpy answers(&controller, &InferenceController::answered);
    InferenceRequest broken = request(5);
    broken.entry.file = m_folder / "absent.safetensors";
    controller.prepare(broken);
    AWAIT(controller.isIdle());
    QCOMPARE(failures.count(), 0);
    controller.prepare(broken);
    controller.ask(request(6)); // waits for its turn
    AWAIT_EQUAL(answers.count(), 1);
    QCOMPARE(answers.constFirst().constFirst().value<AnswerPtr>()->photo, 6);
    QCOMPARE(failures.count(), 0);
}

/// Of a trained network, in a file that the test may empty.
InferenceRequest TestInferenceController::realRequest(const char *name) const
{
    const NetworkCatalogue catalogue = scanNetworks();
    InferenceRequest real = request(1);
    real.entry = *catalogue.find("inception_resnet_v2_imagenette");
    const auto copy = m_folder / name;
    std::filesystem::copy_file(real.entry.file, copy,
                               std::filesystem::copy_options::overwrite_existing);
    real.entry.file = copy;
    return real;
}

void TestInferenceController::anotherRequestEndsPreparing()
{
    const InferenceRequest real = realRequest("ended.safetensors");
    InferenceController controller;
    QSignalSpy answers(&controller, &InferenceController::answered);
    QSignalSpy failures(&controller, &InferenceController::failed);
    QSignalSpy prepared(&controller, &InferenceController::prepared);
    controller.prepare(real);
    controller.ask(request(2));
    AWAIT_EQUAL(answers.count(), 1);
    QCOMPARE(answers.constFirst().constFirst().value<AnswerPtr>()->photo, 2);
    QCOMPARE(prepared.count(), 0);

    controller.prepare(real);
    controller.cancel();
    AWAIT(controller.isIdle());
    QCOMPARE(prepared.count(), 0);
    QCOMPARE(failures.count(), 0);
}

void TestInferenceController::whatIsPreparedForItGoesOn()
{
    InferenceRequest real = realRequest("goes-on.safetensors");
    InferenceController controller;
    QSignalSpy answers(&controller, &InferenceController::answered);
    QSignalSpy prepared(&controller, &InferenceController::prepared);
    controller.prepare(real);
    controller.prepare(real); // as when the photo is found
    real.photo = 5;
    controller.ask(real);
    AWAIT_EQUAL(answers.count(), 1);
    QCOMPARE(answers.constFirst().constFirst().value<AnswerPtr>()->photo, 5);
    QCOMPARE(prepared.count(), 1);
}

void TestInferenceController::anotherPreparationEndsTheFirst()
{
    InferenceRequest wanted = request(3);
    wanted.entry.file = m_folder / "second.safetensors";
    std::filesystem::copy_file(m_entry.file, wanted.entry.file);
    InferenceController controller;
    QSignalSpy answers(&controller, &InferenceController::answered);
    QSignalSpy prepared(&controller, &InferenceController::prepared);
    controller.prepare(realRequest("first.safetensors"));
    controller.prepare(wanted);
    AWAIT(controller.isIdle());
    QCOMPARE(prepared.count(), 1);
    writeFile(wanted.entry.file, {}); // it was the second that is ready
    controller.ask(wanted);
    AWAIT_EQUAL(answers.count(), 1);
}

void TestInferenceController::endsWhileItPrepares()
{
    auto controller = std::make_unique<InferenceController>();
    bool prepared = false;
    connect(controller.get(), &InferenceController::prepared, this, [&] { prepared = true; });
    controller->prepare(realRequest("left.safetensors"));
    controller.reset();
    QCoreApplication::processEvents();
    QVERIFY(!prepared);
}

/// With this scale in every block.
static InferenceRequest scaled(InferenceRequest request, double scale)
{
    request.scales = {{"", scale}};
    return request;
}

static std::vector<double> scalesOf(const QSignalSpy &answers)
{
    std::vector<double> scales;
    for (const QVariantList &arguments : answers) {
        const NetworkGraph &graph = arguments.constFirst().value<AnswerPtr>()->graph;
        scales.push_back(graph.layer(graph.outputOf("inception_resnet_b.0")).residualScale);
    }
    return scales;
}

void TestInferenceController::whatIsDraggedIsAnsweredOnTheWay()
{
    const InferenceRequest real = realRequest("dragged.safetensors");
    InferenceController controller;
    QSignalSpy answers(&controller, &InferenceController::answered);
    controller.ask(scaled(real, 0.1));
    for (double scale : {0.2, 0.3, 0.4})
        controller.ask(scaled(real, scale), InferenceController::UnderWay::AnsweredFirst);
    AWAIT_EQUAL(answers.count(), 2); // the one under way and the newest
    AWAIT(controller.isIdle());
    QCOMPARE(scalesOf(answers), (std::vector<double>{0.1, 0.4}));
}

void TestInferenceController::hurryingDropsWhatIsOnTheWay()
{
    const InferenceRequest real = realRequest("hurried.safetensors");
    InferenceController controller;
    QSignalSpy answers(&controller, &InferenceController::answered);
    controller.hurry(); // nothing waits
    controller.ask(scaled(real, 0.1));
    controller.hurry();
    AWAIT_EQUAL(answers.count(), 1);
    controller.ask(scaled(real, 0.2));
    controller.ask(scaled(real, 0.3), InferenceController::UnderWay::AnsweredFirst);
    controller.hurry();
    AWAIT(controller.isIdle());
    QCOMPARE(scalesOf(answers), (std::vector<double>{0.1, 0.3}));
}

void TestInferenceController::aCancelledRequestIsNotAnswered()
{
    InferenceController controller;
    QSignalSpy answers(&controller, &InferenceController::answered);
    QSignalSpy failures(&controller, &InferenceController::failed);
    QSignalSpy busy(&controller, &InferenceController::busyChanged);
    QSignalSpy idle(&controller, &InferenceController::idle);
    controller.ask(request(1));
    controller.cancel();
    QCOMPARE(busy.count(), 2);
    AWAIT(!idle.isEmpty());
    QCOMPARE(answers.count(), 0);
    QCOMPARE(failures.count(), 0);
}

void TestInferenceController::aNetworkThatCannotBeReadSaysWhy()
{
    InferenceController controller;
    QSignalSpy failures(&controller, &InferenceController::failed);
    InferenceRequest broken = request(7);
    broken.entry.file = m_folder / "absent.safetensors";
    controller.ask(broken);
    AWAIT_EQUAL(failures.count(), 1);
    QCOMPARE(failures.constFirst().at(0).toInt(), 7);
    QVERIFY(failures.constFirst().at(1).toString().contains(QStringLiteral("absent.safetensors")));

    QSignalSpy answers(&controller, &InferenceController::answered);
    controller.ask(request(8));
    AWAIT_EQUAL(answers.count(), 1);
}

void TestInferenceController::endsWhileItComputes()
{
    auto controller = std::make_unique<InferenceController>();
    bool answered = false;
    connect(controller.get(), &InferenceController::answered, this, [&] { answered = true; });
    controller->ask(request(1));
    controller.reset();
    QCoreApplication::processEvents();
    QVERIFY(!answered);
}

void TestInferenceController::layersToKeep()
{
    const auto graph = graphOf(m_entry);
    QVERIFY(graph);
    QStringList kept;
    for (int layer : inceptoscope::layersToKeep(*graph, "inception_c.0.branch2"))
        kept << QString::fromStdString(graph->layer(layer).id);
    const CaptureSet blocks = inceptoscope::layersToKeep(*graph, "");
    std::size_t count = 0;
    for (const Stage &stage : graph->stages())
        count += stage.blocks.size();
    QCOMPARE(blocks.size(), count);
    QVERIFY(kept.contains(QStringLiteral("inception_c.0.branch2.1")));
    QVERIFY(!kept.contains(QStringLiteral("inception_b.0.branch2.1")));
    QVERIFY(std::is_sorted(blocks.begin(), blocks.end()));
    const auto residual = buildNetwork("inception_resnet_v2").value();
    const CaptureSet keptOfResidual = inceptoscope::layersToKeep(residual, "");
    for (int added : residualLayers(residual))
        QVERIFY(std::binary_search(keptOfResidual.begin(), keptOfResidual.end(), added));
}

QTEST_GUILESS_MAIN(TestInferenceController)
#include "tst_inferencecontroller.moc"
