#include "explain/explanationjob.h"

#include "explain/classactivation.h"
#include "images/imageconversion.h"
#include "render/saliencyimage.h"

#include <chrono>
#include <new>

namespace inceptoscope {

bool ExplanationRequest::isLike(const ExplanationRequest &other) const
{
    return method == other.method && classIndex == other.classIndex && layer == other.layer
        && (method != SaliencyMethod::Occlusion || window == other.window)
        && answer->photo == other.answer->photo && entry == other.entry
        && (answer == other.answer || answer->graph == other.answer->graph);
}

Expected<void> ExplanationHost::prepare(const CatalogueEntry &entry)
{
    if (m_entry == entry)
        return {};
    auto model = loadNetwork(entry);
    if (!model)
        return tl::unexpected(model.error());
    m_engine.reset();
    m_gradientEngine.reset();
    m_entry = entry;
    m_model = std::move(*model);
    return {};
}

Expected<Engine *> ExplanationHost::engine(const NetworkGraph &graph)
{
    if (!m_engine) {
        auto made = makeEngine(graph, m_model->weights);
        if (!made)
            return tl::unexpected(made.error());
        m_engine = std::move(*made);
    }
    return m_engine->setGraph(graph).map([this] { return m_engine.get(); });
}

Expected<GradientEngine *> ExplanationHost::gradientEngine(const NetworkGraph &graph)
{
    if (!m_gradientEngine) {
        auto made = makeGradientEngine(graph, m_model->weights);
        if (!made)
            return tl::unexpected(made.error());
        m_gradientEngine = std::move(*made);
    }
    return m_gradientEngine->setGraph(graph).map([this] { return m_gradientEngine.get(); });
}

namespace {

/// An explanation outlives its answer, whose maps are far larger.
ExplanationRequest withoutActivations(ExplanationRequest request)
{
    Answer answer = *request.answer;
    answer.activations = {};
    request.answer = std::make_shared<const Answer>(std::move(answer));
    return request;
}

/// Makes explanations of maps, with the time since it was made.
class Teller
{
public:
    explicit Teller(const ExplanationRequest &request)
        : m_request(withoutActivations(request))
        , m_start(std::chrono::steady_clock::now())
    {
    }

    ExplanationPtr explanation(const SaliencyMap &map, int done = 0, int total = 0) const
    {
        const std::chrono::duration<double, std::milli> elapsed =
            std::chrono::steady_clock::now() - m_start;
        return std::make_shared<const Explanation>(
            Explanation{m_request, map, saliencyImage(map, m_request.answer->crop.size()), done,
                        total, elapsed.count()});
    }

private:
    const ExplanationRequest m_request;
    std::chrono::steady_clock::time_point m_start;
};

/// The answer keeps the output of every block, the last one's too.
Expected<SaliencyMap> classActivation(const ExplanationRequest &request,
                                      const ExplanationHost &host)
{
    const Answer &answer = *request.answer;
    const auto layers = classActivationLayers(answer.graph);
    if (!layers)
        return tl::unexpected(layers.error());
    const auto features = answer.activations.captured.find(layers->features);
    if (features == answer.activations.captured.end())
        return failure("the output of the last block was not kept");
    return classActivationMap(answer.graph, host.weights(), features->second, request.classIndex);
}

Expected<SaliencyMap> gradCam(const ExplanationRequest &request, ExplanationHost &host,
                              const std::stop_token &stop)
{
    const Answer &answer = *request.answer;
    const auto engine = host.gradientEngine(answer.graph);
    if (!engine)
        return tl::unexpected(engine.error());
    const std::vector<float> input = normalised(toRgb(answer.crop), answer.preprocessing);
    return (*engine)
        ->classGradient(input, request.layer, request.classIndex, stop)
        .map([&](const ClassGradient &gradient) {
            return gradCam(answer.graph, request.layer, request.classIndex, gradient);
        });
}

Expected<ExplanationPtr> occlusion(const ExplanationRequest &request, ExplanationHost &host,
                                   const std::stop_token &stop, const ExplanationProgress &progress)
{
    const Teller teller(request);
    const Answer &answer = *request.answer;
    const auto engine = host.engine(answer.graph);
    if (!engine)
        return tl::unexpected(engine.error());
    const std::vector<float> input = normalised(toRgb(answer.crop), answer.preprocessing);
    int total = 0;
    const auto tell = [&](const SaliencyMap &soFar, int done, int all) {
        total = all;
        if (done < all)
            progress(teller.explanation(soFar, done, all));
    };
    return occlusionSensitivity(**engine, input, request.window, request.classIndex, stop, tell)
        .map([&](const SaliencyMap &map) { return teller.explanation(map, total, total); });
}

Expected<ExplanationPtr> found(const ExplanationRequest &request, ExplanationHost &host,
                               const std::stop_token &stop, const ExplanationProgress &progress)
{
    if (const auto ready = host.prepare(request.entry); !ready)
        return tl::unexpected(ready.error());
    if (request.method == SaliencyMethod::Occlusion)
        return occlusion(request, host, stop, progress);
    const Teller teller(request);
    const auto map = request.method == SaliencyMethod::GradCam ? gradCam(request, host, stop)
                                                               : classActivation(request, host);
    return map.map([&](const SaliencyMap &values) { return teller.explanation(values); });
}

} // namespace

/// Nobody would be told of an exception on a worker's thread.
Expected<ExplanationPtr> explain(const ExplanationRequest &request, ExplanationHost &host,
                                 const std::stop_token &stop, const ExplanationProgress &progress)
{
    try {
        return found(request, host, stop, progress);
    } catch (const std::bad_alloc &) {
        return failure("there is not enough memory to explain this answer");
    }
}

} // namespace inceptoscope
