#include "training/evaluation.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr std::size_t evaluationBatch = 64;

/// Natural logarithm of the sum of the exponentials, without overflow.
double logSumExp(std::span<const float> logits)
{
    const double largest = *std::ranges::max_element(logits);
    double sum = 0.0;
    for (float logit : logits)
        sum += std::exp(logit - largest);
    return largest + std::log(sum);
}

} // namespace

void EvaluationSum::add(std::span<const float> logits, std::span<const std::int64_t> labels)
{
    const std::size_t classes = labels.empty() ? 0 : logits.size() / labels.size();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto row = logits.subspan(i * classes, classes);
        const float own = row[static_cast<std::size_t>(labels[i])];
        const auto above = std::ranges::count_if(row, [own](float logit) { return logit > own; });
        m_loss += logSumExp(row) - own;
        m_top1 += above < 1 ? 1 : 0;
        m_top5 += above < 5 ? 1 : 0;
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

Evaluation evaluate(TrainingBackend &backend, const std::vector<TrainingPhoto> &crops,
                    const Preprocessing &preprocessing, std::stop_token stop)
{
    EvaluationSum sum;
    for (std::size_t begin = 0; begin < crops.size() && !stop.stop_requested();
         begin += evaluationBatch) {
        Batch batch;
        for (std::size_t i = begin; i < std::min(crops.size(), begin + evaluationBatch); ++i) {
            const std::vector<float> values = normalised(crops[i].image, preprocessing);
            batch.pictures.insert(batch.pictures.end(), values.begin(), values.end());
            batch.labels.push_back(crops[i].label);
        }
        sum.add(backend.evaluate(batch), batch.labels);
    }
    return sum.result();
}

} // namespace inceptoscope
