#include "training/torch/torchtrainingengine.h"

#include "engine/engine.h"
#include "engine/torch/torchborder.h"
#include "engine/torch/torchnetwork.h"

namespace inceptoscope {

namespace {

class TorchTrainingEngine : public TrainingEngine
{
public:
    TorchTrainingEngine(const NetworkGraph &graph, const TrainingEngineOptions &options)
        : m_graph(graph)
        , m_table(graph)
        , m_options(options)
    {
    }

    Expected<void> setGraph(const NetworkGraph &graph) override
    {
        m_graph = graph;
        return {};
    }

    Expected<PassResult> pass(const Batch &batch, const PassSettings &settings,
                              std::span<float> values, std::span<float> gradients) override
    {
        if (const auto fits = checkBatch(m_graph, batch); !fits)
            return tl::unexpected(fits.error());
        return withoutExceptions([&]() -> Expected<PassResult> {
            at::set_num_threads(m_options.threads);
            return compute(batch, settings, values, gradients);
        });
    }

private:
    NetworkTensors tensorsOf(std::span<const float> values) const;
    PassResult compute(const Batch &batch, const PassSettings &settings, std::span<float> values,
                       std::span<float> gradients) const;
    at::Tensor pictures(const Batch &batch) const;
    void giveBack(NetworkTensors &tensors, std::span<float> values,
                  std::span<float> gradients) const;

    NetworkGraph m_graph;
    ParameterTable m_table;
    TrainingEngineOptions m_options;
};

NetworkTensors TorchTrainingEngine::tensorsOf(std::span<const float> values) const
{
    NetworkTensors tensors(m_graph.layers().size());
    for (const ParameterTable::Row &row : m_table.rows()) {
        auto *own = const_cast<float *>(row.of(values).data()); // from_blob's signature; copied
        at::Tensor tensor = at::from_blob(own, row.spec.shape).clone();
        if (tensor.dim() == 4)
            tensor = tensor.contiguous(at::MemoryFormat::ChannelsLast);
        tensor.requires_grad_(row.spec.trainable());
        tensors[static_cast<std::size_t>(row.spec.layer)][row.spec.role] = tensor;
    }
    return tensors;
}

at::Tensor TorchTrainingEngine::pictures(const Batch &batch) const
{
    const GridShape shape = m_graph.input();
    auto *values = const_cast<float *>(batch.pictures.data()); // from_blob's signature; read only
    return at::from_blob(
               values,
               {static_cast<std::int64_t>(batch.size()), shape.channels, shape.height, shape.width})
        .contiguous(at::MemoryFormat::ChannelsLast);
}

PassResult TorchTrainingEngine::compute(const Batch &batch, const PassSettings &settings,
                                        std::span<float> values, std::span<float> gradients) const
{
    ForwardMode mode;
    mode.training = true;
    mode.batchNormMomentum = settings.batchNormMomentum;
    mode.dropoutSeed = settings.dropoutSeed;
    NetworkTensors tensors = tensorsOf(values);
    const at::Tensor labels = at::tensor(batch.labels);
    const at::Tensor logits = forward(m_graph, tensors, pictures(batch), mode);
    const at::Tensor loss = at::cross_entropy_loss(logits, labels, {}, at::Reduction::Mean, -100,
                                                   settings.labelSmoothing);
    loss.backward();
    giveBack(tensors, values, gradients);
    return {loss.item<double>(), logits.argmax(1).eq(labels).sum().item<int>()};
}

/// The running statistics and the gradients.
void TorchTrainingEngine::giveBack(NetworkTensors &tensors, std::span<float> values,
                                   std::span<float> gradients) const
{
    const torch::NoGradGuard noGradients;
    for (const ParameterTable::Row &row : m_table.rows()) {
        at::Tensor &tensor = tensors[static_cast<std::size_t>(row.spec.layer)][row.spec.role];
        at::Tensor gradient = at::from_blob(row.of(gradients).data(), row.spec.shape);
        if (tensor.grad().defined())
            gradient.copy_(tensor.grad());
        else
            gradient.zero_();
        if (!row.spec.trainable())
            at::from_blob(row.of(values).data(), row.spec.shape).copy_(tensor);
    }
}

} // namespace

Expected<std::unique_ptr<TrainingEngine>>
createTorchTrainingEngine(const NetworkGraph &graph, const TrainingEngineOptions &options)
{
    if (options.brain)
        return failure("LibTorch trains in float only");
    if (options.together.ranks)
        return failure("LibTorch's engine does not train together with other ranks; oneDNN's does");
    TrainingEngineOptions own = options;
    if (own.threads == 0)
        own.threads = availableProcessors();
    return std::make_unique<TorchTrainingEngine>(graph, own);
}

} // namespace inceptoscope
