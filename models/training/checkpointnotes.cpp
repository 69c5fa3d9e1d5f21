#include "training/checkpointnotes.h"

#include "checkpoint/printable.h"
#include "graph/residualscales.h"

#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>

namespace inceptoscope {

namespace {

constexpr std::int64_t mostSteps = 1'000'000'000'000;

tl::unexpected<Error> damaged(const TensorFile &file, const std::string &what)
{
    return failure(printable(file.path.string()) + " is no checkpoint to go on from: \"" + what
                   + "\" is missing or damaged");
}

/// Takes the notes out one by one, and keeps the first that is wrong.
class NoteReader
{
public:
    explicit NoteReader(const TensorFile &file)
        : m_file(file)
    {
    }

    const std::string &text(const std::string &key)
    {
        static const std::string nothing;
        const auto found = m_file.metadata.find(key);
        if (found != m_file.metadata.end())
            return found->second;
        refuse(key);
        return nothing;
    }

    template<typename Number>
    Number number(const std::string &key, Number largest = std::numeric_limits<Number>::max())
    {
        const std::string &digits = text(key);
        const char *const end = digits.data() + digits.size();
        Number value = 0;
        const auto read = std::from_chars(digits.data(), end, value);
        if (read.ec != std::errc() || read.ptr != end || !(value >= 0 && value <= largest))
            refuse(key); // NaN too
        return value;
    }

    template<typename Number> Number numberOrNone(const std::string &key)
    {
        return m_file.metadata.contains(key) ? number<Number>(key) : Number{};
    }

    std::string lineOrNone(const std::string &key)
    {
        if (!m_file.metadata.contains(key))
            return {};
        if (text(key).find('\n') != std::string::npos)
            refuse(key);
        return text(key);
    }

    const std::string &problem() const { return m_problem; }

private:
    void refuse(const std::string &key)
    {
        if (m_problem.empty())
            m_problem = key;
    }

    const TensorFile &m_file;
    std::string m_problem;
};

/// The shortest text that reads back as the very same number.
std::string exactly(double value)
{
    return fmt::format("{}", value);
}

} // namespace

std::string residualScaleText(const NetworkGraph &graph)
{
    return fmt::format("{}", fmt::join(residualScales(graph), ", "));
}

void writeNotes(const CheckpointNotes &notes, TensorFile &file)
{
    file.metadata["network"] = notes.network;
    file.metadata["residual_scales"] = notes.residualScales;
    file.metadata["steps"] = std::to_string(notes.steps);
    file.metadata["epoch"] = std::to_string(notes.position.epoch);
    file.metadata["recipe"] = notes.position.recipe;
    file.metadata["batch"] = std::to_string(notes.position.batchSize);
    file.metadata["seed"] = std::to_string(notes.position.seed);
    file.metadata["threads"] = std::to_string(notes.position.threads);
    file.metadata["photos"] = std::to_string(notes.position.photos);
    file.metadata["wall"] = exactly(notes.position.wallSeconds);
    file.metadata["log"] = notes.position.logLine;
    if (notes.position.best.epoch > 0) {
        file.metadata["best.epoch"] = std::to_string(notes.position.best.epoch);
        file.metadata["best.top1_error"] = exactly(notes.position.best.top1Error);
    }
    const EpochSums &sums = notes.position.sums;
    file.metadata["epoch.batches"] = std::to_string(sums.batches);
    file.metadata["epoch.loss"] = exactly(sums.loss);
    file.metadata["epoch.gradient_norm"] = exactly(sums.gradientNorm);
    file.metadata["epoch.correct"] = std::to_string(sums.correct);
    file.metadata["epoch.seconds"] = exactly(sums.seconds);
}

Expected<CheckpointNotes> readNotes(const TensorFile &file)
{
    NoteReader reader(file);
    CheckpointNotes notes;
    notes.network = reader.text("network");
    notes.residualScales = reader.lineOrNone("residual_scales");
    notes.steps = reader.number<std::int64_t>("steps", mostSteps);
    notes.position.epoch = reader.number<int>("epoch");
    notes.position.recipe = reader.text("recipe");
    notes.position.batchSize = reader.number<int>("batch");
    notes.position.seed = reader.number<std::uint64_t>("seed");
    notes.position.threads = reader.numberOrNone<int>("threads");
    notes.position.photos = reader.number<std::uint64_t>("photos");
    notes.position.wallSeconds = reader.numberOrNone<double>("wall");
    notes.position.logLine = reader.lineOrNone("log");
    notes.position.best = {reader.numberOrNone<int>("best.epoch"),
                           reader.numberOrNone<double>("best.top1_error")};
    EpochSums &sums = notes.position.sums;
    sums.batches = reader.numberOrNone<int>("epoch.batches");
    sums.loss = reader.numberOrNone<double>("epoch.loss");
    sums.gradientNorm = reader.numberOrNone<double>("epoch.gradient_norm");
    sums.correct = reader.numberOrNone<std::int64_t>("epoch.correct");
    sums.seconds = reader.numberOrNone<double>("epoch.seconds");
    if (!reader.problem().empty())
        return damaged(file, reader.problem());
    return notes;
}

} // namespace inceptoscope
