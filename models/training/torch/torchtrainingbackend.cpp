#include "training/torch/torchtrainingbackend.h"

#include "engine/engine.h"
#include "engine/torch/torchnetwork.h"
#include "training/torch/torchoptimizer.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <cstring>

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
    StepResult step(const Batch &batch, double learningRate) override;
    std::int64_t steps() const override { return m_optimizer.steps; }
    std::vector<float> evaluate(const Batch &batch) override;
    Weights averagedWeights() const override;
    Expected<void> save(const std::filesystem::path &path) const override;
    Expected<void> load(const std::filesystem::path &path) override;

private:
    at::Tensor pictures(const Batch &batch) const;
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

at::Tensor TorchTrainingBackend::pictures(const Batch &batch) const
{
    const GridShape shape = m_graph.input();
    auto *values = const_cast<float *>(batch.pictures.data()); // from_blob's signature; read only
    return at::from_blob(
               values,
               {static_cast<std::int64_t>(batch.size()), shape.channels, shape.height, shape.width})
        .contiguous(at::MemoryFormat::ChannelsLast);
}

StepResult TorchTrainingBackend::step(const Batch &batch, double learningRate)
{
    ForwardMode mode;
    mode.training = true;
    mode.batchNormMomentum = m_settings.batchNormMomentum;
    m_optimizer.clearGradients();
    const at::Tensor labels = at::tensor(batch.labels);
    const at::Tensor logits = forward(m_graph, m_tensors, pictures(batch), mode);
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

std::vector<float> TorchTrainingBackend::evaluate(const Batch &batch)
{
    const torch::NoGradGuard noGradients;
    const at::Tensor logits = forward(m_graph, m_average, pictures(batch), {}).contiguous();
    return {logits.data_ptr<float>(), logits.data_ptr<float>() + logits.numel()};
}

Weights TorchTrainingBackend::averagedWeights() const
{
    std::vector<Weights::Entry> entries;
    NetworkTensors average = m_average;
    for (const ParameterSpec &spec : m_specs) {
        const at::Tensor plain =
            average[static_cast<std::size_t>(spec.layer)][spec.role].contiguous();
        entries.push_back({spec,
                           std::make_shared<const std::vector<float>>(
                               plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel())});
    }
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

Expected<void> TorchTrainingBackend::save(const std::filesystem::path &path) const
{
    TensorFile file;
    forEachState([&](const std::string &name, const at::Tensor &tensor) {
        file.tensors[name] = stored(tensor);
    });
    const at::Tensor random = at::detail::getDefaultCPUGenerator().get_state();
    StoredTensor &state = file.tensors["random_state"];
    state = {DType::UInt8,
             random.sizes().vec(),
             {reinterpret_cast<const std::byte *>(random.data_ptr()), random.nbytes()},
             std::make_shared<at::Tensor>(random)};
    file.metadata["steps"] = std::to_string(m_optimizer.steps);
    file.metadata["network"] = m_graph.id();
    return writeSafetensors(path, file);
}

Expected<void> TorchTrainingBackend::load(const std::filesystem::path &path)
{
    const auto file = readSafetensors(path);
    if (!file)
        return tl::unexpected(file.error());
    std::string problem;
    // Everything is checked before anything is changed.
    forEachState([&](const std::string &name, const at::Tensor &tensor) {
        const auto found = file->tensors.find(name);
        if (problem.empty()
            && (found == file->tensors.end() || found->second.shape != tensor.sizes().vec()))
            problem = name;
    });
    const auto random = file->tensors.find("random_state");
    const auto steps = file->metadata.find("steps");
    const at::Tensor current = at::detail::getDefaultCPUGenerator().get_state();
    if (random == file->tensors.end() || random->second.bytes.size() != current.nbytes())
        problem = "random_state";
    if (steps == file->metadata.end())
        problem = "steps";
    if (!problem.empty())
        return failure(path.string() + " is not a checkpoint of this run of " + m_graph.title()
                       + ": \"" + problem + "\" is missing or has another shape");

    const torch::NoGradGuard noGradients;
    forEachState([&](const std::string &name, at::Tensor tensor) {
        std::vector<float> values = toFloat(file->tensors.at(name));
        tensor.copy_(at::from_blob(values.data(), tensor.sizes()));
    });
    std::memcpy(current.data_ptr(), random->second.bytes.data(), current.nbytes());
    auto generator = at::detail::getDefaultCPUGenerator();
    generator.set_state(current);
    m_optimizer.steps = std::strtoll(steps->second.c_str(), nullptr, 10);
    return {};
}

} // namespace

Expected<std::unique_ptr<TrainingBackend>>
createTorchTrainingBackend(const NetworkGraph &graph, const OptimizerSettings &settings)
{
    at::set_num_threads(settings.threads > 0 ? settings.threads : availableProcessors());
    return std::make_unique<TorchTrainingBackend>(graph, settings);
}

} // namespace inceptoscope
