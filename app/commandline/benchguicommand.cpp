#include "commandline/benchguicommand.h"

#include "commandline/benchoutput.h"
#include "commandline/interruption.h"
#include "commandline/networkchoice.h"
#include "commandline/texttable.h"
#include "measuring/anyweights.h"

#include <QTemporaryDir>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <memory>

namespace inceptoscope {

namespace {

using nlohmann::ordered_json;

struct GuiArguments
{
    std::string network = "inception_v4";
    bool json = false;
};

/// Shorter ones are left out: they are many, and would push the 99th percentile down.
constexpr double shortestTask = 0.1;

/// Upper bounds of the histogram's bars, milliseconds; the last bar has none.
constexpr std::array bounds{1.0, 2.0, 4.0, 8.0, 16.0, 33.0, 50.0};

/// The tasks of a scenario, longest last.
class Tasks
{
public:
    explicit Tasks(const GuiScenario &scenario)
    {
        for (const GuiTask &task : scenario.tasks) {
            if (task.milliseconds >= shortestTask)
                m_tasks.push_back(task);
        }
        std::ranges::sort(m_tasks, {}, &GuiTask::milliseconds);
    }

    std::size_t count() const { return m_tasks.size(); }
    double quantile(double share) const
    {
        if (m_tasks.empty())
            return 0.0;
        const auto last = static_cast<double>(m_tasks.size() - 1);
        return m_tasks[static_cast<std::size_t>(std::ceil(share * last))].milliseconds;
    }
    std::string longest() const { return m_tasks.empty() ? std::string() : m_tasks.back().name; }

    std::array<std::size_t, bounds.size() + 1> histogram() const
    {
        std::array<std::size_t, bounds.size() + 1> bars{};
        for (const GuiTask &task : m_tasks)
            ++bars[static_cast<std::size_t>(std::ranges::upper_bound(bounds, task.milliseconds)
                                            - bounds.begin())];
        return bars;
    }

private:
    std::vector<GuiTask> m_tasks;
};

double rounded(double value)
{
    return std::round(value * 1e3) / 1e3;
}

ordered_json jsonOf(const GuiScenario &scenario)
{
    const Tasks tasks(scenario);
    auto histogram = ordered_json::array();
    const auto bars = tasks.histogram();
    for (std::size_t i = 0; i < bars.size(); ++i)
        histogram.push_back(
            {{"below", i < bounds.size() ? ordered_json(bounds[i]) : ordered_json(nullptr)},
             {"tasks", bars[i]}});
    return {{"name", "gui/" + scenario.name},
            {"unit", "ms"},
            {"runs", tasks.count()},
            {"median", rounded(tasks.quantile(0.5))},
            {"minimum", rounded(tasks.quantile(0.0))},
            {"maximum", rounded(tasks.quantile(1.0))},
            {"spread", rounded(tasks.quantile(0.75) - tasks.quantile(0.25))},
            {"percentile_99", rounded(tasks.quantile(0.99))},
            {"longest", tasks.longest()},
            {"histogram", std::move(histogram)}};
}

std::vector<TextTable::Column> columns()
{
    using enum TextTable::Align;
    std::vector<TextTable::Column> columns{
        {"scenario"}, {"tasks", Right}, {"median", Right}, {"99 %", Right}, {"longest", Right}};
    for (double bound : bounds)
        columns.push_back({fmt::format("<{:g}", bound), Right});
    columns.push_back({"more", Right});
    columns.push_back({"the longest"});
    return columns;
}

std::vector<std::string> rowOf(const GuiScenario &scenario)
{
    const Tasks tasks(scenario);
    const auto text = [](double value) { return fmt::format("{:.2f}", value); };
    std::vector<std::string> cells{scenario.name, std::to_string(tasks.count()),
                                   text(tasks.quantile(0.5)), text(tasks.quantile(0.99)),
                                   text(tasks.quantile(1.0))};
    for (std::size_t tasksInBar : tasks.histogram())
        cells.push_back(std::to_string(tasksInBar));
    cells.push_back(tasks.longest());
    return cells;
}

void printScenarios(const std::vector<GuiScenario> &scenarios, bool json)
{
    auto list = ordered_json::array();
    TextTable table(columns());
    for (const GuiScenario &scenario : scenarios) {
        list.push_back(jsonOf(scenario));
        table.add(rowOf(scenario));
    }
    if (json)
        return printJson({{"benchmarks", std::move(list)}});
    print(fmt::format("Tasks of the GUI thread of {:g} ms and more, in milliseconds\n\n{}",
                      shortestTask, table.text()));
}

/// A network without weights gets a file of any, in `folder`.
CommandResult<std::filesystem::path> weightsOf(const std::string &network,
                                               const std::filesystem::path &folder)
{
    const auto entry = findNetwork(network);
    if (!entry)
        return tl::unexpected(entry.error());
    if (entry->weights != CatalogueEntry::Weights::None)
        return entry->file;
    const auto graph = graphOf(*entry);
    if (!graph)
        return workFailed(graph.error());
    ModelDescription description;
    description.id = entry->id + "_any";
    description.title = entry->title + " · any weights";
    description.network = entry->network;
    description.options = entry->options;
    description.preprocessing.inputSize = graph->input().width;
    std::filesystem::path file = folder / (description.id + ".safetensors");
    if (const auto saved = saveModel(file, description, anyWeights(*graph)); !saved)
        return workFailed(saved.error());
    return file;
}

CommandResult<std::vector<GuiScenario>> benchGui(const GuiArguments &arguments,
                                                 const CommandLineHooks &hooks)
{
    if (!hooks.traceWindow)
        return workFailed({"this program was built without a window"});
    const QTemporaryDir folder;
    if (!folder.isValid())
        return workFailed({folder.errorString().toStdString()});
    const auto weights = weightsOf(arguments.network, folder.path().toStdString());
    if (!weights)
        return tl::unexpected(weights.error());
    auto scenarios = hooks.traceWindow(QString::fromStdString(weights->string()), interruption());
    if (!scenarios)
        return benchFailed(scenarios.error());
    GuiScenario all{"all of it", {}};
    for (const GuiScenario &scenario : *scenarios)
        all.tasks.insert(all.tasks.end(), scenario.tasks.begin(), scenario.tasks.end());
    scenarios->push_back(std::move(all));
    return std::move(*scenarios);
}

int runBenchGui(const GuiArguments &arguments, const CommandLineHooks &hooks)
{
    interruption(); // from here on, before any thread is started
    const auto scenarios = benchGui(arguments, hooks);
    if (!scenarios)
        return report(scenarios.error());
    printScenarios(*scenarios, arguments.json);
    return AllDone;
}

} // namespace

void addBenchGuiCommand(CLI::App &bench, const CommandLineHooks &hooks, int &status)
{
    auto arguments = std::make_shared<GuiArguments>();
    CLI::App *command = bench.add_subcommand(
        "gui",
        "How long the window is busy at a stretch while it is used; opens it where there is "
        "a display");
    command
        ->add_option(
            "--network", arguments->network,
            "A network that \"networks\" lists (inception_v4); one without weights gets any")
        ->type_name("ID");
    command->add_flag("--json", arguments->json, "Print JSON");
    command->callback([arguments, hooks, &status] { status = runBenchGui(*arguments, hooks); });
}

} // namespace inceptoscope
