#include "engine/torch/torchengine.h"

#include "engine/enginechecks.h"
#include "engine/torch/torchborder.h"
#include "engine/torch/torchnetwork.h"

#include <algorithm>
#include <chrono>

namespace inceptoscope {

namespace {

std::shared_ptr<const LazyValues> plainCopy(const at::Tensor &tensor)
{
    std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
    at::from_blob(values.data(), tensor.sizes()).copy_(tensor);
    return std::make_shared<const LazyValues>(std::move(values));
}

std::vector<float> plainVector(const at::Tensor &tensor)
{
    const at::Tensor plain = tensor.cpu().contiguous();
    return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

bool hasAuxiliaryLayer(const NetworkGraph &graph, const CaptureSet &capture)
{
    return std::ranges::any_of(graph.stages(), [&](const Stage &stage) {
        return stage.auxiliary && std::ranges::any_of(stage.blocks, [&](const Block &block) {
                   return std::ranges::find_first_of(block.layers, capture) != block.layers.end();
               });
    });
}

/// A graphics processor where LibTorch has one; in float there too, not in the 19 bits that its
/// convolutions take for it by default.
c10::Device fastestDevice()
{
    if (!at::hasCUDA())
        return at::kCPU;
    at::globalContext().setAllowTF32CuDNN(false);
    return at::kCUDA;
}

void moveTo(c10::Device device, NetworkTensors &tensors)
{
    for (LayerTensors &layer : tensors) {
        for (at::Tensor *tensor : {&layer.weight, &layer.bias}) {
            if (tensor->defined())
                *tensor = tensor->to(device);
        }
    }
}

class TorchEngine : public Engine
{
public:
    TorchEngine(NetworkGraph graph, NetworkTensors tensors, c10::Device device)
        : m_graph(std::move(graph))
        , m_tensors(std::move(tensors))
        , m_device(device)
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

    Expected<std::vector<Activations>> run(std::span<const std::vector<float>> inputs,
                                           const CaptureSet &capture, std::stop_token stop,
                                           const ForwardProgress &progress) override
    {
        return withoutExceptions([&] { return answer(inputs, capture, stop, progress); });
    }

private:
    Expected<std::vector<Activations>> answer(std::span<const std::vector<float>> inputs,
                                              const CaptureSet &capture,
                                              const std::stop_token &stop,
                                              const ForwardProgress &progress);
    at::Tensor batchOf(std::span<const std::vector<float>> inputs) const;

    NetworkGraph m_graph;
    NetworkTensors m_tensors; ///< on the device
    c10::Device m_device;
};

at::Tensor TorchEngine::batchOf(std::span<const std::vector<float>> inputs) const
{
    const GridShape shape = m_graph.input();
    std::vector<at::Tensor> pictures;
    for (const std::vector<float> &input : inputs) {
        auto *values = const_cast<float *>(input.data()); // from_blob's signature; read only
        pictures.push_back(at::from_blob(values, {shape.channels, shape.height, shape.width}));
    }
    return at::stack(pictures).to(m_device).contiguous(at::MemoryFormat::ChannelsLast);
}

Expected<std::vector<Activations>> TorchEngine::answer(std::span<const std::vector<float>> inputs,
                                                       const CaptureSet &capture,
                                                       const std::stop_token &stop,
                                                       const ForwardProgress &progress)
{
    if (inputs.empty())
        return std::vector<Activations>{};
    const c10::InferenceMode noGradients;
    if (const auto fit = checkInputs(m_graph, inputs); !fit)
        return tl::unexpected(fit.error());
    const at::Tensor batch = batchOf(inputs);

    const auto start = std::chrono::steady_clock::now();
    std::vector<Activations> answers(inputs.size());
    const auto keep = [&](int index, const at::Tensor &output) {
        if (std::ranges::find(capture, index) != capture.end()) {
            for (std::size_t i = 0; i < answers.size(); ++i)
                answers[i].captured[index] = {
                    m_graph.layer(index).out,
                    plainCopy(output.select(0, static_cast<std::int64_t>(i)))};
        }
        if (progress)
            progress(index + 1, static_cast<int>(m_graph.layers().size()));
        return !stop.stop_requested();
    };
    const ForwardMode mode{.auxiliary = hasAuxiliaryLayer(m_graph, capture)};
    const at::Tensor logits = forward(m_graph, m_tensors, batch, mode, keep);
    if (!logits.defined())
        return failure("cancelled");
    if (const auto sound = checkLogits(m_graph, plainVector(logits)); !sound)
        return tl::unexpected(sound.error());
    const at::Tensor probabilities = at::softmax(logits.cpu().to(at::kDouble), 1).to(at::kFloat);
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        answers[i].logits = plainVector(logits.select(0, static_cast<std::int64_t>(i)));
        answers[i].probabilities =
            plainVector(probabilities.select(0, static_cast<std::int64_t>(i)));
        answers[i].forwardMilliseconds = elapsed.count() / static_cast<double>(answers.size());
    }
    return answers;
}

} // namespace

Expected<std::unique_ptr<Engine>> createTorchEngine(const NetworkGraph &graph,
                                                    const Weights &weights,
                                                    const EngineOptions &options,
                                                    const std::stop_token &stop)
{
    if (const auto fit = checkWeights(graph, weights); !fit)
        return tl::unexpected(fit.error());
    at::set_num_threads(options.threads > 0 ? options.threads : availableProcessors());
    auto tensors = evaluationTensors(graph, weights, stop);
    if (!tensors)
        return tl::unexpected(tensors.error());
    const c10::Device device = fastestDevice();
    moveTo(device, *tensors);
    return std::make_unique<TorchEngine>(graph, std::move(*tensors), device);
}

} // namespace inceptoscope
