#include "training/torch/torchtrainingbackend.h"

#include "checkpoint/printable.h"
#include "engine/engine.h"
#include "engine/torch/torchborder.h"
#include "engine/torch/torchnetwork.h"
#include "training/torch/torchcheckpoint.h"
#include "training/torch/torchoptimizer.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace inceptoscope {

namespace {

/// The average forgets its random start in the first steps, then reaches its full decay.
double warmedDecay(double decay, std::int64_t steps)
{
    const auto t = static_cast<double>(steps);
    return std::min(decay, (1.0 + t) / (10.0 + t));
}

at::Tensor initialValue(const ParameterSpec &spec, LayerKind kind, at::Generator &generator)
{
    switch (spec.role) {
    case ParameterRole::Weight: {
        const auto fanIn = static_cast<double>(spec.elements() / spec.shape[0]);
        const double deviation = kind == LayerKind::Linear ? 0.01 : std::sqrt(2.0 / fanIn);
        return at::empty(spec.shape).normal_(0.0, deviation, generator);
    }
    case ParameterRole::BatchNormScale:
    case ParameterRole::RunningVariance:
        return at::ones(spec.shape);
    case ParameterRole::Bias:
    case ParameterRole::BatchNormShift:
    case ParameterRole::RunningMean:
        break;
    }
    return at::zeros(spec.shape);
}

StoredTensor stored(const at::Tensor &tensor)
{
    const at::Tensor plain = tensor.detach().contiguous();
    return makeTensor({plain.data_ptr<float>(), static_cast<std::size_t>(plain.numel())},
                      plain.sizes().vec());
}

class TorchTrainingBackend : public TrainingBackend
{
public:
    TorchTrainingBackend(const NetworkGraph &graph, const OptimizerSettings &settings);

    Expected<void> setGraph(const NetworkGraph &graph) override;
    Expected<StepResult> step(const Batch &batch, double learningRate) override
    {
        return withoutExceptions([&] { return takeStep(batch, learningRate); });
    }
    std::int64_t steps() const override { return m_optimizer.steps; }
    Expected<std::vector<float>> evaluate(const Batch &batch) override
    {
        return withoutExceptions([&] { return logitsOf(batch); });
    }
    Expected<Weights> averagedWeights() const override
    {
        return withoutExceptions([&]() -> Expected<Weights> { return plainAverage(); });
    }
    Expected<void> save(const std::filesystem::path &path,
                        const RunPosition &position) const override
    {
        return withoutExceptions([&] { return writeCheckpoint(path, position); });
    }
    Expected<RunPosition> load(const std::filesystem::path &path) override
    {
        return withoutExceptions([&] { return readCheckpoint(path); });
    }

private:
    Expected<StepResult> takeStep(const Batch &batch, double learningRate);
    Expected<std::vector<float>> logitsOf(const Batch &batch);
    Weights plainAverage() const;
    Expected<void> writeCheckpoint(const std::filesystem::path &path,
                                   const RunPosition &position) const;
    Expected<RunPosition> readCheckpoint(const std::filesystem::path &path);
    Expected<void> checkTensors(const TensorFile &file) const;
    Expected<at::Tensor> pictures(const Batch &batch) const;
    void createTensors();
    TorchOptimizer makeOptimizer();
    void updateAverage();
    template<typename Visit> void forEachState(Visit visit) const;

    NetworkGraph m_graph;
    OptimizerSettings m_settings;
    std::vector<ParameterSpec> m_specs;
    NetworkTensors m_tensors;
    NetworkTensors m_average;
    TorchOptimizer m_optimizer;
};

TorchTrainingBackend::TorchTrainingBackend(const NetworkGraph &graph,
                                           const OptimizerSettings &settings)
    : m_graph(graph)
    , m_settings(settings)
    , m_specs(graph.parameterSpecs())
    , m_optimizer((createTensors(), makeOptimizer()))
{
}

void TorchTrainingBackend::createTensors()
{
    torch::manual_seed(m_settings.seed);
    auto generator = at::detail::createCPUGenerator(m_settings.seed);
    m_tensors.resize(m_graph.layers().size());
    m_average.resize(m_graph.layers().size());
    for (const ParameterSpec &spec : m_specs) {
        at::Tensor value = initialValue(spec, m_graph.layer(spec.layer).kind, generator);
        if (value.dim() == 4)
            value = value.contiguous(at::MemoryFormat::ChannelsLast);
        m_tensors[static_cast<std::size_t>(spec.layer)][spec.role] = value;
        m_average[static_cast<std::size_t>(spec.layer)][spec.role] = value.clone();
        if (spec.trainable())
            value.requires_grad_(true);
    }
}

TorchOptimizer TorchTrainingBackend::makeOptimizer()
{
    std::vector<TorchOptimizer::Parameter> parameters;
    for (const ParameterSpec &spec : m_specs) {
        if (spec.trainable())
            parameters.push_back({m_tensors[static_cast<std::size_t>(spec.layer)][spec.role],
                                  spec.role == ParameterRole::Weight,
                                  {},
                                  {}});
    }
    return {m_settings, std::move(parameters)};
}

Expected<void> TorchTrainingBackend::setGraph(const NetworkGraph &graph)
{
    if (graph.parameterSpecs() != m_specs)
        return failure(graph.title() + " is not the network in training");
    m_graph = graph;
    return {};
}

Expected<at::Tensor> TorchTrainingBackend::pictures(const Batch &batch) const
{
    const GridShape shape = m_graph.input();
    if (std::cmp_not_equal(batch.pictures.size(),
                           static_cast<std::int64_t>(batch.size()) * shape.elements()))
        return failure(m_graph.title() + " was given " + std::to_string(batch.pictures.size())
                       + " values for " + std::to_string(batch.size()) + " pictures of "
                       + formatShape(shape));
    auto *values = const_cast<float *>(batch.pictures.data()); // from_blob's signature; read only
    return at::from_blob(
               values,
               {static_cast<std::int64_t>(batch.size()), shape.channels, shape.height, shape.width})
        .contiguous(at::MemoryFormat::ChannelsLast);
}

Expected<StepResult> TorchTrainingBackend::takeStep(const Batch &batch, double learningRate)
{
    const auto input = pictures(batch);
    if (!input)
        return tl::unexpected(input.error());
    ForwardMode mode;
    mode.training = true;
    mode.batchNormMomentum = m_settings.batchNormMomentum;
    m_optimizer.clearGradients();
    const at::Tensor labels = at::tensor(batch.labels);
    const at::Tensor logits = forward(m_graph, m_tensors, *input, mode);
    const at::Tensor loss = at::cross_entropy_loss(logits, labels, {}, at::Reduction::Mean, -100,
                                                   m_settings.labelSmoothing);
    loss.backward();

    StepResult result;
    result.loss = loss.item<double>();
    result.correct = logits.argmax(1).eq(labels).sum().item<int>();
    result.gradientNorm = m_optimizer.clipGradients();
    m_optimizer.step(learningRate);
    updateAverage();
    return result;
}

void TorchTrainingBackend::updateAverage()
{
    const torch::NoGradGuard noGradients;
    const double share = 1.0 - warmedDecay(m_settings.averageDecay, m_optimizer.steps);
    for (const ParameterSpec &spec : m_specs) {
        const auto layer = static_cast<std::size_t>(spec.layer);
        m_average[layer][spec.role].lerp_(m_tensors[layer][spec.role].detach(), share);
    }
}

Expected<std::vector<float>> TorchTrainingBackend::logitsOf(const Batch &batch)
{
    const torch::NoGradGuard noGradients;
    const auto input = pictures(batch);
    if (!input)
        return tl::unexpected(input.error());
    const at::Tensor logits = forward(m_graph, m_average, *input, {}).contiguous();
    return std::vector<float>(logits.data_ptr<float>(), logits.data_ptr<float>() + logits.numel());
}

Weights TorchTrainingBackend::plainAverage() const
{
    std::vector<Weights::Entry> entries;
    NetworkTensors average = m_average;
    for (const ParameterSpec &spec : m_specs)
        entries.push_back({spec, stored(average[static_cast<std::size_t>(spec.layer)][spec.role])});
    return Weights(std::move(entries));
}

/// Every float tensor the next step depends on, with its name in a checkpoint.
template<typename Visit> void TorchTrainingBackend::forEachState(Visit visit) const
{
    NetworkTensors tensors = m_tensors; // handles: the tensors themselves are shared
    NetworkTensors average = m_average;
    std::size_t parameter = 0;
    for (const ParameterSpec &spec : m_specs) {
        const auto layer = static_cast<std::size_t>(spec.layer);
        visit(spec.name, tensors[layer][spec.role]);
        visit("average." + spec.name, average[layer][spec.role]);
        if (!spec.trainable())
            continue;
        const auto &state = m_optimizer.parameters()[parameter++];
        visit("first." + spec.name, state.first);
        if (state.second.defined())
            visit("second." + spec.name, state.second);
    }
}

Expected<void> TorchTrainingBackend::writeCheckpoint(const std::filesystem::path &path,
                                                     const RunPosition &position) const
{
    TensorFile file;
    forEachState([&](const std::string &name, const at::Tensor &tensor) {
        file.tensors[name] = stored(tensor);
    });
    file.tensors["random_state"] = storedRandomState();
    writeNotes({m_graph.id(), m_optimizer.steps, position}, file);
    return writeSafetensors(path, file);
}

Expected<void> TorchTrainingBackend::checkTensors(const TensorFile &file) const
{
    std::string problem;
    forEachState([&](const std::string &name, const at::Tensor &tensor) {
        const auto found = file.tensors.find(name);
        const bool fits = found != file.tensors.end() && found->second.dtype == DType::Float32
            && found->second.shape == tensor.sizes().vec();
        if (!fits && problem.empty())
            problem = name;
    });
    if (!problem.empty())
        return failure(printable(file.path.string()) + " is not a checkpoint of this run of "
                       + m_graph.title() + ": \"" + problem
                       + "\" is missing or has another shape or type");
    return {};
}

/// Everything is checked before anything is changed.
Expected<RunPosition> TorchTrainingBackend::readCheckpoint(const std::filesystem::path &path)
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
    const auto usable = checkTensors(*file).and_then([&] { return restoreRandomState(*file); });
    if (!usable)
        return tl::unexpected(usable.error());
    const torch::NoGradGuard noGradients;
    forEachState([&](const std::string &name, at::Tensor tensor) {
        std::vector<float> values = toFloat(file->tensors.at(name));
        tensor.copy_(at::from_blob(values.data(), tensor.sizes()));
    });
    m_optimizer.steps = notes->steps;
    return notes->position;
}

} // namespace

Expected<std::unique_ptr<TrainingBackend>>
createTorchTrainingBackend(const NetworkGraph &graph, const OptimizerSettings &settings)
{
    at::set_num_threads(settings.threads > 0 ? settings.threads : availableProcessors());
    return withoutExceptions([&]() -> Expected<std::unique_ptr<TrainingBackend>> {
        return std::make_unique<TorchTrainingBackend>(graph, settings);
    });
}

} // namespace inceptoscope
