#include "commandline/weightsinstalledcommands.h"

#include "commandline/commandoutput.h"
#include "commandline/interruption.h"
#include "weights/weightstore.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <fmt/format.h>
#include <memory>

namespace inceptoscope {

namespace {

using nlohmann::ordered_json;

struct ImportArguments
{
    std::string file;
    ImportOptions options;
    bool json = false;
};

struct InstalledArguments
{
    std::vector<std::string> ids;
    bool json = false;
};

/// Tells what is wrong with one of several; the others are done all the same.
int failed(const InstalledArguments &arguments, const std::string &id, const Error &error)
{
    if (arguments.json)
        printJson({{"id", id}, {"error", error.message}});
    return report({SomethingFailed, error.message});
}

int runImport(const ImportArguments &arguments)
{
    const auto imported = WeightStore().import(arguments.file, arguments.options, interruption());
    if (!imported)
        return report({SomethingFailed, imported.error().message});
    if (arguments.json)
        printJson({{"id", imported->id},
                   {"network", imported->network},
                   {"file", imported->file.string()},
                   {"size", imported->bytes},
                   {"sha256", imported->sha256}});
    else
        print(fmt::format("{} is installed as {}\n", imported->id, imported->file.string()));
    return AllDone;
}

int runRemove(const InstalledArguments &arguments)
{
    int status = AllDone;
    for (const std::string &id : arguments.ids) {
        if (const auto removed = WeightStore().remove(id); !removed)
            status = failed(arguments, id, removed.error());
        else if (arguments.json)
            printJson({{"id", id}, {"removed", true}});
        else
            print(fmt::format("{} is removed\n", id));
    }
    return status;
}

void tellChecked(const InstalledArguments &arguments, const std::string &id,
                 const WeightStore::Checked &checked)
{
    if (arguments.json)
        printJson({{"id", id}, {"sha256", checked.sha256}, {"recorded", checked.wasRecorded}});
    else
        print(fmt::format("{} is as it should be{}\n", id,
                          checked.wasRecorded ? "" : "; no hash was recorded for it"));
}

int runCheck(InstalledArguments arguments)
{
    const std::stop_token stop = interruption();
    const WeightStore store;
    if (arguments.ids.empty()) {
        for (const InstalledWeights &weights : store.list())
            arguments.ids.push_back(weights.id);
    }
    int status = AllDone;
    for (const std::string &id : arguments.ids) {
        if (stop.stop_requested())
            return SomethingFailed;
        if (const auto checked = store.check(id, stop))
            tellChecked(arguments, id, *checked);
        else
            status = failed(arguments, id, checked.error());
    }
    return status;
}

} // namespace

void addWeightsImportCommand(CLI::App &weights, int &status)
{
    auto arguments = std::make_shared<ImportArguments>();
    CLI::App *command =
        weights.add_subcommand("import", "Copy a file of weights to those that are installed");
    command->add_option("file", arguments->file, "A file of weights")
        ->type_name("FILE")
        ->required();
    command->add_option("--id", arguments->options.id, "The id to install it under")
        ->type_name("ID");
    command->add_flag("--force", arguments->options.replace, "Replace what has the id");
    command->add_flag("--json", arguments->json, "Print JSON");
    command->callback([arguments, &status] { status = runImport(*arguments); });
}

void addWeightsRemoveCommand(CLI::App &weights, int &status)
{
    auto arguments = std::make_shared<InstalledArguments>();
    CLI::App *command = weights.add_subcommand("remove", "Remove installed weights");
    command->add_option("ids", arguments->ids, "Installed weights")->type_name("ID")->required();
    command->add_flag("--json", arguments->json, "An object a line for each");
    command->callback([arguments, &status] { status = runRemove(*arguments); });
}

void addWeightsCheckCommand(CLI::App &weights, int &status)
{
    auto arguments = std::make_shared<InstalledArguments>();
    CLI::App *command = weights.add_subcommand(
        "check", "Read all of installed weights: hash, tensors and values are as they should be");
    command->add_option("ids", arguments->ids, "Installed weights; without any, all")
        ->type_name("ID");
    command->add_flag("--json", arguments->json, "An object a line for each");
    command->callback([arguments, &status] { status = runCheck(*arguments); });
}

} // namespace inceptoscope
