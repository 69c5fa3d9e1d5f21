#include "commandline/describecommand.h"

#include "commandline/between.h"
#include "commandline/commandoutput.h"
#include "commandline/graphlisting.h"
#include "commandline/networkchoice.h"
#include "commandline/texttable.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <fmt/format.h>
#include <memory>

namespace inceptoscope {

namespace {

struct DescribeArguments
{
    std::string network;
    int inputSize = 0;
    std::string level = "stage";
    bool json = false;
    bool force = false;
    std::string svg;
    std::string pdf;
    std::string png;
};

GraphLevel levelOf(const DescribeArguments &arguments)
{
    if (arguments.level == "stage")
        return GraphLevel::Stage;
    return arguments.level == "block" ? GraphLevel::Block : GraphLevel::Layer;
}

std::string headOf(const CatalogueEntry &entry, const NetworkGraph &graph)
{
    const NetworkFamily *family = findNetworkFamily(entry.network);
    std::string text = fmt::format("{}\n{}\n", entry.title, family->source);
    if (entry.id != entry.network)
        text += fmt::format("A {}.\n", family->title);
    return text
        + fmt::format("Input {}, {} classes, {} parameters, {} multiply-adds\n\n",
                      formatShape(graph.input()), grouped(graph.classes()),
                      grouped(graph.parameters()), grouped(graph.multiplyAdds()));
}

void printDescription(const CatalogueEntry &entry, const NetworkGraph &graph, GraphLevel level)
{
    print(headOf(entry, graph));
    print(graphTable(graph, level));
    const std::string_view note = findNetworkFamily(entry.network)->note;
    if (!note.empty())
        print("\n" + wrapped(std::string(note)));
}

CommandResult<void> draw(const DescribeArguments &arguments, const CommandLineHooks &hooks,
                         const NetworkGraph &graph, const std::string &path, PictureFormat format)
{
    if (!hooks.drawDiagram)
        return workFailed({path + " cannot be drawn: this program was built without diagrams"});
    auto drawn = checkReplaceable(path, arguments.force);
    if (drawn)
        drawn = hooks.drawDiagram(graph, levelOf(arguments), QString::fromStdString(path), format);
    if (!drawn)
        return workFailed(drawn.error());
    return {};
}

CommandResult<void> describe(const DescribeArguments &arguments, const CommandLineHooks &hooks)
{
    const auto entry = findNetwork(arguments.network);
    if (!entry)
        return tl::unexpected(entry.error());
    const auto graph = graphOf(*entry, arguments.inputSize);
    if (!graph)
        return misused(graph.error().message);
    if (!arguments.svg.empty())
        return draw(arguments, hooks, *graph, arguments.svg, PictureFormat::Svg);
    if (!arguments.pdf.empty())
        return draw(arguments, hooks, *graph, arguments.pdf, PictureFormat::Pdf);
    if (!arguments.png.empty())
        return draw(arguments, hooks, *graph, arguments.png, PictureFormat::Png);
    if (arguments.json)
        printJson(graphJson(*graph, entry->id, levelOf(arguments)));
    else
        printDescription(*entry, *graph, levelOf(arguments));
    return {};
}

int runDescribe(const DescribeArguments &arguments, const CommandLineHooks &hooks)
{
    const auto done = describe(arguments, hooks);
    return done ? AllDone : report(done.error());
}

/// JSON or one picture, not both.
void addFormats(CLI::App &command, DescribeArguments &arguments)
{
    const std::array<CLI::Option *, 4> formats{
        command.add_flag("--json", arguments.json, "Print JSON"),
        command.add_option("--svg", arguments.svg, "Draw the diagram into an SVG file"),
        command.add_option("--pdf", arguments.pdf, "Draw the diagram into a PDF file"),
        command.add_option("--png", arguments.png, "Draw the diagram into a PNG file")};
    for (CLI::Option *format : formats) {
        if (format != formats.front())
            format->type_name("FILE");
        for (CLI::Option *other : formats) {
            if (other != format)
                format->excludes(other);
        }
    }
    command.add_flag("--force", arguments.force, "Replace a file that is there");
}

} // namespace

void addDescribeCommand(CLI::App &app, const CommandLineHooks &hooks, int &status)
{
    auto arguments = std::make_shared<DescribeArguments>();
    CLI::App *command =
        app.add_subcommand("describe", "Grids, parameters and multiply-adds of a network");
    command->add_option("network", arguments->network, "A network that \"networks\" lists")
        ->type_name("ID")
        ->required();
    command->add_option("--input-size", arguments->inputSize, "Side of the input, pixels")
        ->type_name("N")
        ->check(between(1, 100'000));
    command->add_option("--level", arguments->level, "Down to stage, block or layer")
        ->type_name("LEVEL")
        ->check(CLI::IsMember({"stage", "block", "layer"}).description(""));
    addFormats(*command, *arguments);
    command->callback([arguments, hooks, &status] { status = runDescribe(*arguments, hooks); });
}

} // namespace inceptoscope
