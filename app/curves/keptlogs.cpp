#include "curves/keptlogs.h"

#include "checkpoint/printable.h"

namespace inceptoscope {

Expected<void> keepsLogs(const std::filesystem::path &output,
                         const std::vector<std::filesystem::path> &sources)
{
    std::error_code ignored; // what does not exist is not the same
    const bool isTable = output.extension() == ".csv" && std::filesystem::exists(output, ignored);
    for (const std::filesystem::path &source : sources) {
        const bool isLog = std::filesystem::equivalent(output, source, ignored)
            || (isTable && std::filesystem::is_directory(source, ignored)
                && std::filesystem::equivalent(output.parent_path(), source, ignored));
        if (isLog)
            return failure(printable(output.string())
                           + " is one of the logs, and would be lost: choose another name");
    }
    return {};
}

} // namespace inceptoscope
