#include "commandline/weightskeyscommand.h"

#include "checkpoint/keytable.h"
#include "checkpoint/printable.h"
#include "commandline/commandoutput.h"
#include "commandline/texttable.h"
#include "commandline/weightschoice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <fmt/format.h>
#include <memory>

namespace inceptoscope {

namespace {

using nlohmann::ordered_json;

struct KeysArguments
{
    std::string weights;
    std::string network;
    bool json = false;
};

constexpr std::array<KeyStatus, 5> statuses{KeyStatus::Missing, KeyStatus::Misshapen,
                                            KeyStatus::Unexpected, KeyStatus::Explained,
                                            KeyStatus::Matched};

ordered_json textOrNull(const std::string &text)
{
    return text.empty() ? ordered_json() : ordered_json(text);
}

ordered_json jsonOf(const KeyRow &row)
{
    return {{"name", row.name},
            {"status", statusName(row.status)},
            {"dtype", row.dtype ? ordered_json(dtypeName(*row.dtype)) : ordered_json()},
            {"shape", row.shape},
            {"layer", textOrNull(row.layer)},
            {"role", textOrNull(row.role)},
            {"note", textOrNull(row.note)}};
}

ordered_json jsonOf(const KeyTable &table, const std::filesystem::path &file)
{
    auto counts = ordered_json::object();
    for (const KeyStatus status : statuses)
        counts[std::string(statusName(status))] = table.count(status);
    auto tensors = ordered_json::array();
    for (const KeyRow &row : table.rows)
        tensors.push_back(jsonOf(row));
    return {{"file", file.string()},
            {"network", textOrNull(table.network)},
            {"names", textOrNull(table.source)},
            {"problem", textOrNull(table.problem)},
            {"counts", std::move(counts)},
            {"tensors", std::move(tensors)}};
}

std::string headOf(const KeyTable &table, const std::filesystem::path &file)
{
    std::string text = printable(file.string());
    if (!table.network.empty())
        text += fmt::format(": {}, {} names", table.network, table.source);
    text += '\n';
    std::string counts;
    for (const KeyStatus status : statuses) {
        if (table.count(status) > 0)
            counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", table.count(status),
                                  statusName(status));
    }
    return text + (counts.empty() ? "no tensors" : counts) + "\n\n";
}

std::string tableText(const KeyTable &table)
{
    TextTable text({{"status"}, {"name"}, {"dtype"}, {"shape"}, {"layer"}, {"role"}, {"note"}});
    for (const KeyRow &row : table.rows)
        text.add({std::string(statusName(row.status)), printable(row.name),
                  row.dtype ? std::string(dtypeName(*row.dtype)) : "", dimensionsText(row.shape),
                  row.layer, row.role, row.note});
    return text.text();
}

CommandResult<KeyTable> printKeys(const KeysArguments &arguments)
{
    const auto weights = chooseWeights(arguments.weights, arguments.network);
    if (!weights)
        return tl::unexpected(weights.error());
    const auto file = readTensorFile(weights->file);
    if (!file)
        return workFailed(file.error());
    KeyTable table = keyTable(*file, weights->network);
    if (arguments.json)
        printJson(jsonOf(table, weights->file));
    else
        print(headOf(table, weights->file) + tableText(table));
    return table;
}

int runKeys(const KeysArguments &arguments)
{
    const auto table = printKeys(arguments);
    if (!table)
        return report(table.error());
    return table->problem.empty() ? AllDone : report({SomethingFailed, table->problem});
}

} // namespace

void addWeightsKeysCommand(CLI::App &weights, int &status)
{
    auto arguments = std::make_shared<KeysArguments>();
    CLI::App *command = weights.add_subcommand(
        "keys", "List the tensors of a file, with the layer each belongs to");
    command->add_option("weights", arguments->weights, "A file of weights, or weights by their id")
        ->type_name("FILE|ID")
        ->required();
    command
        ->add_option("--network", arguments->network,
                     "What the weights are for; told by their tensors")
        ->type_name("ID");
    command->add_flag("--json", arguments->json, "Print JSON");
    command->callback([arguments, &status] { status = runKeys(*arguments); });
}

} // namespace inceptoscope
