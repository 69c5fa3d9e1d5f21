#include "commandline/commandoutput.h"

#include "checkpoint/printable.h"
#include "checkpoint/sidecar.h"
#include "images/shownname.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace inceptoscope {

void complain(const std::string &message)
{
    // A line of progress may stand there.
    const char *const clear = isatty(STDERR_FILENO) != 0 ? "\r\x1b[K" : "";
    const std::string line = shownName(QString::fromStdString(message)).toStdString();
    std::fputs(fmt::format("{}inceptoscope: {}\n", clear, line).c_str(), stderr);
}

void noteEngine(const EngineOptions &options)
{
    if (const std::string note = engineNote(options); !note.empty())
        complain(note);
}

ExitStatus report(const CommandFailure &failure)
{
    complain(failure.message);
    return failure.status;
}

void print(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void printJson(const nlohmann::ordered_json &json)
{
    print(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    std::fflush(stdout);
}

double shortest(float value)
{
    if (!std::isfinite(value))
        return value;
    const std::string text = fmt::format("{}", value);
    double result = value;
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

std::string grouped(std::int64_t number)
{
    std::string text = std::to_string(number);
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    for (std::size_t at = text.size(); at > first + 3;) {
        at -= 3;
        text.insert(at, 1, ',');
    }
    return text;
}

Expected<void> checkReplaceable(const std::filesystem::path &path, bool force)
{
    std::error_code ignored;
    if (!force && std::filesystem::exists(std::filesystem::symlink_status(path, ignored)))
        return failure(path.string() + " exists already: give --force to replace it");
    return {};
}

Expected<void> checkKeepsWeights(const std::filesystem::path &path,
                                 const std::filesystem::path &weights)
{
    for (const std::filesystem::path &kept : {weights, sidecarPath(weights)}) {
        std::error_code ignored; // what does not exist is not the same
        if (std::filesystem::equivalent(path, kept, ignored))
            return failure(printable(path.string())
                           + " belongs to the weights to export, and would be lost: choose another "
                             "name");
    }
    return {};
}

} // namespace inceptoscope
