#include "explain/torch/torchgradientengine.h"

#include "engine/enginechecks.h"
#include "engine/torch/torchborder.h"
#include "engine/torch/torchnetwork.h"

#include <torch/torch.h>

#include <utility>

namespace inceptoscope {

namespace {

/// Thrown out of LibTorch's way back, which nothing else ends.
struct Cancelled : std::runtime_error
{
    Cancelled()
        : std::runtime_error("cancelled")
    {
    }
};

Activation plainCopy(const GridShape &shape, const at::Tensor &tensor)
{
    std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
    at::from_blob(values.data(), tensor.sizes()).copy_(tensor);
    return {shape, std::make_shared<const LazyValues>(std::move(values))};
}

/// On the processor alone: it is one picture at a time.
class TorchGradientEngine : public GradientEngine
{
public:
    TorchGradientEngine(NetworkGraph graph, NetworkTensors tensors)
        : m_graph(std::move(graph))
        , m_tensors(std::move(tensors))
    {
    }

    const NetworkGraph &graph() const override { return m_graph; }

    Expected<void> setGraph(const NetworkGraph &graph) override
    {
        auto shared = checkSharesWeights(m_graph, graph);
        if (shared)
            m_graph = graph;
        return shared;
    }

    Expected<ClassGradient> classGradient(const std::vector<float> &input, int layer,
                                          int classIndex, std::stop_token stop) override
    {
        if (const auto fit = checkInputs(m_graph, {&input, 1}); !fit)
            return tl::unexpected(fit.error());
        if (const auto sound = checkExplainable(m_graph, layer, classIndex); !sound)
            return tl::unexpected(sound.error());
        return withoutExceptions([&]() -> Expected<ClassGradient> {
            try {
                return computed(input, layer, classIndex, stop);
            } catch (const Cancelled &cancelled) {
                return failure(cancelled.what());
            }
        });
    }

private:
    Expected<ClassGradient> computed(const std::vector<float> &input, int layer, int classIndex,
                                     const std::stop_token &stop);
    at::Tensor batchOf(const std::vector<float> &input) const;

    NetworkGraph m_graph;
    NetworkTensors m_tensors;
};

at::Tensor TorchGradientEngine::batchOf(const std::vector<float> &input) const
{
    const GridShape shape = m_graph.input();
    auto *values = const_cast<float *>(input.data()); // from_blob's signature; read only
    return at::from_blob(values, {1, shape.channels, shape.height, shape.width})
        .contiguous(at::MemoryFormat::ChannelsLast);
}

/// Nothing is recorded up to the layer: the weights ask for no gradient, its output is the first
/// that does.
Expected<ClassGradient> TorchGradientEngine::computed(const std::vector<float> &input, int layer,
                                                      int classIndex, const std::stop_token &stop)
{
    const at::AutoGradMode recording(true);
    at::Tensor asked;
    const auto record = [&](int index, const at::Tensor &output) {
        if (index == layer) {
            asked = output;
            asked.requires_grad_(true);
        } else if (output.requires_grad()) {
            output.register_hook([stop](const at::Tensor &) {
                if (stop.stop_requested())
                    throw Cancelled();
            });
        }
        return !stop.stop_requested();
    };
    const at::Tensor logits = forward(m_graph, m_tensors, batchOf(input), {}, record);
    if (!logits.defined())
        return failure("cancelled");
    const at::Tensor slope =
        torch::autograd::grad({logits.select(1, classIndex).sum()}, {asked}).front();
    const GridShape shape = m_graph.layer(layer).out;
    const at::Tensor plain = logits.detach().contiguous();
    ClassGradient gradient{plainCopy(shape, asked.detach()),
                           plainCopy(shape, slope),
                           {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()}};
    if (const auto sound = checkLogits(m_graph, gradient.logits); !sound)
        return tl::unexpected(sound.error());
    return gradient;
}

} // namespace

Expected<std::unique_ptr<GradientEngine>> createTorchGradientEngine(const NetworkGraph &graph,
                                                                    const Weights &weights,
                                                                    const EngineOptions &options)
{
    if (const auto fit = checkWeights(graph, weights); !fit)
        return tl::unexpected(fit.error());
    at::set_num_threads(options.threads > 0 ? options.threads : availableProcessors());
    auto tensors = evaluationTensors(graph, weights);
    if (!tensors)
        return tl::unexpected(tensors.error());
    return std::make_unique<TorchGradientEngine>(graph, std::move(*tensors));
}

} // namespace inceptoscope
