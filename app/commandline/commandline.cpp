#include "commandline/commandline.h"

#include "commandline/activationscommand.h"
#include "commandline/benchcommand.h"
#include "commandline/classifycommand.h"
#include "commandline/commandoutput.h"
#include "commandline/curvescommand.h"
#include "commandline/describecommand.h"
#include "commandline/explaincommand.h"
#include "commandline/exportcommand.h"
#include "commandline/networkscommand.h"
#include "commandline/plotcommand.h"
#include "commandline/traincommand.h"
#include "commandline/weightscommand.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

constexpr const char *version = "inceptoscope " INCEPTOSCOPE_VERSION;

/// To all commands, and to theirs.
void addVersion(CLI::App &app)
{
    app.set_version_flag("--version", version);
    for (CLI::App *command : app.get_subcommands({}))
        addVersion(*command);
}

void addCommands(CLI::App &app, const CommandLineHooks &hooks, int &status)
{
    addNetworksCommand(app, status);
    addDescribeCommand(app, hooks, status);
    addClassifyCommand(app, status);
    addActivationsCommand(app, status);
    addExplainCommand(app, status);
    addExportCommand(app, status);
    addTrainCommand(app, status);
    addCurvesCommand(app, status);
    addPlotCommand(app, hooks, status);
    addWeightsCommand(app, status);
    addBenchCommand(app, hooks, status);
    app.require_subcommand(1);
    addVersion(app);
    app.footer("Without a subcommand, the window opens: inceptoscope [PHOTO|FOLDER...]");
}

/// Of the command that was meant, and why it is none: an unknown word in the place of one of
/// `command`'s own. Empty where there is no such word.
std::string unknownCommand(const CLI::App &command, const std::string &name)
{
    const auto known = command.get_subcommands([](const CLI::App *) { return true; });
    const std::vector<std::string> words = command.remaining();
    if (known.empty() || words.empty() || words.front().starts_with('-'))
        return {};
    std::vector<std::string> names(known.size());
    std::ranges::transform(known, names.begin(),
                           [](const CLI::App *each) { return each->get_name(); });
    return fmt::format("there is no command \"{}{}\"; the known ones are {}", name, words.front(),
                       fmt::join(names, ", "));
}

/// "LOG|FOLDER", "--output FILE"
std::string wordsOf(const CLI::Option &option)
{
    const std::string type = option.get_type_name();
    return option.nonpositional() ? fmt::format("{} {}", option.get_name(), type) : type;
}

/// What the command wants and was not given, and what it wants in all; empty where it has that.
std::string missingOption(const CLI::App &command, const std::string &name)
{
    const auto wanted =
        command.get_options([](const CLI::Option *option) { return option->get_required(); });
    const auto missing = std::ranges::find_if(
        wanted, [](const CLI::Option *option) { return option->count() == 0; });
    if (missing == wanted.end())
        return {};
    std::string call;
    for (const CLI::Option *option : wanted) {
        const bool isList = !option->nonpositional() && option->get_items_expected_max() > 1;
        call += ' ' + wordsOf(*option) + (isList ? "..." : "");
    }
    return fmt::format("{} is missing: inceptoscope {}{}", wordsOf(**missing),
                       name.substr(0, name.size() - 1), call);
}

/// What is wrong, better than the parser can say it; empty where it cannot be.
std::string reasonOf(const CLI::App &command, const std::string &name, const CLI::ParseError &error)
{
    const std::string unknown = unknownCommand(command, name);
    const bool isMissing = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
    return unknown.empty() && isMissing ? missingOption(command, name) : unknown;
}

int explain(const CLI::App &app, const CLI::ParseError &error)
{
    std::string name;
    const CLI::App *command = &app;
    while (!command->get_subcommands().empty()) {
        command = command->get_subcommands().front();
        name += command->get_name() + " ";
    }
    const std::string reason = reasonOf(*command, name, error);
    return report({BadUsage,
                   fmt::format("{} (inceptoscope {}--help tells more)",
                               reason.empty() ? error.what() : reason, name)});
}

} // namespace

bool isSubcommand(int argc, char **argv)
{
    if (argc < 2)
        return false;
    const std::string first = argv[1];
    if (first == "--help" || first == "-h" || first == "--version")
        return true;
    CLI::App app;
    int status = 0;
    addCommands(app, {}, status);
    return std::ranges::any_of(app.get_subcommands({}), [&](const CLI::App *command) {
        return command->get_name() == first;
    });
}

/// CLI11 takes what stands in brackets for a list; here it is the name of a file.
static std::vector<std::string> plainArguments(int argc, char **argv)
{
    std::vector<std::string> arguments(argv + 1, argv + argc);
    for (std::string &argument : arguments) {
        if (argument.starts_with('[') && argument.ends_with(']'))
            argument.insert(0, "./");
    }
    std::ranges::reverse(arguments); // as CLI11 takes them
    return arguments;
}

int runCommandLine(int argc, char **argv, const CommandLineHooks &hooks)
{
    // Qt takes the person's locale over, and a decimal comma is none on a command line.
    std::setlocale(LC_NUMERIC, "C");
    CLI::App app("Look straight into the Inception family of networks", "inceptoscope");
    int status = AllDone;
    addCommands(app, hooks, status);
    try {
        app.parse(plainArguments(argc, argv));
    } catch (const CLI::Success &request) {
        return app.exit(request);
    } catch (const CLI::ParseError &error) {
        return explain(app, error);
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
        return report({SomethingFailed, "standard output could not be written"});
    return status;
}

} // namespace inceptoscope
