#include "training/crossentropy.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

/// One picture's loss.
static double crossEntropyOf(std::span<const float> logits, std::size_t label, double smoothing,
                             double share, std::span<float> gradients)
{
    const double largest = *std::ranges::max_element(logits);
    double sum = 0.0;
    for (float logit : logits)
        sum += std::exp(logit - largest);
    const double logSum = largest + std::log(sum);
    const double rest = smoothing / static_cast<double>(logits.size());
    double loss = 0.0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const double wanted = rest + (i == label ? 1.0 - smoothing : 0.0);
        const double logProbability = logits[i] - logSum;
        loss -= wanted * logProbability;
        gradients[i] = static_cast<float>(share * (std::exp(logProbability) - wanted));
    }
    return loss;
}

PassResult crossEntropy(std::span<const float> logits, const Batch &batch, double labelSmoothing,
                        std::span<float> gradients)
{
    PassResult result;
    const auto &labels = batch.labels;
    const std::size_t classes = logits.size() / labels.size();
    const double share = 1.0 / static_cast<double>(batch.wholeSize());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto own = logits.subspan(i * classes, classes);
        const auto label = static_cast<std::size_t>(labels[i]);
        result.loss += share
            * crossEntropyOf(own, label, labelSmoothing, share,
                             gradients.subspan(i * classes, classes));
        result.correct += std::ranges::max_element(own) - own.begin() == labels[i] ? 1 : 0;
    }
    return result;
}

} // namespace inceptoscope
