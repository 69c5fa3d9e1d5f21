#include "inference/inferencejob.h"

#include "engine/joinedactivation.h"
#include "explain/residualfigures.h"
#include "graph/elementoutputs.h"
#include "images/imageconversion.h"
#include "measuring/layertimes.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <numeric>
#include <set>

namespace inceptoscope {

static std::vector<Prediction> predictionsOf(const std::vector<float> &probabilities,
                                             const ModelDescription &description)
{
    std::vector<int> order(probabilities.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::greater{}, [&](int index) {
        return probabilities[static_cast<std::size_t>(index)];
    });
    std::vector<Prediction> predictions;
    for (int index : order)
        predictions.push_back({index, QString::fromStdString(classLabel(description, index)),
                               probabilities[static_cast<std::size_t>(index)]});
    return predictions;
}

static bool holds(const NetworkGraph &graph, const Block &block, std::string_view element)
{
    return block.id == element
        || std::ranges::any_of(block.branches,
                               [&](const Branch &branch) { return branch.id == element; })
        || std::ranges::any_of(block.layers,
                               [&](int layer) { return graph.layer(layer).id == element; });
}

CaptureSet layersToKeep(const NetworkGraph &graph, std::string_view element)
{
    std::set<int> layers;
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            if (stage.auxiliary)
                continue;
            layers.insert(block.output);
            if (block.isResidual()) {
                const CaptureSet added = residualLayers(graph, block.residualAdd);
                layers.insert(added.begin(), added.end());
            }
            if (holds(graph, block, element))
                layers.insert(block.layers.begin(), block.layers.end());
        }
    }
    return {layers.begin(), layers.end()};
}

CaptureSet layersOnTheTrunk(const NetworkGraph &graph)
{
    std::set<int> layers;
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            if (!stage.auxiliary)
                layers.insert(block.layers.begin(), block.layers.end());
        }
    }
    return {layers.begin(), layers.end()};
}

static CaptureSet capturedFor(const InferenceRequest &request, const NetworkGraph &graph)
{
    if (request.figures)
        return layersOnTheTrunk(graph);
    return request.keepBlocks ? layersToKeep(graph, request.element.toStdString()) : CaptureSet{};
}

/// Lets go of what was captured for the figures alone. Nothing is brought into its plain order.
static FiguresByLayer takeFigures(Activations &activations, const CaptureSet &keep)
{
    FiguresByLayer figures;
    for (auto each = activations.captured.begin(); each != activations.captured.end();) {
        figures[each->first] = outputFigures(each->second);
        each = std::ranges::binary_search(keep, each->first) ? std::next(each)
                                                             : activations.captured.erase(each);
    }
    return figures;
}

/// A ReLU is computed along with its convolution, and the values before it are nowhere. So the
/// network is run once more without that one; nothing else of this pass is used.
static std::optional<SignedActivation> beforeActivation(const InferenceRequest &request,
                                                        Engine &engine,
                                                        const std::vector<float> &input,
                                                        const std::stop_token &stop)
{
    if (!request.beforeActivation || !request.keepBlocks)
        return std::nullopt;
    const std::string element = request.element.toStdString();
    const NetworkGraph graph = engine.graph();
    const auto without = withoutLastActivation(graph, element);
    if (!without || !engine.setGraph(*without))
        return std::nullopt;
    const std::vector<int> outputs = outputsOf(graph, element);
    const auto answers = engine.run({&input, 1}, outputs, stop);
    static_cast<void>(engine.setGraph(graph)); // the one it had
    if (!answers)
        return std::nullopt;
    std::vector<Activation> parts;
    for (int output : outputs)
        parts.push_back(answers->front().captured.at(output));
    return SignedActivation{element, joined(parts)};
}

constexpr int timedPasses = 5;

static Expected<void> addExtras(const InferenceRequest &request, EngineHost &host,
                                const std::vector<float> &input, const std::stop_token &stop,
                                const ForwardProgress &progress, Answer &answer)
{
    if (request.figures)
        answer.figures = takeFigures(answer.activations,
                                     layersToKeep(answer.graph, request.element.toStdString()));
    answer.beforeActivation = beforeActivation(request, host.engine(), input, stop);
    if (!request.times)
        return {};
    return layerTimes(host.engine(), input, timedPasses, stop, progress)
        .map([&](std::vector<double> times) { answer.layerMilliseconds = std::move(times); });
}

static Expected<AnswerPtr> computed(const InferenceRequest &request, EngineHost &host,
                                    const std::stop_token &stop, const ForwardProgress &progress)
{
    if (const auto ready = host.prepare(request.entry, request.inputSize, request.scales, stop);
        !ready)
        return tl::unexpected(ready.error());
    const auto start = std::chrono::steady_clock::now();
    const Preprocessing preprocessing = host.preprocessing();
    const RgbImage crop = cropSeen(request.picture, preprocessing);
    const std::vector<float> input = normalised(crop, preprocessing);
    const std::chrono::duration<double, std::milli> prepared =
        std::chrono::steady_clock::now() - start;
    const NetworkGraph graph = host.engine().graph();
    auto activations = host.engine().run({&input, 1}, capturedFor(request, graph), stop, progress);
    if (!activations)
        return tl::unexpected(activations.error());

    auto predictions = predictionsOf(activations->front().probabilities, host.description());
    const double forward = activations->front().forwardMilliseconds;
    auto answer = std::make_shared<Answer>(
        Answer{request.photo, graph, toQImage(crop), std::move(activations->front()),
               std::move(predictions), prepared.count(), forward, preprocessing,
               QString::fromStdString(engineNote())});
    if (const auto added = addExtras(request, host, input, stop, progress, *answer); !added)
        return tl::unexpected(added.error());
    return answer;
}

/// Nobody would be told of an exception on a worker's thread.
Expected<AnswerPtr> answerTo(const InferenceRequest &request, EngineHost &host,
                             const std::stop_token &stop, const ForwardProgress &progress)
{
    try {
        return computed(request, host, stop, progress);
    } catch (const std::bad_alloc &) {
        return failure("there is not enough memory for this photo and network");
    }
}

bool makeReady(const InferenceRequest &request, EngineHost &host, const std::stop_token &stop)
{
    try {
        if (!host.prepare(request.entry, request.inputSize, request.scales, stop))
            return false;
        Engine &engine = host.engine();
        return engine.prepare(capturedFor(request, engine.graph()), stop).has_value();
    } catch (const std::bad_alloc &) {
        return false;
    }
}

} // namespace inceptoscope
