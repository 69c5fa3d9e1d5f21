#pragma once

#include "engine/engine.h"
#include "graph/error.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace inceptoscope {

/// What a command ends with.
enum ExitStatus : int {
    AllDone = 0,
    SomethingFailed = 1, ///< the rest was done
    BadUsage = 2,
};

/// Why a command cannot go on: the status it ends with and a sentence for the person.
struct CommandFailure
{
    ExitStatus status;
    std::string message;
};

template<typename T> using CommandResult = tl::expected<T, CommandFailure>;

inline tl::unexpected<CommandFailure> workFailed(const Error &error)
{
    return tl::unexpected<CommandFailure>({SomethingFailed, error.message});
}

inline tl::unexpected<CommandFailure> misused(std::string message)
{
    return tl::unexpected<CommandFailure>({BadUsage, std::move(message)});
}

/// A sentence on standard error, in one line whatever characters it quotes.
void complain(const std::string &message);
/// Says on standard error what there is to know of an engine that was made.
void noteEngine(const EngineOptions &options = {});
/// Complains, and returns the status.
ExitStatus report(const CommandFailure &failure);

/// Text on standard output.
void print(std::string_view text);
/// A line on standard output that is there at once. Bytes that are not UTF-8 are replaced.
void printJson(const nlohmann::ordered_json &json);

/// The double that JSON writes with no more digits than the float needs.
double shortest(float value);
/// "12,253,974,624"
std::string grouped(std::int64_t number);

/// Fails where a file is there and may not be replaced.
Expected<void> checkReplaceable(const std::filesystem::path &path, bool force);
/// Fails where `path` is the file of the weights that are exported to it, or what is said of them
/// beside it: force is for what was written before.
Expected<void> checkKeepsWeights(const std::filesystem::path &path,
                                 const std::filesystem::path &weights);

} // namespace inceptoscope
