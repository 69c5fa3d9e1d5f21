#include "commandline/weightslistcommand.h"

#include "commandline/commandoutput.h"
#include "commandline/texttable.h"
#include "weights/downloadtexts.h"
#include "weights/publicweightsjson.h"
#include "weights/weightstore.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace inceptoscope {

namespace {

using nlohmann::ordered_json;

const InstalledWeights *installed(const std::vector<InstalledWeights> &all, const std::string &id)
{
    const auto found = std::ranges::find(all, id, &InstalledWeights::id);
    return found == all.end() ? nullptr : &*found;
}

ordered_json orNull(const std::string &text)
{
    return text.empty() ? ordered_json() : ordered_json(text);
}

ordered_json jsonOf(const InstalledWeights &weights)
{
    return {{"id", weights.id},
            {"network", orNull(weights.network)},
            {"title", weights.title},
            {"source", orNull(weights.source)},
            {"licence", orNull(weights.licence)},
            {"size", weights.bytes},
            {"sha256", orNull(weights.sha256)},
            {"file", weights.file.string()},
            {"problem", orNull(weights.problem)}};
}

void printAsJson(const std::vector<PublicWeights> &table, const std::vector<InstalledWeights> &mine)
{
    auto weights = ordered_json::array();
    for (const PublicWeights &each : table) {
        const InstalledWeights *here = installed(mine, each.id);
        weights.push_back(publicWeightsJson(each));
        weights.back()["installed"] = here ? ordered_json(here->file.string()) : ordered_json();
    }
    auto files = ordered_json::array();
    for (const InstalledWeights &each : mine)
        files.push_back(jsonOf(each));
    printJson({{"weights", weights}, {"installed", files}});
}

std::string percent(const std::optional<double> &value)
{
    return value ? fmt::format("{:.1f} %", *value) : "";
}

void printAsText(const std::vector<PublicWeights> &table, const std::vector<InstalledWeights> &mine)
{
    using enum TextTable::Align;
    TextTable text({{"id"},
                    {"network"},
                    {"size", Right},
                    {"top-1", Right},
                    {"top-5", Right},
                    {"licence"},
                    {"publisher"},
                    {""}});
    for (const PublicWeights &each : table)
        text.add({each.id, each.network, each.size > 0 ? sizeText(each.size) : "",
                  percent(each.top1), percent(each.top5), each.licence, each.publisher,
                  installed(mine, each.id) ? "installed" : ""});
    for (const InstalledWeights &each : mine) {
        if (!findPublicWeights(table, each.id))
            text.add({each.id, each.network, sizeText(each.bytes), "", "", each.licence, "",
                      "installed"});
    }
    print(text.text());
}

int runList(bool json)
{
    const auto table = publicWeights();
    if (!table)
        return report({SomethingFailed, table.error().message});
    const auto mine = WeightStore().list();
    json ? printAsJson(*table, mine) : printAsText(*table, mine);
    int status = AllDone;
    for (const InstalledWeights &each : mine) {
        if (!each.problem.empty())
            status = report({SomethingFailed, each.problem});
    }
    return status;
}

} // namespace

void addWeightsListCommand(CLI::App &weights, int &status)
{
    auto json = std::make_shared<bool>(false);
    CLI::App *command =
        weights.add_subcommand("list", "List the public weights, and those that are installed");
    command->add_flag("--json", *json, "Print JSON");
    command->callback([json, &status] { status = runList(*json); });
}

} // namespace inceptoscope
