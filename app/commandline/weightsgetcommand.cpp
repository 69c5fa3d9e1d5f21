#include "commandline/weightsgetcommand.h"

#include "commandline/commandoutput.h"
#include "commandline/interruption.h"
#include "weights/downloader.h"
#include "weights/downloadtexts.h"
#include "weights/weightstore.h"

#include <QEventLoop>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <unistd.h>

namespace inceptoscope {

namespace {

struct GetArguments
{
    std::vector<std::string> ids;
    bool force = false;
    bool json = false;
};

/// An id of the table, or of a network: then the first for it.
CommandResult<std::vector<PublicWeights>> chosen(const std::vector<std::string> &ids)
{
    const auto table = publicWeights();
    if (!table)
        return workFailed(table.error());
    std::vector<PublicWeights> weights;
    for (const std::string &id : ids) {
        const PublicWeights *found = findPublicWeights(*table, id);
        const auto first = std::ranges::find(*table, id, &PublicWeights::network);
        if (!found && first != table->end())
            found = &*first;
        if (!found)
            return misused(fmt::format("there are no public weights \"{}\": \"inceptoscope weights "
                                       "list\" tells which there are",
                                       id));
        weights.push_back(*found);
    }
    return weights;
}

/// A line on standard error that changes, where somebody can see it.
class ProgressLine
{
public:
    explicit ProgressLine(std::string name)
        : m_name(std::move(name))
        , m_terminal(isatty(STDERR_FILENO) != 0)
    {
    }

    void show(const DownloadProgress &progress) const
    {
        if (m_terminal)
            fmt::print(stderr, "\r{}\x1b[K", progressLine(m_name, progress));
    }

    void clear() const
    {
        if (m_terminal)
            fmt::print(stderr, "\r\x1b[K");
    }

private:
    std::string m_name;
    bool m_terminal;
};

/// Waits for the end. A stop keeps what has come.
Expected<void> download(const PublicWeights &weights, const DownloadRequest &request,
                        const std::stop_token &stop)
{
    Downloader downloader(request);
    const ProgressLine line(weights.id);
    QEventLoop loop;
    QObject::connect(&downloader, &Downloader::progressChanged, &loop,
                     [&] { line.show(downloader.progress()); });
    QObject::connect(&downloader, &Downloader::stateChanged, &loop, [&](DownloadState state) {
        if (state == DownloadState::Waiting)
            complain(downloader.message().toStdString());
        else if (state != DownloadState::Idle && !downloader.isActive())
            loop.quit();
    });
    downloader.start();
    const std::stop_callback interrupt(
        stop, [&] { QMetaObject::invokeMethod(&downloader, &Downloader::pause); });
    loop.exec();
    line.clear();
    if (downloader.state() == DownloadState::Failed)
        return failure(downloader.message().toStdString());
    if (downloader.state() == DownloadState::Paused && downloader.progress().received == 0)
        return failure(fmt::format("interrupted before anything of {} came", weights.id));
    if (downloader.state() == DownloadState::Paused)
        return failure(fmt::format("interrupted; {} of {} are kept, and the same command goes on",
                                   sizeText(downloader.progress().received), weights.id));
    return {};
}

void tell(const GetArguments &arguments, const InstalledWeights &weights, std::string_view what)
{
    if (arguments.json)
        printJson({{"id", weights.id},
                   {"file", weights.file.string()},
                   {"size", weights.bytes},
                   {"sha256", weights.sha256}});
    else
        print(fmt::format("{} {} {}\n", weights.id, what, weights.file.string()));
}

Expected<void> get(const GetArguments &arguments, const PublicWeights &weights,
                   const std::stop_token &stop)
{
    const WeightStore store;
    const auto before = store.find(weights.id);
    if (before && before->problem.empty() && !arguments.force) {
        tell(arguments, *before, "is installed already, as");
        return {};
    }
    return download(weights, store.requestFor(weights), stop)
        .and_then([&] { return store.find(weights.id); })
        .map([&](const InstalledWeights &installed) {
            tell(arguments, installed, "is installed as");
        });
}

int runGet(const GetArguments &arguments)
{
    const std::stop_token stop = interruption(); // before any thread is started
    const auto weights = chosen(arguments.ids);
    if (!weights)
        return report(weights.error());
    int status = AllDone;
    for (const PublicWeights &each : *weights) {
        if (stop.stop_requested())
            return SomethingFailed;
        const auto done = get(arguments, each, stop);
        if (done)
            continue;
        if (arguments.json)
            printJson({{"id", each.id}, {"error", done.error().message}});
        status = report({SomethingFailed, done.error().message});
    }
    return status;
}

} // namespace

void addWeightsGetCommand(CLI::App &weights, int &status)
{
    auto arguments = std::make_shared<GetArguments>();
    CLI::App *command = weights.add_subcommand("get", "Download public weights and install them");
    command
        ->add_option("ids", arguments->ids,
                     "Weights that \"weights list\" lists, or a network: the first for it")
        ->type_name("ID")
        ->required();
    command->add_flag("--force", arguments->force, "Download again what is installed");
    command->add_flag("--json", arguments->json, "An object a line for each");
    command->callback([arguments, &status] { status = runGet(*arguments); });
}

} // namespace inceptoscope
