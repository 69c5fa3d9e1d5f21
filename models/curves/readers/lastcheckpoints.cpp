#include "curves/readers/lastcheckpoints.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <optional>
#include <string>

namespace inceptoscope {

namespace fs = std::filesystem;

namespace {

/// The folder that a trainer writes to, and how far it was.
struct History
{
    fs::path folder;
    long step = std::numeric_limits<long>::max(); ///< beside the checkpoints lies the last
};

std::optional<History> historyOf(const RunFiles &run)
{
    constexpr std::string_view mark = "checkpoint-";
    if (run.format != LogFormat::HuggingFace)
        return std::nullopt;
    const fs::path folder = run.source.parent_path();
    const std::string name = folder.filename().string();
    if (!name.starts_with(mark))
        return History{folder};
    long step = 0;
    const auto [end, error] =
        std::from_chars(name.data() + mark.size(), name.data() + name.size(), step);
    if (error != std::errc() || end != name.data() + name.size())
        return History{folder};
    return History{folder.parent_path(), step};
}

} // namespace

void keepLastCheckpoints(std::vector<RunFiles> &runs, const std::vector<fs::path> &wanted)
{
    std::map<fs::path, long> last;
    for (const RunFiles &run : runs) {
        if (const auto history = historyOf(run)) {
            long &step = last.try_emplace(history->folder, 0).first->second;
            step = std::max(step, history->step);
        }
    }
    std::erase_if(runs, [&](const RunFiles &run) {
        const auto history = historyOf(run);
        return history && history->step < last[history->folder]
            && std::ranges::find(wanted, run.source) == wanted.end();
    });
}

} // namespace inceptoscope
