#include "training/evaluation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inceptoscope {

namespace {

constexpr std::size_t healthPhotos = 16; // more of them change the figures' third digits

/// Natural logarithm of the sum of the exponentials, without overflow.
double logSumExp(std::span<const float> logits)
{
    const double largest = *std::ranges::max_element(logits);
    double sum = 0.0;
    for (float logit : logits)
        sum += std::exp(logit - largest);
    return largest + std::log(sum);
}

/// How many classes come before a picture's own, most probable first: of equals the lower index
/// does, as for argmax. A NaN counts as more probable than any number,
/// and is never right itself.
std::size_t rankOf(std::size_t own, std::span<const float> logits)
{
    if (std::isnan(logits[own]))
        return std::numeric_limits<std::size_t>::max();
    std::size_t rank = 0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const bool behind = logits[i] < logits[own] || (logits[i] == logits[own] && i >= own);
        rank += behind ? 0 : 1;
    }
    return rank;
}

std::vector<float> inputOf(const RgbImage &image, const Preprocessing &preprocessing)
{
    const int size = preprocessing.inputSize;
    if (image.width == size && image.height == size)
        return normalised(image, preprocessing);
    return normalised(cropSeen(image, preprocessing), preprocessing);
}

} // namespace

void EvaluationSum::add(std::span<const float> logits, std::span<const std::int64_t> labels)
{
    const std::size_t classes = labels.empty() ? 0 : logits.size() / labels.size();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto row = logits.subspan(i * classes, classes);
        const auto own = static_cast<std::size_t>(labels[i]);
        const std::size_t rank = rankOf(own, row);
        m_loss += logSumExp(row) - row[own];
        m_top1 += rank < 1 ? 1 : 0;
        m_top5 += rank < 5 ? 1 : 0;
        ++m_photos;
    }
}

Evaluation EvaluationSum::result() const
{
    if (m_photos == 0)
        return {};
    const double photos = m_photos;
    return {m_loss / photos, 1.0 - m_top1 / photos, 1.0 - m_top5 / photos, m_photos};
}

Expected<Evaluation> evaluate(Engine &engine, std::span<const TrainingPhoto> photos,
                              const Preprocessing &preprocessing, const std::stop_token &stop)
{
    EvaluationSum sum;
    for (std::size_t begin = 0; begin < photos.size() && !stop.stop_requested();
         begin += evaluationBatch) {
        std::vector<std::vector<float>> inputs;
        std::vector<std::int64_t> labels;
        for (std::size_t i = begin; i < std::min(photos.size(), begin + evaluationBatch); ++i) {
            inputs.push_back(inputOf(photos[i].image, preprocessing));
            labels.push_back(photos[i].label);
        }
        const auto answers = engine.run(inputs, {}, stop);
        if (!answers)
            return tl::unexpected(answers.error());
        for (std::size_t i = 0; i < labels.size(); ++i)
            sum.add((*answers)[i].logits, {&labels[i], 1});
    }
    return sum.result();
}

Expected<NetworkHealth> evaluateHealth(Engine &engine, const std::vector<TrainingPhoto> &photos,
                                       const Preprocessing &preprocessing,
                                       const std::stop_token &stop)
{
    HealthSums sums(engine.graph());
    const std::size_t count = std::min(photos.size(), healthPhotos);
    for (std::size_t begin = 0; begin < count; begin += healthBatch) {
        std::vector<std::vector<float>> inputs;
        for (std::size_t i = begin; i < std::min(count, begin + healthBatch); ++i)
            inputs.push_back(inputOf(photos[i * photos.size() / count].image, preprocessing));
        const auto answers = engine.run(inputs, sums.layers(), stop);
        if (!answers)
            return tl::unexpected(answers.error());
        for (const Activations &answer : *answers)
            sums.add(answer);
    }
    return sums.result();
}

} // namespace inceptoscope
