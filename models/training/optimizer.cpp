#include "training/optimizer.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr double adamBeta1 = 0.9;
constexpr double adamBeta2 = 0.99;
constexpr double adamEpsilon = 1e-6;

} // namespace

/// One tensor, element for element.
struct ParameterUpdater::Tensor
{
    std::span<float> value;
    std::span<const float> gradient;
    std::span<float> first;
    std::span<float> second;
    float factor; ///< of the gradient: clipping
    float decay; ///< weight decay; 0 where there is none
};

ParameterUpdater::ParameterUpdater(const OptimizerSettings &settings, const ParameterTable &table)
    : m_settings(settings)
    , m_table(table)
    , m_first(table.elements())
{
    // TensorFlow's RMSProp, the paper's, starts its mean square at one.
    if (m_settings.optimizer != Optimizer::Sgd)
        m_second.assign(table.elements(), m_settings.optimizer == Optimizer::RmsProp ? 1.0F : 0.0F);
}

static double normOf(std::span<const float> gradients)
{
    double squares = 0.0;
    for (float gradient : gradients)
        squares += static_cast<double>(gradient) * gradient;
    return std::sqrt(squares);
}

double ParameterUpdater::update(std::span<float> values, std::span<const float> gradients,
                                double learningRate)
{
    ++m_steps;
    const double norm = normOf(gradients);
    const bool clipped = m_settings.gradientClip > 0.0 && norm > m_settings.gradientClip;
    const auto factor = static_cast<float>(clipped ? m_settings.gradientClip / norm : 1.0);
    for (const ParameterTable::Row &row : m_table.rows()) {
        if (!row.spec.trainable())
            continue;
        const bool decayed = row.spec.role == ParameterRole::Weight;
        const Tensor tensor{row.of(values),
                            row.of(gradients),
                            row.of(std::span(m_first)),
                            m_second.empty() ? std::span<float>() : row.of(std::span(m_second)),
                            factor,
                            decayed ? static_cast<float>(m_settings.weightDecay) : 0.0F};
        switch (m_settings.optimizer) {
        case Optimizer::Sgd:
            updateSgd(tensor, static_cast<float>(learningRate));
            break;
        case Optimizer::RmsProp:
            updateRmsProp(tensor, static_cast<float>(learningRate));
            break;
        case Optimizer::AdamW:
            updateAdamW(tensor, learningRate);
            break;
        }
    }
    return norm;
}

/// Nesterov's momentum.
void ParameterUpdater::updateSgd(const Tensor &tensor, float rate) const
{
    const auto momentum = static_cast<float>(m_settings.momentum);
    for (std::size_t i = 0; i < tensor.value.size(); ++i) {
        const float gradient = tensor.factor * tensor.gradient[i] + tensor.decay * tensor.value[i];
        tensor.first[i] = momentum * tensor.first[i] + gradient;
        tensor.value[i] -= rate * (gradient + momentum * tensor.first[i]);
    }
}

/// TensorFlow's: epsilon inside the square root, learning rate inside the momentum buffer.
void ParameterUpdater::updateRmsProp(const Tensor &tensor, float rate) const
{
    const auto momentum = static_cast<float>(m_settings.momentum);
    const auto decay = static_cast<float>(m_settings.rmsDecay);
    const auto epsilon = static_cast<float>(m_settings.rmsEpsilon);
    for (std::size_t i = 0; i < tensor.value.size(); ++i) {
        const float gradient = tensor.factor * tensor.gradient[i] + tensor.decay * tensor.value[i];
        tensor.second[i] = decay * tensor.second[i] + (1.0F - decay) * gradient * gradient;
        tensor.first[i] =
            momentum * tensor.first[i] + rate * gradient / std::sqrt(tensor.second[i] + epsilon);
        tensor.value[i] -= tensor.first[i];
    }
}

/// Weight decay decoupled from the gradient.
void ParameterUpdater::updateAdamW(const Tensor &tensor, double rate) const
{
    const auto t = static_cast<double>(m_steps);
    const double correction = std::sqrt(1.0 - std::pow(adamBeta2, t));
    const auto stride = static_cast<float>(rate * correction / (1.0 - std::pow(adamBeta1, t)));
    const auto epsilon = static_cast<float>(adamEpsilon * correction);
    const auto kept = static_cast<float>(1.0 - rate * tensor.decay);
    constexpr auto beta1 = static_cast<float>(adamBeta1);
    constexpr auto beta2 = static_cast<float>(adamBeta2);
    for (std::size_t i = 0; i < tensor.value.size(); ++i) {
        const float gradient = tensor.factor * tensor.gradient[i];
        tensor.first[i] += (1.0F - beta1) * (gradient - tensor.first[i]);
        tensor.second[i] = beta2 * tensor.second[i] + (1.0F - beta2) * gradient * gradient;
        tensor.value[i] = kept * tensor.value[i]
            - stride * tensor.first[i] / (std::sqrt(tensor.second[i]) + epsilon);
    }
}

void updateAverage(std::span<float> average, std::span<const float> values, double decay,
                   std::int64_t steps)
{
    const auto t = static_cast<double>(steps);
    const auto share = static_cast<float>(1.0 - std::min(decay, (1.0 + t) / (10.0 + t)));
    for (std::size_t i = 0; i < average.size(); ++i)
        average[i] += share * (values[i] - average[i]);
}

} // namespace inceptoscope
