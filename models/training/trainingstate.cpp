#include "training/trainingstate.h"

#include "checkpoint/printable.h"

#include <algorithm>
#include <array>
#include <string>

namespace inceptoscope {

TrainingState::TrainingState(const NetworkGraph &graph, const StepSettings &settings,
                             std::unique_ptr<TrainingEngine> engine)
    : m_graph(graph)
    , m_settings(settings)
    , m_engine(std::move(engine))
    , m_table(graph)
    , m_updater(settings.optimizer, m_table)
    , m_values(initialValues(m_table, graph, settings.seed))
    , m_average(m_values)
    , m_gradients(m_table.elements())
{
}

Expected<void> TrainingState::setGraph(const NetworkGraph &graph)
{
    if (graph.parameterSpecs() != m_graph.parameterSpecs())
        return failure(graph.title() + " is not the network in training");
    auto set = m_engine->setGraph(graph);
    if (set)
        m_graph = graph;
    return set;
}

std::vector<float> TrainingState::statistics() const
{
    std::vector<float> statistics;
    for (const ParameterTable::Row &row : m_table.rows()) {
        const auto own = row.of(std::span<const float>(m_values));
        if (!row.spec.trainable())
            statistics.insert(statistics.end(), own.begin(), own.end());
    }
    return statistics;
}

void TrainingState::setStatistics(std::span<const float> statistics)
{
    for (const ParameterTable::Row &row : m_table.rows()) {
        if (row.spec.trainable())
            continue;
        std::ranges::copy(statistics.first(row.elements), row.of(std::span(m_values)).begin());
        statistics = statistics.subspan(row.elements);
    }
}

/// For the whole batch.
Expected<PassResult> TrainingState::pass(const Batch &batch, Team &team)
{
    PassSettings settings{m_settings.labelSmoothing, m_settings.batchNormMomentum};
    settings.dropoutSeed = m_settings.seed + static_cast<std::uint64_t>(steps());
    const auto passed = m_engine->pass(batch, settings, m_values, m_gradients);
    if (!passed)
        return passed;
    std::array sums{passed->loss, static_cast<double>(passed->correct)};
    if (const auto summed = team.sum(sums); !summed)
        return tl::unexpected(summed.error());
    return PassResult{sums[0], static_cast<int>(sums[1])};
}

Expected<StepResult> TrainingState::step(const Batch &batch, double learningRate, Team &team)
{
    if (const auto fits = checkBatch(m_graph, batch); !fits)
        return tl::unexpected(fits.error());
    const std::vector<float> before = statistics();
    const auto passed = pass(batch, team);
    if (!passed) {
        setStatistics(before);
        return tl::unexpected(passed.error());
    }
    StepResult result{passed->loss, passed->correct};
    result.gradientNorm = m_updater.update(m_values, m_gradients, learningRate);
    updateAverage(m_average, m_values, m_settings.optimizer.averageDecay, steps());
    return result;
}

Expected<StepResult> TrainingState::step(const Batch &batch, double learningRate)
{
    Team alone(nullptr, {});
    return step(batch, learningRate, alone);
}

Weights TrainingState::averagedWeights() const
{
    return weightsOf(m_average);
}

Weights TrainingState::bestWeights() const
{
    return weightsOf(m_best);
}

Weights TrainingState::weightsOf(std::span<const float> numbers) const
{
    std::vector<Weights::Entry> entries;
    for (const ParameterTable::Row &row : m_table.rows())
        entries.push_back({row.spec, makeTensor(row.of(numbers), row.spec.shape)});
    return Weights(std::move(entries));
}

/// Numbers that a checkpoint holds: a tensor for each row of the table, named with the prefix.
struct TrainingState::Part
{
    std::string prefix;
    std::vector<float> &numbers;
    bool trainableOnly;

    bool holds(const ParameterTable::Row &row) const
    {
        return row.spec.trainable() || !trainableOnly;
    }
};

std::vector<TrainingState::Part> TrainingState::parts(bool withBest)
{
    std::vector<Part> parts{
        {"", m_values, false}, {"average.", m_average, false}, {"first.", m_updater.first(), true}};
    if (!m_updater.second().empty())
        parts.push_back({"second.", m_updater.second(), true});
    if (withBest)
        parts.push_back({"best.", m_best, false});
    return parts;
}

Expected<void> TrainingState::share(const Team &team)
{
    std::int64_t taken = steps();
    auto shared = team.share(std::span(&taken, 1));
    for (const Part &part : parts(false)) { // the best is rank 0's alone, which writes it
        if (shared)
            shared = team.share(std::span(part.numbers));
    }
    if (shared)
        m_updater.setSteps(taken);
    return shared;
}

Expected<void> TrainingState::save(const std::filesystem::path &path,
                                   const RunPosition &position) const
{
    TensorFile file;
    auto &self = const_cast<TrainingState &>(*this); // only read
    for (const Part &part : self.parts(position.best.epoch > 0)) {
        for (const ParameterTable::Row &row : m_table.rows()) {
            if (part.holds(row))
                file.tensors[part.prefix + row.spec.name] =
                    makeTensor(row.of(std::span<const float>(part.numbers)), row.spec.shape);
        }
    }
    writeNotes({m_graph.id(), residualScaleText(m_graph), steps(), position}, file);
    return writeSafetensors(path, file);
}

Expected<void> TrainingState::checkTensors(const TensorFile &file, bool withBest)
{
    for (const Part &part : parts(withBest)) {
        for (const ParameterTable::Row &row : m_table.rows()) {
            if (!part.holds(row))
                continue;
            const std::string name = part.prefix + row.spec.name;
            const auto found = file.tensors.find(name);
            if (found == file.tensors.end() || found->second.dtype != DType::Float32
                || found->second.shape != row.spec.shape)
                return failure(printable(file.path.string())
                               + " is not a checkpoint of this run of " + m_graph.title() + ": \""
                               + name + "\" is missing or has another shape or type");
        }
    }
    return {};
}

/// Everything is checked before anything is changed.
Expected<RunPosition> TrainingState::load(const std::filesystem::path &path)
{
    const auto file = readSafetensors(path);
    if (!file)
        return tl::unexpected(file.error());
    const auto notes = readNotes(*file);
    if (!notes)
        return tl::unexpected(notes.error());
    if (notes->network != m_graph.id())
        return failure(printable(path.string()) + " is a checkpoint of the network "
                       + printable(notes->network) + ", not of " + m_graph.id());
    const std::string scales = residualScaleText(m_graph);
    if (!notes->residualScales.empty() && notes->residualScales != scales)
        return failure(printable(path.string()) + " is a checkpoint of " + m_graph.title()
                       + " with the residual scales " + printable(notes->residualScales)
                       + ", which cannot go on with " + scales);
    const bool hasBest = notes->position.best.epoch > 0;
    if (const auto usable = checkTensors(*file, hasBest); !usable)
        return tl::unexpected(usable.error());
    m_best.resize(hasBest ? m_table.elements() : 0);
    for (const Part &part : parts(hasBest)) {
        for (const ParameterTable::Row &row : m_table.rows()) {
            if (part.holds(row))
                std::ranges::copy(toFloat(file->tensors.at(part.prefix + row.spec.name)),
                                  row.of(std::span(part.numbers)).begin());
        }
    }
    m_updater.setSteps(notes->steps);
    return notes->position;
}

} // namespace inceptoscope
