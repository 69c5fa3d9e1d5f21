#include "training/runstatus.h"

#include "checkpoint/jsonfields.h"
#include "checkpoint/regularfile.h"
#include "images/shownname.h"
#include "training/folderlock.h"

#include <QCoreApplication>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>

namespace inceptoscope {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longestLine = 16384; // bytes; a longer one is cut at its beginning
constexpr std::uintmax_t leastRoom = std::uintmax_t{64} << 10; // bytes
constexpr QLatin1String ownMessage("inceptoscope: ");
constexpr std::string_view interrupted = "interrupted; ";

QString tr(const char *text)
{
    return QCoreApplication::translate("RunStatus", text);
}

bool isOnDisk(const fs::path &path)
{
    std::error_code ignored;
    return fs::exists(path, ignored);
}

/// Of a file that may be long: nothing before its end is read.
QString lastLineOf(const fs::path &path)
{
    const auto file = openRegularFile(path);
    if (!file)
        return {};
    std::string text(std::min<std::size_t>(file->size, longestLine), '\0');
    const auto begin = static_cast<off_t>(file->size - text.size());
    const ssize_t size = pread(file->descriptor.value(), text.data(), text.size(), begin);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, size)));
    return QString::fromStdString(text).trimmed().section(u'\n', -1);
}

/// The last line that a run left, unless the program said it: it gives its reasons in the output.
QString lastWordsIn(const fs::path &folder)
{
    const QString line = lastLineOf(folder / runMessagesName);
    return line.startsWith(ownMessage) ? QString() : shownName(line);
}

/// Why a run ended, from the last line of what it put out; empty where it did not say.
std::string reasonOfEnd(const fs::path &folder)
{
    std::string reason;
    const std::string line = lastLineOf(folder / runOutputName).toStdString();
    JsonFields fields(line, "the output");
    fields.read("error", reason);
    return reason;
}

/// While a run is at work its log may be on its way.
void readLog(const fs::path &folder, RunStatus &status)
{
    const fs::path path = folder / "run.jsonl";
    if (!isOnDisk(path))
        return;
    if (auto log = readRunLog(path))
        status.log = std::move(*log);
    else if (!status.isUnderWay())
        status.problem = shownName(QString::fromStdString(log.error().message));
}

void findWeights(const fs::path &folder, RunStatus &status)
{
    for (const char *name : {"model.safetensors", "model-so-far.safetensors"}) {
        std::error_code error;
        const auto written = fs::last_write_time(folder / name, error);
        if (error)
            continue;
        status.weights = folder / name;
        status.written = written;
        return;
    }
}

/// Of a run that has no process any more.
void readEnd(const fs::path &folder, RunStatus &status)
{
    if (isOnDisk(folder / "model.safetensors")) {
        status.state = RunStatus::State::Finished;
        return;
    }
    const std::string reason = reasonOfEnd(folder);
    if (reason.starts_with(interrupted)) {
        status.state = RunStatus::State::Stopped;
        return;
    }
    const bool wasBegun = isOnDisk(folder / runOutputName) || isOnDisk(folder / "run.jsonl");
    status.state = wasBegun ? RunStatus::State::Ended : RunStatus::State::None;
    status.problem = shownName(QString::fromStdString(reason));
    if (!wasBegun || !reason.empty())
        return;
    if (isDiskFull(folder)) // so that the reason itself could not be written
        status.problem = tr("there is no room left on the disk of %1; make some, then go on")
                             .arg(shownName(QString::fromStdString(folder.string())));
    else
        status.lastWords = lastWordsIn(folder);
}

} // namespace

bool isDiskFull(const fs::path &folder)
{
    std::error_code error;
    const auto space = fs::space(folder, error);
    return !error && space.available < leastRoom;
}

/// One that has ended has no arguments any more, though its parent may not have asked yet how.
bool isStartedFor(int process, const fs::path &folder)
{
    std::ifstream file("/proc/" + std::to_string(process) + "/cmdline", std::ios::binary);
    for (std::string argument; std::getline(file, argument, '\0');) {
        if (argument == folder.native())
            return true;
    }
    return false;
}

RunStatus readRunStatus(const fs::path &folder, int started)
{
    RunStatus status;
    if (!isOnDisk(folder)) {
        status.state = RunStatus::State::Gone;
        status.problem = tr("%1 is gone").arg(shownName(QString::fromStdString(folder.string())));
        return status;
    }
    if (const auto holder = FolderLock::holder(folder)) {
        status.state = RunStatus::State::Running;
        status.process = *holder;
        status.progress = readProgress(folder);
        if (status.progress && status.progress->process != *holder)
            status.progress.reset();
    } else if (started > 0 && isStartedFor(started, folder)) {
        status.state = RunStatus::State::Starting;
        status.process = started;
    } else {
        readEnd(folder, status);
    }
    readLog(folder, status);
    findWeights(folder, status);
    return status;
}

} // namespace inceptoscope
