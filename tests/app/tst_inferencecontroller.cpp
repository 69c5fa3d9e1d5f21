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
    void aCancelledRequestIsNotAnswered();
    void aNetworkThatCannotBeReadSaysWhy();
    void endsWhileItComputes();
    void layersToKeep();

private:
    InferenceRequest request(int photo) const;

    TemporaryFolder m_folder;
    CatalogueEntry m_entry;
};

void TestInferenceController::initTestCase()
{
    const ModelDescription description = tinyDescription();
    m_entry = {description.id,
               description.title,
               description.network,
               description.options,
               CatalogueEntry::Weights::Bundled,
               m_folder / "tiny.safetensors",
               {}};
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
    QSignalSpy answers(&controller, &InferenceController::answered);
    controller.prepare(wanted);
    controller.prepare(wanted); // is under way
    AWAIT(controller.isIdle());
    QCOMPARE(idle.count(), 1);
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
    for (int added : residualInputs(residual))
        QVERIFY(std::binary_search(keptOfResidual.begin(), keptOfResidual.end(), added));
}

QTEST_GUILESS_MAIN(TestInferenceController)
#include "tst_inferencecontroller.moc"
