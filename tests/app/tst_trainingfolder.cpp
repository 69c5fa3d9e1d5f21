#include "support/picturefiles.h"
#include "support/plainphotos.h"
#include "support/temporaryfolder.h"
#include "training/datasurvey.h"
#include "training/folderlock.h"
#include "training/trainingfolder.h"

#include <QDate>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace fs = std::filesystem;

/// Trainings on the disk, and what there is to train on.
class TestTrainingFolder : public QObject
{
    Q_OBJECT

private slots:
    void eachTrainingHasAFolderOfItsOwn();
    void saysWhereNoFolderCanBeMade();
    void saysWhatIsNoTraining();
    void tellsWhatBecameOfARun();
    void knowsAFullDisk();
    void believesNoOtherProcess();
    void surveysData();
    void saysWhatCannotBeTrainedOn();

private:
    QString path(std::string_view name) const
    {
        return pathIn(m_folder.path(), QString::fromUtf8(name.data(), qsizetype(name.size())));
    }
    TrainingChoice choice() const;

    const TemporaryFolder m_folder;
};

TrainingChoice TestTrainingFolder::choice() const
{
    TrainingChoice choice;
    choice.variants.assign(readyPairs().front().begin(), readyPairs().front().end());
    choice.data = path("imagenette");
    return choice;
}

void TestTrainingFolder::eachTrainingHasAFolderOfItsOwn()
{
    const QString parent = path("new/trainings");
    const auto first = makeTrainingFolder(parent, choice());
    const auto second = makeTrainingFolder(parent, choice());
    QVERIFY(first && second);
    const QString name = parent + "/imagenette " + QDate::currentDate().toString(Qt::ISODate);
    QCOMPARE(first->path, name);
    QCOMPARE(second->path, name + " (2)");
    QCOMPARE(first->runs(), (QStringList{name + "/inception_v4", name + "/inception_resnet_v2"}));
    QCOMPARE(first->choice.threads, threadsOfEach(choice())); // those it goes on with
    const auto read = readTrainingFolder(first->path);
    QVERIFY(read);
    QCOMPARE(*read, *first);
    QCOMPARE(trainingsUnderWay(parent), QStringList());
    fs::create_directories(second->runs().front().toStdString());
    const auto lock = FolderLock::take(second->runs().front().toStdString());
    QVERIFY(lock);
    QCOMPARE(trainingsUnderWay(parent), QStringList{second->path});
}

void TestTrainingFolder::saysWhereNoFolderCanBeMade()
{
    writeFile(m_folder / "file", "");
    const auto made = makeTrainingFolder(path("file"), choice());
    QVERIFY(!made);
    QCOMPARE(QString::fromStdString(made.error().message),
             path("file") + " cannot be made; choose another folder for the training");
}

void TestTrainingFolder::saysWhatIsNoTraining()
{
    const auto sentence = [this] {
        const auto read = readTrainingFolder(path("some"));
        return read ? QString() : QString::fromStdString(read.error().message);
    };
    const QString note = path("some/training.json");
    QCOMPARE(sentence(),
             note + " cannot be read: No such file or directory; choose the folder of a training");
    fs::create_directories(m_folder / "some");
    writeFile(m_folder / "some/training.json", "{}");
    QCOMPARE(sentence(),
             note
                 + " cannot be read: the settings have no list of one or two variants; "
                   "choose the folder of a training");
}

void TestTrainingFolder::tellsWhatBecameOfARun()
{
    using State = RunStatus::State;
    const fs::path run = m_folder / "run";
    QCOMPARE(readRunStatus(run).state, State::Gone);
    fs::create_directories(run);
    QCOMPARE(readRunStatus(run).state, State::None);
    {
        const auto lock = FolderLock::take(run);
        QCOMPARE(readRunStatus(run).state, State::Running);
        QCOMPARE(readRunStatus(run).process, static_cast<int>(getpid()));
        QVERIFY(!readRunStatus(run).progress);
        ProgressFile(run, 20, 32).tell(3, 17, 148);
        QCOMPARE(readRunStatus(run).progress->batch, 17);
        writeFile(run / "progress.json",
                  R"({"process":1,"epoch":1,"epochs":2,"batch":3,"batches":4})");
        QVERIFY(!readRunStatus(run).progress); // of a run before
    }
    writeFile(run / "output.jsonl",
              "{\"epoch\":1}\n{\"error\":\"interrupted; the checkpoint of epoch 1 is kept\"}\n");
    QCOMPARE(readRunStatus(run).state, State::Stopped);
    writeFile(run / "output.jsonl", "{\"epoch\":1}\n{\"error\":\"the disk is full\\n\"}\n");
    QCOMPARE(readRunStatus(run).state, State::Ended);
    QCOMPARE(readRunStatus(run).problem, QStringLiteral("the disk is full\\n"));
    std::string many;
    for (int epoch = 0; epoch < 5'000; ++epoch)
        many += "{\"epoch\":1,\"figures\":\"" + std::string(1'000, '1') + "\"}\n";
    writeFile(run / "output.jsonl", many + "{\"error\":\"the disk is slow\"}\n");
    QCOMPARE(readRunStatus(run).problem, QStringLiteral("the disk is slow"));
    writeFile(run / "output.jsonl", "{\"epoch\":1}\n");
    QCOMPARE(readRunStatus(run).state, State::Ended);
    QCOMPARE(readRunStatus(run).problem, QString());
    QCOMPARE(readRunStatus(run).lastWords, QString());
    writeFile(run / "messages.txt", "reading\nterminate called\u202e\n\n");
    QCOMPARE(readRunStatus(run).lastWords, QStringLiteral("terminate called\\u202e"));
    writeFile(run / "messages.txt", "inceptoscope: reading 20 photos\n"); // no reason
    QCOMPARE(readRunStatus(run).lastWords, QString());
    writeFile(run / "run.jsonl", "no log\n");
    QVERIFY(readRunStatus(run).problem.startsWith(path("run/run.jsonl: it is no training log")));
    writeFile(run / "run.jsonl",
              "{\"event\":\"run\",\"network\":\"inception_v4\",\"residual\":false}\n");
    QCOMPARE(readRunStatus(run).problem, QString()); // stopped before the first epoch was done
    writeFile(run / "model-so-far.safetensors", "");
    QCOMPARE(readRunStatus(run).weights, run / "model-so-far.safetensors");
    writeFile(run / "model.safetensors", "");
    QCOMPARE(readRunStatus(run).state, State::Finished);
    QCOMPARE(readRunStatus(run).weights, run / "model.safetensors");
}

void TestTrainingFolder::knowsAFullDisk()
{
    QVERIFY(!isDiskFull(m_folder.path()));
    QVERIFY(isDiskFull("/proc")); // whose disk never has room
    QVERIFY(!isDiskFull(m_folder / "gone")); // nobody knows
}

void TestTrainingFolder::believesNoOtherProcess()
{
    const fs::path run = m_folder / "starting";
    fs::create_directories(run);
    QProcess process;
    process.start("sh", {"-c", "read line", "run", path("starting")});
    QVERIFY(process.waitForStarted());
    const int started = static_cast<int>(process.processId());
    // It has its arguments a moment after it has been started.
    QTRY_COMPARE(readRunStatus(run, started).state, RunStatus::State::Starting);
    // Numbers of processes are given out again: to one that was started for something else.
    fs::create_directories(m_folder / "other");
    QCOMPARE(readRunStatus(m_folder / "other", started).state, RunStatus::State::None);
    writeFile(run / ".lock", std::to_string(started)); // which does not have it
    QCOMPARE(readRunStatus(run).state, RunStatus::State::None);
    kill(started, SIGKILL);
    // It is nobody's process any more, though nobody has asked yet how it ended.
    QTRY_COMPARE(readRunStatus(run, started).state, RunStatus::State::None);
    process.waitForFinished();
}

void TestTrainingFolder::surveysData()
{
    for (const char *name :
         {"split/a/1.png", "split/a/2.png", "split/b/1.png", "split/b/2.png", "whole/train/a/1.png",
          "whole/train/b/1.png", "whole/val/a/1.png", "whole/val/b/1.png"})
        savePlainPhoto(m_folder.path(), QString::fromLatin1(name), Qt::red);
    writeIdxFiles(m_folder / "idx");
    writeCifar10Files(m_folder / "cifar");
    const auto text = [this](std::string_view name) {
        const auto survey = surveyData(path(name));
        return survey ? dataText(*survey) : QString::fromStdString(survey.error().message);
    };
    QCOMPARE(text("split"),
             QStringLiteral(
                 "2 class folders: 2 photos to train and 2, drawn from each class, to validate."));
    QCOMPARE(text("whole"),
             QStringLiteral("2 classes in train/ and val/: 2 photos to train and 2 to validate."));
    QCOMPARE(
        text("idx"),
        QStringLiteral("3 classes in IDX files: 6 pictures of 5×4 to train and 3 to validate."));
    QCOMPARE(text("cifar"),
             QStringLiteral(
                 "10 classes in CIFAR files: 3 pictures of 32×32 to train and 2 to validate."));
    QCOMPARE(readyInputSize(*surveyData(path("whole"))), 128);
    QCOMPARE(readyInputSize(*surveyData(path("idx"))), 80);
}

void TestTrainingFolder::saysWhatCannotBeTrainedOn()
{
    fs::create_directories(m_folder / "nothing");
    savePlainPhoto(m_folder.path(), QStringLiteral("one/only/1.png"), Qt::red);
    for (const char *name : {"nothing", "one", "gone"}) {
        const auto survey = surveyData(path(name));
        QVERIFY(!survey);
        QVERIFY(QString::fromStdString(survey.error().message).startsWith(path(name)));
    }
}

QTEST_GUILESS_MAIN(TestTrainingFolder)
#include "tst_trainingfolder.moc"
