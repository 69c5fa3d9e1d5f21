#include "training/trainingfolder.h"

#include "async/diskworkers.h"
#include "checkpoint/textfile.h"
#include "files/savebytes.h"
#include "images/shownname.h"

#include <QCoreApplication>
#include <QDate>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <sys/resource.h>
#include <utility>

namespace inceptoscope {

namespace {

constexpr std::size_t longestNote = std::size_t{1} << 20; // bytes
constexpr int mostOfOneName = 1000;
constexpr int mostLookedAt = 200; // trainings
/// How far a run gives way to the window and to others.
constexpr int niceness = 5;

QString tr(const char *text)
{
    return QCoreApplication::translate("TrainingFolder", text);
}

std::filesystem::path pathOf(const QString &path)
{
    return QFile::encodeName(path).toStdString();
}

QString noteIn(const QString &folder)
{
    return folder + QStringLiteral("/training.json");
}

/// "imagenette 2025-03-14"
QString newName(const TrainingChoice &choice)
{
    const QString data = QDir(choice.data).dirName();
    return (data.isEmpty() ? tr("training") : data) + u' '
        + QDate::currentDate().toString(Qt::ISODate);
}

/// mkdir is what tells whether a name is free, to two programs at once, too.
Expected<QString> newFolder(const QString &parent, const QString &name)
{
    const QDir dir(parent);
    if (!dir.mkpath(QStringLiteral(".")))
        return failure(tr("%1 cannot be made; choose another folder for the training")
                           .arg(shownName(parent))
                           .toStdString());
    for (int number = 1; number <= mostOfOneName; ++number) {
        const QString tried = number == 1 ? name : name + QStringLiteral(" (%1)").arg(number);
        if (dir.mkdir(tried))
            return dir.absoluteFilePath(tried);
        if (!dir.exists(tried))
            break;
    }
    return failure(tr("no folder can be made in %1; choose another one for the training")
                       .arg(shownName(parent))
                       .toStdString());
}

bool needsStarting(const RunStatus &status)
{
    return !status.isUnderWay() && status.state != RunStatus::State::Finished;
}

/// Of the run in `folder`; what it said the last time is done with.
Expected<int> startRun(const QString &program, const QStringList &arguments, const QString &folder)
{
    const QDir dir(folder);
    if (!dir.mkpath(QStringLiteral(".")))
        return failure(tr("%1 cannot be made").arg(shownName(folder)).toStdString());
    QProcess process;
    process.setProgram(program);
    process.setArguments(arguments);
    process.setWorkingDirectory(folder);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(dir.filePath(QString::fromLatin1(runOutputName)));
    process.setStandardErrorFile(dir.filePath(QString::fromLatin1(runMessagesName)));
    qint64 id = 0;
    if (!process.startDetached(&id))
        return failure(tr("%1 cannot be started: %2")
                           .arg(shownName(program), process.errorString())
                           .toStdString());
    setpriority(PRIO_PROCESS, static_cast<id_t>(id), niceness);
    return static_cast<int>(id);
}

} // namespace

QStringList TrainingFolder::runs() const
{
    QStringList folders;
    for (const QString &name : runNames(choice))
        folders += path + u'/' + name;
    return folders;
}

QString usualTrainingFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + QStringLiteral("/inceptoscope/training");
}

Expected<TrainingFolder> makeTrainingFolder(const QString &parent, const TrainingChoice &choice)
{
    const auto path = newFolder(parent, newName(choice));
    if (!path)
        return tl::unexpected(path.error());
    TrainingFolder folder{*path, choice};
    folder.choice.threads = threadsOfEach(choice); // sums depend on their number
    folder.choice.data = QDir(choice.data).absolutePath();
    return saveBytes(noteIn(*path), toJson(folder.choice)).map([&] { return folder; });
}

Expected<TrainingFolder> readTrainingFolder(const QString &path)
{
    const QString note = noteIn(path);
    const auto choice =
        readTextFile(pathOf(note), longestNote).and_then([](const std::string &text) {
            return readTrainingChoice(QByteArray::fromStdString(text));
        });
    if (!choice)
        return failure(tr("%1 cannot be read: %2; choose the folder of a training")
                           .arg(shownName(note), QString::fromStdString(choice.error().message))
                           .toStdString());
    return TrainingFolder{QDir(path).absolutePath(), *choice};
}

QStringList trainingsUnderWay(const QString &parent)
{
    QStringList found;
    const QDir dir(parent);
    const QStringList names = dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time);
    for (const QString &name : names.mid(0, mostLookedAt)) {
        const auto folder = readTrainingFolder(dir.absoluteFilePath(name));
        if (!folder)
            continue;
        const auto runs = readRuns(*folder, {});
        if (std::ranges::any_of(runs, &RunStatus::isUnderWay))
            found += folder->path;
    }
    return found;
}

std::vector<RunStatus> readRuns(const TrainingFolder &folder, const std::vector<int> &started)
{
    std::vector<RunStatus> runs;
    for (const QString &run : folder.runs()) {
        const std::size_t place = runs.size();
        runs.push_back(readRunStatus(pathOf(run), place < started.size() ? started[place] : 0));
    }
    return runs;
}

Expected<std::vector<int>> startRuns(const QString &program, const TrainingFolder &folder,
                                     const std::vector<int> &before)
{
    const auto there = askDisk([&] { return readTrainingFolder(folder.path); });
    if (!there)
        return tl::unexpected(there.error());
    std::vector<int> processes = before;
    processes.resize(folder.choice.variants.size());
    const QStringList runs = folder.runs();
    for (std::size_t i = 0; i < processes.size(); ++i) {
        const QString &run = runs[qsizetype(i)];
        const auto [status, isNew] = askDisk([&] {
            return std::pair(readRunStatus(pathOf(run), processes[i]),
                             !QFileInfo::exists(run + QStringLiteral("/run.jsonl")));
        });
        if (!needsStarting(status))
            continue;
        const auto started = startRun(
            program, trainArguments(folder.choice, folder.choice.variants[i], run, !isNew), run);
        if (!started)
            return tl::unexpected(started.error());
        processes[i] = *started;
    }
    return processes;
}

void interruptRuns(const TrainingFolder &folder, const std::vector<int> &started)
{
    for (const RunStatus &run : askDisk([&] { return readRuns(folder, started); })) {
        if (run.process > 0)
            kill(run.process, SIGINT);
    }
}

} // namespace inceptoscope
